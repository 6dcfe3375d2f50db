"""
Clips as cameras, phones, editors and engines make them, with whatever is unusual about each.

All show the same: four fields of known colours, red, green, blue and yellow as one reads them, in
64x112 pixels at 12 frames a second for a second, unless that is what is odd. `make` builds one.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg

FRAMES = 12
FIELDS = {
    "red": (0xC0, 0x20, 0x20),
    "green": (0x20, 0xA0, 0x20),
    "blue": (0x20, 0x40, 0xC0),
    "yellow": (0xC0, 0xA0, 0x20),
}

_709 = "color_primaries=bt709:color_trc=bt709:colorspace=bt709"
_TV = f"scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setparams=range=tv:{_709}"
_PC = f"scale=out_color_matrix=bt709:out_range=pc,format=yuvj420p,setparams=range=pc:{_709}"
_444 = f"scale=out_color_matrix=bt709:out_range=tv,format=yuv444p,setparams=range=tv:{_709}"
_601 = (
    f"scale=out_color_matrix=bt601:out_range=tv,format=yuv420p,setparams={_709.replace('bt709', 'smpte170m')}"
)
_SOME = "select='not(mod(n,3)-1)+not(mod(n,4))+eq(n,11)'"
_X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "4")
_X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-crf", "4", "-x265-params", "log-level=error")
_SHARED = f"{_444},zscale=t=linear:npl=203,format=gbrpf32le,zscale=npl=203:p=2020"
_HDR = "m=2020_ncl:r=limited,format=yuv420p10le"

#: Name, ending, filters and options of what one call of ffmpeg makes.
_PLAIN: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "ordinary": ("mp4", _TV, _X264),
    "variable rate": ("mp4", f"{_SOME},{_TV}", (*_X264, "-fps_mode", "vfr")),
    "ten bits": ("mp4", f"{_TV},format=yuv420p10le", _X265),
    "853x479": ("mkv", f"scale=853:479:flags=neighbor,setsar=1,{_444}", _X264),
    "full range": ("mp4", _PC, _X264),
    "untagged full range": ("avi", "format=yuvj420p", ("-c:v", "mjpeg", "-q:v", "2")),
    "interlaced": ("mp4", f"tinterlace=merge,{_TV},setfield=tff", (*_X264, "-x264opts", "tff=1")),
    "anamorphic": ("mp4", f"scale=32:112,setsar=2,{_TV}", _X264),
    "BT.601": ("mp4", _601, _X264),
    "4:4:4": ("mp4", _444, _X264),
    "RGB": ("mkv", "format=bgr0", ("-c:v", "ffv1")),
    "120 a second": ("mp4", f"fps=120,{_TV}", _X264),
    "1 a second": ("mp4", f"fps=1,{_TV}", _X264),
    "B-frames": ("mp4", _TV, ("-c:v", "libx264", "-preset", "fast", "-crf", "4", "-bf", "3")),
    "open GOP": ("ts", _TV, ("-c:v", "libx264", "-crf", "4", "-x264opts", "open-gop=1:keyint=4:bframes=2")),
    "MPEG-4": ("avi", _TV, ("-c:v", "mpeg4", "-q:v", "2")),
    "ProRes": ("mov", f"{_TV},format=yuv422p10le", ("-c:v", "prores_ks")),
    "VP9": ("webm", _TV, ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "900k")),
    "AV1": ("mp4", _TV, ("-c:v", "libsvtav1", "-preset", "12", "-crf", "10")),
    "HEVC": ("mp4", _TV, _X265),
    "PQ": ("mp4", f"{_SHARED}:t=smpte2084:{_HDR}", _X265),
    "HLG": ("mp4", f"{_SHARED}:t=arib-std-b67:{_HDR}", _X265),
    "BT.2020": ("mp4", f"{_SHARED}:t=2020_10:{_HDR}", _X265),
    "GIF": ("gif", "format=rgb8", ()),
    "WebP": ("webp", "format=bgra", ("-c:v", "libwebp_anim", "-lossless", "1")),
    "APNG": ("apng", "format=rgb24", ("-f", "apng")),
    "one frame": ("mp4", _TV, (*_X264, "-frames:v", "1")),
    "negative times": ("mp4", _TV, (*_X264, "-bf", "2", "-movflags", "+negative_cts_offsets")),
    "late start": ("mkv", f"{_TV},setpts=PTS+7.3/TB", _X264),
}  # fmt: skip

NAMES = (
    *_PLAIN, "rotated", "upside down", "mono 22 kHz", "longer sound", "edit list", "transparent",
    "half transparent", "cut off", "broken tail", "a picture called mp4", "with a cover",
)  # fmt: skip
#: What can't be cut in, and what is said of it.
REFUSED = {
    "empty": "it is empty",
    "sound alone": "it holds no pictures, but audio",
    "a song with a cover": "it holds no pictures, but audio, video",
    "a text": "it can't be read as a media file",
    "3x2000": "of its 3x2000 pixels the film would show 3x5",
    "without its index": "it can't be read as a media file",
    "a stump": "is damaged",
    "a moving WebP": "can be decoded",  # by PyAV; the ffmpeg that came along reads it
}


def make(name: str, folder: Path) -> Path:
    """The clip *name*, in *folder*, which keeps it."""
    slug = name.replace(" ", "-").replace(":", "").replace(".", "")
    if found := next(folder.glob(f"{slug}.*"), None):
        return found
    if name in _PLAIN:
        ending, filters, options = _PLAIN[name]
        return ffmpeg(*_source(filters), *options, out=folder / f"{slug}.{ending}")
    return _SPECIAL[name](folder, folder / f"{slug}.mp4")


def ffmpeg(*arguments: str, out: Path) -> Path:
    """Run ffmpeg with *arguments*; what it wrote."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", *arguments, str(out)]
    subprocess.run(command, check=True)
    return out


