"""A film of six voices by a server, two of them clones: who speaks as whom, with which feeling."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from cosy_server import Official, model, recording, serving

from pipeline.drama import open_drama
from pipeline.ffmpeg import probe
from pipeline.story import Age, Feeling, Mode
from pipeline.voices.engine import Voice, VoiceRequest
from pipeline.voices.espeak import Espeak

pytestmark = pytest.mark.slow

SCRIPT = """《归人》

人物小传：
林夏（女，24岁）：白裙，长发。
苏晚（女，45岁）：黑色大衣。
小雨（女，8岁）：红色雨靴。
陈默（男，30岁）：灰色风衣。
老陈（男，70岁）：灰色棉袄。

第1集 重逢

1-1 夜 外 街口
旁白：那天夜里，雨一直没有停。
林夏：（惊讶）你还活着？
老陈：我一直都在这里。
陈默：（生气）你怎么现在才来。
苏晚：（冷冷地）这里没有人欢迎你。
小雨：（害怕）我们快点回家吧。
林夏：（哭着）我等了你很多年。
陈默：（高兴）可是他终于回来了。
"""
FEELINGS = {
    "那天夜里，雨一直没有停。": Feeling.CALM,
    "你还活着？": Feeling.SURPRISED,
    "我一直都在这里。": Feeling.CALM,
    "你怎么现在才来。": Feeling.ANGRY,
    "这里没有人欢迎你。": Feeling.COLD,
    "我们快点回家吧。": Feeling.AFRAID,
    "我等了你很多年。": Feeling.SAD,
    "可是他终于回来了。": Feeling.HAPPY,
}
INSTRUCTIONS = {
    Feeling.CALM: None,
    Feeling.SURPRISED: "用惊讶的语气说这句话<|endofprompt|>",
    Feeling.ANGRY: "用愤怒的语气说这句话<|endofprompt|>",
    Feeling.COLD: "用严肃的语气说这句话<|endofprompt|>",
    Feeling.AFRAID: "用恐惧的语气说这句话<|endofprompt|>",
    Feeling.SAD: "用悲伤的语气说这句话<|endofprompt|>",
    Feeling.HAPPY: "用高兴的语气说这句话<|endofprompt|>",
}
CLONED = {"林夏": Voice("林夏", "female", Age.YOUNG), "老陈": Voice("老陈", "male", Age.OLD)}
PROMPTS = ("she-1", "she-2", "she-3", "he-1", "he-2", "he-3", "he-4")


@dataclass
class Listening(Official):
    """The official server; *heard* has the instruction and the recording's hash of each text."""

    heard: dict[str, tuple[str | None, str]] = field(default_factory=dict)

    async def _hear(self, request):
        await super()._hear(request)
        form = await request.form()
        content = await form["prompt_wav"].read()
        await form["prompt_wav"].seek(0)
        self.heard[form["tts_text"]] = (form.get("instruct_text"), sha256(content).hexdigest())


@pytest.fixture
def server():
    server = Listening(model(2))
    with serving(server.app()) as server.address:
        yield server


@pytest.fixture
def prompts(tmp_path) -> dict[str, Path]:
    """Recordings that are offered as voices, each of another length."""
    return {
        name: recording(tmp_path, 3 + number / 4, name=f"{name}.wav") for number, name in enumerate(PROMPTS)
    }


@pytest.fixture
def spoken(folder, server, prompts) -> Path:
    """The drama, with recordings of two of its people."""
    voices = {
        name: {"sound": str(file), "words": "希望你以后能够做的比我还好呦。", "sex": sex}
        for name, file in prompts.items()
        for sex in ["female" if name.startswith("she") else "male"]
    }
    cosyvoice = {"address": server.address, "version": 2, "at_once": 4, "voices": voices}
    profile = yaml.safe_load((folder / "drama.yaml").read_text("utf-8"))
    profile["voices"] = {"engine": "cosyvoice", "cosyvoice": cosyvoice}
    (folder / "drama.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), "utf-8")
    (folder / "script.txt").write_text(SCRIPT, "utf-8")
    (folder / "voices/cast").mkdir(parents=True)
    for name, voice in CLONED.items():
        words = "雨下得很大，他没有带伞，只好站在门口等，等了整整一个晚上。"
        request = VoiceRequest(words, "zh", voice, Feeling.CALM, Mode.SPEECH, 1)
        Espeak().speak(request, folder / f"voices/cast/{name}.wav")
        (folder / f"voices/cast/{name}.txt").write_text(words, "utf-8")
    return folder


def run(folder, until="final"):
    from flows.episode import make_episode
    from flows.here import run_here

    return run_here(make_episode, folder=str(folder), until=until).result()


def cast_of(folder) -> dict[str, str]:
    """Which voice each person has, as the page says."""
    page = yaml.safe_load((folder / "voices/cast.yaml").read_text("utf-8"))
    return {name: voices["cosyvoice"] for name, voices in page.items()}


def digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def expected(folder, prompts, speaker: str) -> str:
    """The hash of the recording that *speaker* must sound like."""
    if speaker in CLONED:
        return digest(folder / f"voices/cast/{speaker}.wav")
    return digest(prompts[cast_of(folder)[speaker or "narrator"]])


def test_a_film_of_six_voices_two_of_them_clones(spoken, server, prompts):
    outcome = run(spoken)

    assert outcome.missing == {}
    assert outcome.warnings == []
    media = probe(outcome.film.path)
    assert (media.width, media.height, media.frames) == (72, 128, outcome.timeline.frames)
    lines = [line for _, line in outcome.episode.lines]
    assert {line.text: line.feeling for line in lines} == FEELINGS
    assert {line.text: server.heard[line.text] for line in lines} == {
        line.text: (INSTRUCTIONS[line.feeling], expected(spoken, prompts, line.speaker)) for line in lines
    }
    assert len({recording for _, recording in server.heard.values()}) == 6
    records = [open_drama(spoken).project.state(f"voices/{line.id}.wav").record for line in lines]
    assert {record.engine for record in records} == {"cosyvoice"}
    shown = [record.notes.get("feeling", "calm") for record in records]
    assert shown == [line.feeling.value for line in lines]


def test_a_page_of_the_cast_that_is_edited_by_hand_is_kept_to(spoken, server, prompts):
    first = run(spoken, "voices")
    page = spoken / "voices/cast.yaml"
    before = cast_of(spoken)
    other = next(name for name in PROMPTS if name not in before.values())
    page.write_text(page.read_text("utf-8").replace(f" {before['陈默']}\n", f" {other}\n"), "utf-8")
    edited = page.read_bytes()
    server.heard.clear()

    outcome = run(spoken, "voices")

    assert outcome.missing == {}
    assert page.read_bytes() == edited
    assert server.heard == {
        text: (INSTRUCTIONS[FEELINGS[text]], digest(prompts[other]))
        for text in ("你怎么现在才来。", "可是他终于回来了。")
    }
    spoken_anew = [f"voices/{line.id}.wav" for _, line in first.episode.lines if line.text in server.heard]
    assert [made.name for made in outcome.files if made.status == "made"] == spoken_anew
