"""Whose face is whose in a picture of several people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.images.faces import Face, alike

#: From this cosine on a face is taken for the portrait's: where ArcFace begins to mean the same person.
RESEMBLES = 0.35


def cast(people: Sequence[str], portrayed: Mapping[str, Face], faces: Sequence[Face]) -> dict[str, Face]:
    """
    The face of each of *people*, who are named from left to right; those without one are left out.

    Faces that resemble a portrait are those people's. Of the others the largest are given, from left to
    right, to who is left, with a portrait or without: a stranger keeps a place in the row.
    """
    embeddings = {name: face.embedding for name, face in portrayed.items()}
    sure = {name: face for name, (face, score) in alike(embeddings, faces).items() if score >= RESEMBLES}
    waiting = [name for name in people if name not in sure]
    others = [face for face in faces if face not in sure.values()]
    largest = sorted(others, key=lambda face: -face.width)[: len(waiting)]
    in_order = sorted(largest, key=lambda face: face.box[0] + face.box[2])
    return sure | dict(zip(waiting, in_order, strict=False))
