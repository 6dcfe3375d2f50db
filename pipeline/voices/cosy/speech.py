"""OpenAI's `/v1/audio/speech` for CosyVoice: what its clients send, and what of it is asked of the model."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, Field

from pipeline.errors import InputError, Rejected
from pipeline.voices.cosy.calls import Call, Sample, Version, Wish, calls, chosen
from pipeline.voices.cosy.encoding import Format
from pipeline.voices.cosy.recording import as_file, look_at
from pipeline.voices.recordings import words_of
from pipeline.voices.speakable import speakable


class Speech(BaseModel):
    """What OpenAI's clients send; *ref_audio* is a data URL of a WAV. What else they send is left unread."""

    input: str = Field(min_length=1)
    voice: str = ""
    response_format: Format = "wav"
    speed: float = Field(default=1.0, ge=0.5, le=2)
    ref_audio: str = ""
    ref_text: str = ""
    instructions: str = ""
    seed: int = Field(default=0, ge=0)


def recorded(folder: Path) -> dict[str, Sample]:
    """
    The WAVs of *folder* by their names, each a voice, with the words of the text file beside it.

    `InputError` where there are none, `Rejected` for one that CosyVoice does not take.
    """
    files = sorted(folder.glob("*.wav"))
    if not files:
        raise InputError(
            f"There are no recordings in {folder}.", "Put WAVs of 3 to 10 s there: lin-xia.wav, lin-xia.txt."
        )
    for file in files:
        look_at(file)
    return {file.stem: Sample(file, words_of(file)) for file in files}


def calls_for(
    asked: Speech, version: Version, voices: Sequence[str], sample: Sample | None
) -> Iterator[Call]:
    """
    The calls for what was asked of a model with these *voices*; the mode is chosen as for our own lines.

    `Rejected` for a voice that is not there, and for a text without words.
    """
    if sample is None:
        _look_at_voice(asked.voice, version, voices)
    speaker = asked.voice or next(iter(voices), "")
    wish = Wish(asked.input, speaker, sample, asked.instructions)
    mode = chosen(version, wish)
    spoken = speakable(asked.input, "zh")
    if not spoken.audible:
        raise Rejected(f"There are no words in {asked.input[:40]!r}.", "Send a text that can be spoken.")
    if (version, mode) == (3, "cross-lingual"):
        # The model takes such a text as it is, so numbers are read out here.
        wish = Wish(spoken.text, speaker, sample, asked.instructions)
    return calls(version, mode, wish)


def _look_at_voice(name: str, version: Version, voices: Sequence[str]) -> None:
    if not voices:
        raise Rejected(
            f"CosyVoice {version} speaks as a recording, and none was sent.",
            "Send ref_audio, a data URL of a WAV, or start the server with --voices, a folder of WAVs.",
        )
    if name not in ("", *voices):
        raise Rejected(f"There is no voice {name!r}.", f"There is {', '.join(voices)}.")


@contextmanager
def reference(asked: Speech, known: Mapping[str, Sample]) -> Iterator[Sample | None]:
    """
    The recording to speak as: what was sent, else of those *known* the one named as voice, or the first.

    What was sent is a file while it is spoken; `Rejected` where it is no recording.
    """
    if not asked.ref_audio:
        yield known.get(asked.voice or next(iter(known), ""))
        return
    head, _, data = asked.ref_audio.partition(",")
    if not (head.startswith("data:") and head.endswith(";base64")):
        raise Rejected("ref_audio is no data URL.", "Send the WAV as data:audio/wav;base64,...")
    try:
        content = base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise Rejected(f"ref_audio is no base64: {error}.", "Encode the whole file.") from error
    with as_file(content) as file:
        yield Sample(file, asked.ref_text)
