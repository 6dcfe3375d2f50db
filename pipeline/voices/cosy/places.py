"""Where the official repository and a model lie, looked at without importing anything of theirs."""

from __future__ import annotations

from pathlib import Path

from pipeline.voices.cosy.calls import Version

#: By the file in the model's folder: so the official `AutoModel` tells them apart.
_VERSIONS: dict[str, Version] = {"cosyvoice.yaml": 1, "cosyvoice2.yaml": 2, "cosyvoice3.yaml": 3}
_MODULE = Path("cosyvoice", "cli", "cosyvoice.py")


def version_of(model: Path) -> Version | None:
    """Which CosyVoice lies in the folder *model*; None where it is none."""
    return next((version for name, version in _VERSIONS.items() if (model / name).is_file()), None)


def lacks(repository: Path, model: Path) -> str:
    """What stands in the way of loading, as a sentence with what helps; empty where nothing is seen."""
    if not (repository / _MODULE).is_file():
        return (
            f"{repository} is not the official repository of CosyVoice: it has no {_MODULE}. Get it with "
            "`git clone --recursive https://github.com/FunAudioLLM/CosyVoice`."
        )
    if not any((repository / "third_party" / "Matcha-TTS").glob("*")):
        return (
            f"The submodule third_party/Matcha-TTS of {repository} is missing. "
            "Get it with `git submodule update --init --recursive`."
        )
    if not version_of(model):
        return (
            f"{model} is no model of CosyVoice: it has none of {', '.join(_VERSIONS)}. Download one, such as "
            "FunAudioLLM/Fun-CosyVoice3-0.5B-2512, and name its folder under `model`."
        )
    return ""