def _source(filters: str, seconds: float = 1.0) -> tuple[str, ...]:
    """The four fields through *filters*."""
    red, green, blue, yellow = ("0x{:02X}{:02X}{:02X}".format(*colour) for colour in FIELDS.values())
    graph = f"color={red}:s=64x112:r=12:d={seconds},format=rgb24,drawbox=32:0:32:56:{green}:fill"
    graph += f",drawbox=0:56:32:56:{blue}:fill,drawbox=32:56:32:56:{yellow}:fill,{filters}"
    return ("-f", "lavfi", "-i", graph)


def _rotated(folder: Path, out: Path) -> Path:
    lying = ffmpeg(*_source(f"transpose=clock,{_TV}"), *_X264, out=folder / "lying.mkv")
    return ffmpeg("-display_rotation", "90", "-i", str(lying), "-c", "copy", out=out)


def _upside_down(folder: Path, out: Path) -> Path:
    turned = ffmpeg(*_source(f"hflip,vflip,{_TV}"), *_X264, out=folder / "turned.mkv")
    return ffmpeg("-display_rotation", "180", "-i", str(turned), "-c", "copy", out=out)


def _with_sound(sound: str, *options: str):
    def build(folder: Path, out: Path) -> Path:
        return ffmpeg(*_source(_TV), "-f", "lavfi", "-i", sound, *_X264, *options, out=out)

    return build


def _edit_list(folder: Path, out: Path) -> Path:
    """The first half second is in the file, and not to be shown: an edit list says so."""
    white = "color=white:s=64x112:r=12:d=0.5[w];[0]setsar=1[f];[w][f]concat,format=yuv420p"
    long = ffmpeg(*_source(_TV), "-filter_complex", white, *_X264, "-g", "99", out=folder / "long.mp4")
    return ffmpeg("-ss", "0.5", "-i", str(long), "-c", "copy", "-avoid_negative_ts", "disabled", out=out)


def _transparent(folder: Path, out: Path) -> Path:
    """Yellow is transparent, over white that must not be seen."""
    return ffmpeg(
        *_source("format=rgba,geq=r='if(gt(X,31)*gt(Y,55),255,r(X,Y))':g='if(gt(X,31)*gt(Y,55),255,g(X,Y))'"
                 ":b='if(gt(X,31)*gt(Y,55),255,b(X,Y))':a='if(gt(X,31)*gt(Y,55),0,255)'"),
        "-c:v", "png", out=out.with_suffix(".mov"),
    )  # fmt: skip


