"""What a checkpoint needs as an engine has it, told from its pages without loading it."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import NotHere
from pipeline.local.checkpoint import Checkpoint, weigh_file
from pipeline.local.effort import decoding
from pipeline.local.memory import Needs
from pipeline.local.weights import DiffusersWeights

#: Encoders of fewer weights are left as they are.
_LARGE = 10**9


def needs_of(checkpoint: Checkpoint, weights: DiffusersWeights) -> Needs:
    """What *checkpoint* needs as *weights* has it; `NotHere` naming a file that is damaged or missing."""
    family, parts = checkpoint.family, dict(checkpoint.parameters)
    instead = denoisers(checkpoint, weights)
    # A file of fewer bits per weight counts as so many weights of two bytes.
    parts |= {part: weigh_file(str(file)).bytes // 2 for part, file in instead.items()}
    small = [part for part in parts if part not in instead and _shrinks(part, parts[part])]
    width, height = family.size or family.snapped(4096, 4096)
    decoded = decoding(family, width, height, family.most_frames)
    return Needs(tuple(parts.items()), weights.working, tuple(small), decoded)


def denoisers(checkpoint: Checkpoint, weights: DiffusersWeights) -> dict[str, Path]:
    """The files that take the place of the checkpoint's own denoisers, by the names of these parts."""
    files = [Path(file).expanduser() for file in weights.denoisers]
    own = checkpoint.denoisers
    if not files:
        return {}
    if len(files) != len(own):
        raise NotHere(
            f"{weights.name} has {len(own)} denoiser(s), and `denoiser` names {len(files)} file(s).",
            "Name one for each; of Wan 2.2's two the one for much noise comes first.",
        )
    return dict(zip(own, files, strict=True))


def _shrinks(part: str, parameters: int) -> bool:
    """Whether *part* can have smaller weights: transformers can; convolutions and small encoders stay."""
    return part.startswith("transformer") or (part.startswith("text_encoder") and parameters > _LARGE)
