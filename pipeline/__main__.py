"""`python -m pipeline` is the command `drama`."""

from pipeline.cli import app

app()