def _half_transparent(folder: Path, out: Path) -> Path:
    return ffmpeg(
        *_source("format=rgba,colorchannelmixer=aa=0.5,scale=out_color_matrix=bt709,format=yuva444p10le"),
        "-c:v", "prores_ks", "-profile:v", "4", out=out.with_suffix(".mov"),
    )  # fmt: skip


def _fast_start(folder: Path, out: Path) -> Path:
    """Its index first, and noise in the picture, so that each frame has some bytes."""
    noisy = f"{_TV},noise=alls=8:allf=t"
    return ffmpeg(*_source(noisy), *_X264, "-movflags", "+faststart", out=folder / f"whole-{out.stem}.mp4")


def _shortened(part: float):
    def build(folder: Path, out: Path) -> Path:
        content = _fast_start(folder, out).read_bytes()
        begin = content.index(b"mdat")
        out.write_bytes(content[: begin + int(part * (len(content) - begin))])
        return out

    return build


def _zeros_after(part: float):
    """The rest of the pictures is zeros, as a download leaves them."""

    def build(folder: Path, out: Path) -> Path:
        content = bytearray(_fast_start(folder, out).read_bytes())
        begin = content.index(b"mdat")
        last = begin + int(part * (len(content) - begin))
        content[last:] = bytes(len(content) - last)
        out.write_bytes(content)
        return out

    return build


def _png(folder: Path, out: Path) -> Path:
    return ffmpeg(*_source("null"), "-frames:v", "1", "-f", "image2", "-c:v", "png", "-update", "1", out=out)


def _cover(sound_alone: bool):
    def build(folder: Path, out: Path) -> Path:
        cover = ffmpeg(*_source("negate"), "-frames:v", "1", out=folder / "cover.png")
        if sound_alone:
            song = ("-f", "lavfi", "-i", "sine=d=1", "-map", "0", "-map", "1", "-c:v", "png", "-c:a", "aac")
            return ffmpeg("-i", str(cover), *song, "-disposition:v:0", "attached_pic", out=out)
        film = make("ordinary", folder)
        both = ("-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "attached_pic")
        return ffmpeg("-i", str(cover), "-i", str(film), *both, out=out)

    return build


def _written(content: bytes):
    def build(folder: Path, out: Path) -> Path:
        out.write_bytes(content)
        return out

    return build


def _sound_alone(folder: Path, out: Path) -> Path:
    return ffmpeg("-f", "lavfi", "-i", "sine=d=1", out=out)


def _narrow(folder: Path, out: Path) -> Path:
    return ffmpeg(*_source("scale=3:2000,setsar=1,format=yuv444p", 0.2), *_X264, out=out)


def _without_index(folder: Path, out: Path) -> Path:
    content = make("ordinary", folder).read_bytes()
    out.write_bytes(content[: content.index(b"moov") - 4])
    return out


def _moving_webp(folder: Path, out: Path) -> Path:
    moving = ("-f", "lavfi", "-i", "testsrc=s=64x112:r=12:d=1", "-c:v", "libwebp_anim")
    return ffmpeg(*moving, out=out.with_suffix(".webp"))


_SPECIAL = {
    "rotated": _rotated,
    "upside down": _upside_down,
    "mono 22 kHz": _with_sound("sine=r=22050:d=1", "-ac", "1", "-ar", "22050"),
    "longer sound": _with_sound("sine=d=5"),
    "edit list": _edit_list,
    "transparent": _transparent,
    "half transparent": _half_transparent,
    "cut off": _shortened(0.8),
    "broken tail": _zeros_after(0.55),
    "broken nearly whole": _zeros_after(0.15),
    "a picture called mp4": _png,
    "with a cover": _cover(sound_alone=False),
    "empty": _written(b""),
    "sound alone": _sound_alone,
    "a song with a cover": _cover(sound_alone=True),
    "a text": _written("第一场 夜 外\n林夏：你还活着？\n".encode() * 50),
    "3x2000": _narrow,
    "without its index": _without_index,
    "a stump": _shortened(0.2),
    "a moving WebP": _moving_webp,
}
