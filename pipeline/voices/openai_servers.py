"""What the servers behind `/v1/audio/speech` have in common with OpenAI's, and what they have not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from pipeline.story import Age, Feeling, Language, Mode
from pipeline.voices.engine import Offered, VoiceRequest
from pipeline.voices.pricing import Rate

Server = Literal["openai", "vllm-omni", "kokoro", "siliconflow", "drama", "other"]

_BOTH: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True)
class Kind:
    """
    A kind of server: what it takes beside text, voice, format and speed, and what it has.

    *instructions* that it follows words on how a line is said; *clones* the form in which it takes a
    recording; *times* that it can tell when words are heard; *lists* that it can be asked for its voices.
    """

    base_url: str
    model: str
    key: str
    voices: tuple[Offered, ...] = ()
    instructions: bool = False
    clones: Literal["", "ref_audio", "references"] = ""
    times: bool = False
    lists: bool = False


_OPENAI = (
    Offered("marin", "female", Age.YOUNG, _BOTH, "natural, warm"),
    Offered("cedar", "male", Age.YOUNG, _BOTH, "natural, calm"),
    Offered("coral", "female", Age.YOUNG, _BOTH, "lively, friendly"),
    Offered("ash", "male", Age.MIDDLE, _BOTH, "clear, firm"),
    Offered("nova", "female", Age.YOUNG, _BOTH, "bright, energetic"),
    Offered("onyx", "male", Age.MIDDLE, _BOTH, "deep, serious; narration"),
    Offered("shimmer", "female", Age.MIDDLE, _BOTH, "soft, gentle"),
    Offered("echo", "male", Age.YOUNG, _BOTH, "even, warm"),
    Offered("sage", "female", Age.MIDDLE, _BOTH, "calm, thoughtful"),
    Offered("ballad", "male", Age.YOUNG, _BOTH, "melodic, tender"),
    Offered("alloy", "female", Age.MIDDLE, _BOTH, "neutral, balanced"),
    Offered("verse", "male", Age.YOUNG, _BOTH, "expressive, dramatic"),
    Offered("fable", "male", Age.MIDDLE, _BOTH, "British; storytelling"),
)
_KOKORO = (
    Offered("zf_xiaobei", "female", Age.YOUNG, ("zh",)),
    Offered("zf_xiaoni", "female", Age.YOUNG, ("zh",)),
    Offered("zf_xiaoxiao", "female", Age.MIDDLE, ("zh",)),
    Offered("zf_xiaoyi", "female", Age.TEEN, ("zh",)),
    Offered("zm_yunjian", "male", Age.MIDDLE, ("zh",), "narration"),
    Offered("zm_yunxi", "male", Age.YOUNG, ("zh",)),
    Offered("zm_yunxia", "male", Age.TEEN, ("zh",)),
    Offered("zm_yunyang", "male", Age.MIDDLE, ("zh",)),
    Offered("af_heart", "female", Age.YOUNG, ("en",), "American, warm"),
    Offered("af_bella", "female", Age.YOUNG, ("en",), "American, passionate"),
    Offered("af_nicole", "female", Age.YOUNG, ("en",), "American, whispering"),
    Offered("bf_emma", "female", Age.MIDDLE, ("en",), "British"),
    Offered("am_michael", "male", Age.MIDDLE, ("en",), "American"),
    Offered("am_fenrir", "male", Age.YOUNG, ("en",), "American"),
    Offered("am_puck", "male", Age.YOUNG, ("en",), "American, lively"),
    Offered("bm_george", "male", Age.MIDDLE, ("en",), "British; narration"),
)
_QWEN = (
    Offered("Vivian", "female", Age.YOUNG, _BOTH, "bright, edgy"),
    Offered("Serena", "female", Age.YOUNG, _BOTH, "warm, gentle"),
    Offered("Uncle_Fu", "male", Age.OLD, _BOTH, "low, mellow; narration"),
    Offered("Dylan", "male", Age.YOUNG, ("zh",), "Beijing, clear"),
    Offered("Eric", "male", Age.YOUNG, ("zh",), "Chengdu, lively"),
    Offered("Ryan", "male", Age.YOUNG, ("en",), "rhythmic, dynamic"),
    Offered("Aiden", "male", Age.YOUNG, ("en",), "American, sunny"),
)
_SILICONFLOW = tuple(
    replace(voice, name=f"FunAudioLLM/CosyVoice2-0.5B:{voice.name}")
    for voice in (
        Offered("anna", "female", Age.MIDDLE, _BOTH, "calm"),
        Offered("alex", "male", Age.MIDDLE, _BOTH, "calm; narration"),
        Offered("bella", "female", Age.YOUNG, _BOTH, "passionate"),
        Offered("benjamin", "male", Age.MIDDLE, _BOTH, "deep"),
        Offered("claire", "female", Age.YOUNG, _BOTH, "gentle"),
        Offered("charles", "male", Age.MIDDLE, _BOTH, "magnetic"),
        Offered("diana", "female", Age.YOUNG, _BOTH, "cheerful"),
        Offered("david", "male", Age.YOUNG, _BOTH, "cheerful"),
    )
)
#: The voices of OpenAI are named by its manual; their sex and age, and the lists of Kokoro-82M, Qwen3-TTS and
#: SiliconFlow, are from memory.
KINDS: dict[Server, Kind] = {
    "openai": Kind(
        "https://api.openai.com/v1", "gpt-4o-mini-tts", "OPENAI_API_KEY", _OPENAI, instructions=True
    ),
    "vllm-omni": Kind(
        "http://127.0.0.1:8091/v1", "FunAudioLLM/Fun-CosyVoice3-0.5B-2512", "OPENAI_API_KEY",
        instructions=True, clones="ref_audio", lists=True,
    ),
    "kokoro": Kind("http://127.0.0.1:8880/v1", "kokoro", "OPENAI_API_KEY", _KOKORO, times=True, lists=True),
    "siliconflow": Kind(
        "https://api.siliconflow.cn/v1", "FunAudioLLM/CosyVoice2-0.5B", "SILICONFLOW_API_KEY", _SILICONFLOW,
        clones="references",
    ),
    "drama": Kind(
        "http://127.0.0.1:50000/v1", "cosyvoice", "OPENAI_API_KEY",
        instructions=True, clones="ref_audio", lists=True,
    ),
    "other": Kind("", "", "OPENAI_API_KEY"),
}  # fmt: skip
#: The voices of models that any of these servers may have, by a part of the model's name.
_BY_MODEL = {"Qwen3-TTS": _QWEN, "Kokoro": _KOKORO}
#: By a part of the model's name, the first that is found.
_RATES: dict[Server, dict[str, Rate]] = {
    "openai": {
        "gpt-4o-mini-tts": Rate(
            0.015, "minute", as_of="2026-11-21",
            source="developers.openai.com: $0.60 and $12 for 1M tokens in and out, about so much a minute",
        ),
        "tts-1-hd": Rate(30, "1M characters", as_of="2025-11-02", source="from memory"),
        "tts-1": Rate(15, "1M characters", as_of="2025-11-02", source="blogs that measured it"),
    },
    "siliconflow": {
        "CosyVoice2": Rate(50, "1M bytes", currency="CNY", as_of="2025-12-31", source="from memory"),
    },
}  # fmt: skip


def voices_of(server: Server, model: str) -> tuple[Offered, ...]:
    """The voices that are known of *model* on such a *server*."""
    if model.endswith("-Base"):  # it has none, and speaks as a recording
        return ()
    named = (voices for part, voices in _BY_MODEL.items() if part.casefold() in model.casefold())
    return next(named, KINDS[server].voices)


def rate_of(server: Server, model: str) -> Rate:
    """What *model* costs there; a rate without an amount where that is not known."""
    return next((rate for part, rate in _RATES.get(server, {}).items() if part in model), Rate())


#: How a line of each feeling is said, in both languages; a calm one as the voice is.
_FEELINGS: dict[Language, dict[Feeling, str]] = {
    "zh": {
        Feeling.HAPPY: "用高兴、轻快的语气说。",
        Feeling.SAD: "用悲伤、低落的语气说，语速稍慢。",
        Feeling.ANGRY: "用愤怒、激动的语气说。",
        Feeling.AFRAID: "用害怕、紧张的语气说，声音微微发抖。",
        Feeling.SURPRISED: "用惊讶的语气说。",
        Feeling.TENDER: "用温柔、轻声的语气说。",
        Feeling.COLD: "用冷淡、疏远的语气说，不带感情。",
    },
    "en": {
        Feeling.HAPPY: "Sound happy and light.",
        Feeling.SAD: "Sound sad and downcast, a little slower.",
        Feeling.ANGRY: "Sound angry and agitated.",
        Feeling.AFRAID: "Sound afraid and tense, with a slight tremble.",
        Feeling.SURPRISED: "Sound surprised.",
        Feeling.TENDER: "Sound tender and soft.",
        Feeling.COLD: "Sound cold and distant, without warmth.",
    },
}
_MODES: dict[Language, dict[Mode, str]] = {
    "zh": {Mode.INNER: "这是内心独白，像对自己轻声说。", Mode.NARRATION: "这是旁白，像讲故事的人。"},
    "en": {Mode.INNER: "This is a thought, spoken quietly to oneself.", Mode.NARRATION: "This is narration."},
}
_NOTED: dict[Language, str] = {"zh": "剧本的提示：{}。", "en": "The script says: {}."}
_AGES: dict[Language, dict[Age, str]] = {
    "zh": {Age.CHILD: "说话的是个孩子。", Age.OLD: "说话的是位老人。"},
    "en": {Age.CHILD: "The speaker is a child.", Age.OLD: "The speaker is old."},
}


def instructions(request: VoiceRequest) -> str:
    """How *request* is to be said, in the language of the line; empty where it is said as the voice is."""
    language = request.language
    told = (
        _AGES[language].get(request.voice.age, "") if request.voice.name else "",
        _MODES[language].get(request.mode, ""),
        _FEELINGS[language].get(request.feeling, ""),
        _NOTED[language].format(request.note.strip(" .。")) if request.note.strip() else "",
    )
    return ("" if language == "zh" else " ").join(filter(None, told))
