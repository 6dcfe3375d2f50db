"""A face embedder for all tests of pictures."""

import insight_stand_in
import pytest

from pipeline.images.insight import InsightFace


@pytest.fixture
def embedder(tmp_path):
    """The real adapter over a stand-in for the package."""
    with insight_stand_in.installed(tmp_path) as pack:
        yield InsightFace(str(pack))
