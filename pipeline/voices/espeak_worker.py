"""
Speaks one text with espeak-ng, in a process of its own.

espeak-ng carries hidden state from one text to the next (flutter, noise, pitch), so that a line
would sound different after another line: a process that speaks once gives the same bytes for the
same request. It also keeps a crash, and espeak-ng's GPL-3.0, out of ours. Run as a plain script
without site packages, it needs nothing but the standard library and starts at once.

stdin: one JSON object `{library, voice, text, words_per_minute, pitch, range, volume}`. The
working directory is the one that holds `espeak-ng-data`: as espeak-ng refuses data paths of 160
bytes and more, it is given this short one.

stdout: one line of JSON `{rate, words: [[first, sample], ...]}`, then the sound as
16 bit mono PCM. *first* counts characters of the text from 0. Exit status 3: the library can't be
used here.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any, ClassVar

_DATA = b"espeak-ng-data"
# From espeak-ng's speak_lib.h.
_SYNCHRONOUS, _DONT_EXIT = 2, 0x8000
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_LIST_END, _WORD = 0, 1
_BY_CHARACTER, _UTF8 = 1, 1
CANNOT_RUN = 3


class _Event(ctypes.Structure):
    """`espeak_EVENT`."""

    _fields_: ClassVar = [
        ("type", ctypes.c_int),
        ("message", ctypes.c_uint),
        ("position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("milliseconds", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    ]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


def speak(request: dict[str, Any]) -> tuple[int, list[list[int]], bytes]:
    """The rate, the words and the sound of `request["text"]`; `OSError` where espeak-ng can't work."""
    espeak = ctypes.CDLL(request["library"])
    rate = espeak.espeak_Initialize(_SYNCHRONOUS, 0, _DATA, _DONT_EXIT)
    if rate <= 0:
        raise OSError("espeak-ng can't read its data")
    if espeak.espeak_SetVoiceByName(request["voice"].encode()):
        raise OSError(f"espeak-ng has no voice {request['voice']!r}")
    parameters = ((_RATE, "words_per_minute"), (_VOLUME, "volume"), (_PITCH, "pitch"), (_RANGE, "range"))
    for number, name in parameters:
        espeak.espeak_SetParameter(number, request[name], 0)
    # The breath in a voice is noise, seeded by the clock where nobody seeds it.
    espeak.espeak_ng_SetRandSeed(ctypes.c_long(1))
    words, pcm = _synthesise(espeak, request["text"].encode() + b"\0")
    return rate, words, pcm


def _synthesise(espeak: ctypes.CDLL, text: bytes) -> tuple[list[list[int]], bytes]:
    words: list[list[int]] = []
    pcm = bytearray()

    def collect(sound: Any, samples: int, events: Any) -> int:
        if sound and samples:
            pcm.extend(ctypes.string_at(sound, samples * 2))
        index = 0
        while events[index].type != _LIST_END:
            event = events[index]
            if event.type == _WORD:
                words.append([event.position - 1, event.sample])
            index += 1
        return 0

    callback = _Callback(collect)
    espeak.espeak_SetSynthCallback(callback)
    status = espeak.espeak_Synth(text, ctypes.c_size_t(len(text)), 0, _BY_CHARACTER, 0, _UTF8, None, None)
    if status:
        raise OSError(f"espeak-ng ended with status {status}")
    return words, bytes(pcm)


def main() -> int:
    """Speak what stdin asks for."""
    try:
        rate, words, pcm = speak(json.loads(sys.stdin.buffer.read()))
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return CANNOT_RUN
    sys.stdout.buffer.write(json.dumps({"rate": rate, "words": words}).encode() + b"\n" + pcm)
    return 0


if __name__ == "__main__":
    sys.exit(main())
