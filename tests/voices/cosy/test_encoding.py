"""The forms in which our server sends sound."""

from __future__ import annotations

import io
import wave

import pytest
from talking import speech

from pipeline.voices.cosy.encoding import KINDS, encoded
from pipeline.voices.decoding import decoded

SOUND = speech("你好", 22050)
SECONDS = len(SOUND) / 22050


@pytest.mark.parametrize("form", KINDS)
def test_each_form_is_as_long_as_what_was_spoken(form):
    content, rate = encoded(SOUND, 22050, form)

    samples, heard = decoded(content, rate if form == "pcm" else 0)

    # MP3 and AAC are filled up to whole frames; Opus is always decoded at 48 kHz.
    assert len(samples) / heard == pytest.approx(SECONDS, abs=0.1)
    assert max(abs(samples)) == pytest.approx(0.4, abs=0.05)
    assert heard == (48000 if form == "opus" else rate)


def test_only_a_wav_keeps_the_rate_of_the_model():
    content, rate = encoded(SOUND, 22050, "wav")

    with wave.open(io.BytesIO(content)) as file:
        assert (file.getframerate(), file.getnframes()) == (22050, len(SOUND))
    assert (rate, encoded(SOUND, 22050, "pcm")[1]) == (22050, 24000)
