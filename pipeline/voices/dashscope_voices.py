"""The voices of CosyVoice on DashScope, each tied to a model, and how they are told a feeling."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.story import Age, Feeling, Language, Mode
from pipeline.voices.engine import Offered, VoiceRequest
from pipeline.voices.pricing import Rate

_BOTH: tuple[Language, ...] = ("zh", "en")
#: Names and manners as others took them in 2026 from the vendor's page cosyvoice-voice-list, which has many
#: more; the ages are our guess.
_V3 = (
    Offered("longanhuan", "female", Age.YOUNG, _BOTH, "cheerful, full of energy"),
    Offered("longanyang", "male", Age.YOUNG, _BOTH, "sunny, boyish"),
    Offered("longanling_v3", "female", Age.TEEN, _BOTH, "lively, quick"),
    Offered("longanshuo_v3", "male", Age.YOUNG, _BOTH, "clean, fresh"),
    Offered("longanwen_v3", "female", Age.YOUNG, _BOTH, "elegant, intellectual"),
    Offered("longanzhi_v3", "male", Age.MIDDLE, _BOTH, "wise, mature; narration"),
    Offered("longanya_v3", "female", Age.MIDDLE, _BOTH, "noble, elegant"),
    Offered("longanqin_v3", "female", Age.MIDDLE, _BOTH, "calm, approachable"),
    Offered("longfeifei_v3", "female", Age.YOUNG, _BOTH, "sweet, spoilt"),
    Offered("longwangwang_v3", "male", Age.TEEN, _BOTH, "Taiwanese boy"),
    Offered("longhuhu_v3", "female", Age.CHILD, _BOTH, "innocent girl"),
)
_V2 = (
    Offered("longxiaochun_v2", "female", Age.YOUNG, _BOTH, "gentle elder sister"),
    Offered("longcheng_v2", "male", Age.YOUNG, _BOTH, "sunny"),
    Offered("longxiaoxia_v2", "female", Age.YOUNG, _BOTH, "gentle"),
    Offered("longshu_v2", "male", Age.MIDDLE, _BOTH, "newsreader; narration"),
    Offered("longwan_v2", "female", Age.MIDDLE, _BOTH, "standard Mandarin"),
    Offered("loongbella_v2", "female", Age.MIDDLE, _BOTH, "newsreader"),
    Offered("longdaiyu", "female", Age.TEEN, _BOTH, "delicate, talented"),
    Offered("longhua_v2", "female", Age.CHILD, _BOTH, "lively girl"),
    Offered("longhuhu", "female", Age.CHILD, _BOTH, "innocent girl"),
)
#: Of models that are not here, such as cosyvoice-v3.5-plus, all voices are a user's own.
VOICES: dict[str, tuple[Offered, ...]] = {
    "cosyvoice-v3-flash": _V3,
    "cosyvoice-v3-plus": _V3[:2],
    "cosyvoice-v2": _V2,
}
_PRICED_AT = {"as_of": "2026-01-28", "source": "help.aliyun.com, cosyvoice-ios-sdk"}
RATES: dict[str, Rate] = {
    "cosyvoice-v3-flash": Rate(1, "10k characters", hanzi=2, currency="CNY", **_PRICED_AT),
    "cosyvoice-v3-plus": Rate(2, "10k characters", hanzi=2, currency="CNY", **_PRICED_AT),
    "cosyvoice-v2": Rate(2, "10k characters", hanzi=2, currency="CNY", **_PRICED_AT),
}
#: The only voices of the list that follow an instruction, and only one of this form.
_INSTRUCTED = ("longanyang", "longanhuan", "longhuhu_v3")
_FORM = "你说话的情感是{}。"
_LONGEST_NOTE = 30


@dataclass(frozen=True)
class _Manner:
    """A feeling: the vendor's word, ours for voices that follow any words, and factors of rate and pitch."""

    emotion: str = ""
    words: str = ""
    rate: float = 1.0
    pitch: float = 1.0


_FEELINGS = {
    Feeling.CALM: _Manner("neutral"),
    Feeling.HAPPY: _Manner("happy", "用开心的语气说。", 1.04, 1.03),
    Feeling.SAD: _Manner("sad", "用伤心的语气慢慢地说。", 0.92, 0.97),
    Feeling.ANGRY: _Manner("angry", "用生气的语气说。", 1.06, 1.03),
    Feeling.AFRAID: _Manner("fearful", "用害怕的语气说。", 1.06, 1.05),
    Feeling.SURPRISED: _Manner("surprised", "用惊讶的语气说。", 1.02, 1.05),
    Feeling.TENDER: _Manner("", "用温柔的语气轻声说。", 0.94, 0.98),
    Feeling.COLD: _Manner("", "用冷漠的语气说。", 0.96, 0.96),
}
_MODES = {Mode.INNER: "这是内心独白。", Mode.NARRATION: "这是旁白。"}


def follows_words(model: str, voice: str) -> bool:
    """Whether *voice*, which is of a user's own making, follows any words on how it is to speak."""
    return "-v3" in model and all(voice != one.name for one in VOICES.get(model, ()))


def instruction(model: str, voice: str, request: VoiceRequest) -> str:
    """What *voice* is told of how *request* is said; empty where it follows nothing that would say it."""
    manner = _FEELINGS[request.feeling]
    if follows_words(model, voice):
        noted = request.note.strip(" .。")[:_LONGEST_NOTE]
        told = (_MODES.get(request.mode, ""), manner.words, f"{noted}。" if noted else "")
        return "".join(told)
    if "-v3" in model and voice in _INSTRUCTED and manner.emotion and request.feeling is not Feeling.CALM:
        return _FORM.format(manner.emotion)
    return ""


def paces(request: VoiceRequest, *, instructed: bool) -> tuple[float, float]:
    """The factors of rate and pitch; none where the voice is *instructed*, and finds them itself."""
    manner = _Manner() if instructed else _FEELINGS[request.feeling]
    return manner.rate, manner.pitch
