"""
An ffmpeg with a graphics chip: it lists hardware encoders, and does as `DRAMA_TEST_CHIP` says.

`works` encodes with x264 what the chip is asked for; `busy` fails as a chip without a free session;
`green` encodes other colours, `short` too few pictures; `hangs` never ends. Where no chip is asked for
it is the real ffmpeg.
"""

import os
import sys
import time

import imageio_ffmpeg

REAL = imageio_ffmpeg.get_ffmpeg_exe()
CHIP = "h264_nvenc"
_BUSY = """[h264_nvenc @ 0x1] OpenEncodeSessionEx failed: out of memory (10)
[h264_nvenc @ 0x1] No capable devices found
"""
#: Options that x264 has not, each with one argument.
_ONLY_ITS = {"-rc", "-cq", "-tune", "-strict_gop", "-b:v", "-preset"}


def main() -> None:
    arguments, chip = sys.argv[1:], os.environ.get("DRAMA_TEST_CHIP", "works")
    if CHIP not in arguments:
        os.execv(REAL, [REAL, *arguments])
    if chip == "hangs":
        time.sleep(60)
    if chip == "busy":
        sys.stderr.write(_BUSY)
        sys.exit(187)
    os.execv(REAL, [REAL, *_for_software(arguments, chip)])


def _for_software(arguments: list[str], chip: str) -> list[str]:
    kept, skip = [], False
    for argument in arguments:
        if not skip and argument not in _ONLY_ITS:
            kept.append({CHIP: "libx264"}.get(argument, argument))
        skip = not skip and argument in _ONLY_ITS
    # Another preset than the software's, so that what it makes is not the same.
    spoilt = {"green": ["-vf", "hue=h=120"], "short": ["-frames:v", "3"]}.get(chip, [])
    return [*kept[:-1], "-preset", "superfast", *spoilt, kept[-1]]


main()
