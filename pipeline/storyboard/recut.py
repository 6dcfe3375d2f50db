"""A script cut into the episodes of an outline, at the words with which each begins."""

from __future__ import annotations

from pipeline.script.screenplay import Screenplay
from pipeline.story import Outline


def recut(screenplay: Screenplay, outline: Outline) -> Screenplay:
    """
    *screenplay* with the episodes of *outline*.

    An episode that says no words to begin with is the script's own of that number. Nothing is lost:
    what stands before the first is its front. `StoryboardError` where the script does not have the
    words, in that order.
    """
    if not any(plan.begins for plan in outline.episodes):
        return screenplay
    raise NotImplementedError
