"""
The thin layer on Prefect: the flows that schedule, watch, retry and show the work.

Prefect reads its settings when it is imported, so they are set here, before that. Whatever the
user has set stands. Nothing calls home; a run without a server keeps its own small database in the
user's folder.
"""

import os
from pathlib import Path

SETTINGS = {
    "DO_NOT_TRACK": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "PREFECT_HOME": str(Path.home() / ".shortdrama" / "prefect"),
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    # The older pages: those of version 2 make the browser ask an address outside.
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    # Leases on disk, so that a killed server gives back what its runs had taken.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    # The default of 20 seconds is too short for a busy laptop's first start.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "drama",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}

for _name, _value in SETTINGS.items():
    os.environ.setdefault(_name, _value)
