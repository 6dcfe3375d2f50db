"""What the tests of voices share."""

from __future__ import annotations

from cosy_server import repository, ticket  # noqa: F401 - fixtures
