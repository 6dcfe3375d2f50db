"""Voices: every line spoken, with the times of its words. `engine.py` is the manual for a new one."""

from pipeline.voices.command import Command
from pipeline.voices.engine import VoiceEngine
from pipeline.voices.espeak import Espeak

#: By the name that a profile uses.
ENGINES: dict[str, type[VoiceEngine]] = {"espeak": Espeak, "command": Command}
