"""Tiny checkpoints of models that draw, in memory."""

import pytest

from pipeline.local.cards import card
from pipeline.local.weights import DiffusersWeights


@pytest.fixture(scope="module")
def loaded(tiny):
    """Each tiny checkpoint in memory, loaded once."""
    there = {}

    def of(name):
        if name not in there:
            there[name] = DiffusersWeights(model=str(tiny(name))).load(card("cpu"))
        return there[name]

    return of
