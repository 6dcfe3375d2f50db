"""Prefect reads its settings when it is imported: ours are there before that."""

from started import server  # noqa: F401 - a fixture

import flows  # noqa: F401 - for what it sets
