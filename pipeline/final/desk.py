"""What can be known of films before any work: why they can't be finished, and what one may want to know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.drama import Drama
from pipeline.final import limits
from pipeline.final.label import manifest
from pipeline.final.picture import cover, encoders
from pipeline.final.sound import stage as sound
from pipeline.outcome import Outcome


def problems(drama: Drama, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Why films can't be finished as the profile says: encoders, platforms, the label, sounds, covers."""
    final = drama.profile.final
    for output in drama.outputs:
        yield from encoders.problems(output.film, output.final.encoding)
    yield from limits.problems(drama.outputs)
    yield from manifest.problems(final.label.c2pa, drama.root)
    yield from sound.problems(drama, final.sound)
    for outcome in outcomes:
        if outcome.timeline:
            yield from cover.problems(final.cover, outcome.timeline, outcome.id)


def warnings(drama: Drama, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Moods without music of the user's, and lengths and sizes that platforms may not take."""
    yield from sound.warnings(drama, drama.profile.final.sound, outcomes)
    yield from limits.warnings(drama.outputs, outcomes)
