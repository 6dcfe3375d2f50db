"""
The form of a draft of Jianying 5.9 and CapCut: what stands in every one, whatever the film.

The format is not published; the names of fields and their values are those of drafts that the programs
write themselves. Newer versions read such drafts, and write them in a form of their own once they are
saved. Times are whole microseconds, places shares of half the picture with y upwards.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pipeline.assets import assets

#: Stands for the draft's own folder in the paths of its media, so that a draft may be moved.
DRAFT = "##_draftpath_placeholder_0E685133-18CE-45ED-8CB8-2904A212EC80_##"

#: A still may be shown for three hours.
STILL = 10_800_000_000

_WHOLE_PICTURE = {
    f"{row}_{column}_{axis}": float(at)
    for row, y in (("upper", 0), ("lower", 1))
    for column, x in (("left", 0), ("right", 1))
    for axis, at in (("x", x), ("y", y))
}


def identity(*names: object) -> str:
    """An id that is the same for the same *names*."""
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, ("shortdrama", *names))))).upper()


def content(name: str, size: tuple[int, int], fps: int, duration: int, system: str) -> dict[str, Any]:
    """An empty timeline; *system* is `windows` or `mac`."""
    platform = {"app_id": 3704, "app_source": "lv", "app_version": "5.9.0", "os": system}
    width, height = size
    return {
        **_form("content"),
        "canvas_config": {"height": height, "ratio": "original", "width": width},
        "duration": duration,
        "fps": float(fps),
        "id": identity(name),
        "last_modified_platform": platform,
        "name": name,
        "platform": platform,
    }


def meta(name: str, duration: int, media: list[dict[str, Any]]) -> dict[str, Any]:
    """What the list of drafts shows, and the *media* that the draft has imported."""
    whole = {**_form("meta"), "draft_id": identity(name), "draft_name": name, "tm_duration": duration}
    # The first kind are files of the user's, the others come from the program's shop.
    whole["draft_materials"][0]["value"] = media
    return whole


def _form(name: str) -> dict[str, Any]:
    return dict(json.loads((assets() / "jianying" / f"{name}.json").read_text("utf-8")))


def registered(material: dict[str, Any], kind: str) -> dict[str, Any]:
    """*material*, of the *kind* video, photo or music, as the list of imported media has it."""
    whole = {"duration": -1, "start": -1}
    return {
        "create_time": 0,
        "duration": material["duration"],
        "extra_info": material.get("material_name") or material["name"],
        "file_Path": material["path"],
        "height": material.get("height", 0),
        "id": identity("registered", material["id"]),
        "import_time": 0,
        "import_time_ms": 0,
        "item_source": 1,
        "md5": "",
        "metetype": kind,
        "roughcut_time_range": whole,
        "sub_time_range": whole,
        "type": 0,
        "width": material.get("width", 0),
    }


def video(name: str, path: str, duration: int, size: tuple[int, int], *, still: bool) -> dict[str, Any]:
    """A file with pictures, or one picture."""
    width, height = size
    known = identity("video", path)
    return {
        "audio_fade": None,
        "category_id": "",
        "category_name": "local",
        "check_flag": 63487,
        "crop": _WHOLE_PICTURE,
        "crop_ratio": "free",
        "crop_scale": 1.0,
        "duration": duration,
        "height": height,
        "id": known,
        "local_material_id": known,
        "material_id": known,
        "material_name": name,
        "media_path": "",
        "path": path,
        "type": "photo" if still else "video",
        "width": width,
    }


def audio(name: str, path: str, duration: int) -> dict[str, Any]:
    """A file with sound."""
    known = identity("audio", path)
    return {
        "app_id": 0,
        "category_id": "",
        "category_name": "local",
        "check_flag": 3,
        "copyright_limit_type": "none",
        "duration": duration,
        "effect_id": "",
        "formula_id": "",
        "id": known,
        "local_material_id": known,
        "music_id": known,
        "name": name,
        "path": path,
        "source_platform": 0,
        "type": "extract_music",
        "wave_points": [],
    }


def segment(name: str, material: str, target: tuple[int, int]) -> dict[str, Any]:
    """Something on a track; *target* is where it starts and how long it lasts."""
    start, duration = target
    return {
        "clip": None,
        "common_keyframes": [],
        "enable_adjust": True,
        "enable_color_correct_adjust": False,
        "enable_color_curves": True,
        "enable_color_match_adjust": False,
        "enable_color_wheels": True,
        "enable_lut": True,
        "enable_smart_color_adjust": False,
        "extra_material_refs": [],
        "hdr_settings": None,
        "id": identity("segment", name, start),
        "is_tone_modify": False,
        "keyframe_refs": [],
        "last_nonzero_volume": 1.0,
        "material_id": material,
        "render_index": 0,
        "reverse": False,
        "source_timerange": None,
        "speed": 1.0,
        "target_timerange": {"start": start, "duration": duration},
        "track_attribute": 0,
        "track_render_index": 0,
        "visible": True,
        "volume": 1.0,
    }
