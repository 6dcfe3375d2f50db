"""Voices: every line spoken, with the times of its words. `engine.py` is the manual for a new one."""

from pipeline.voices.command import Command
from pipeline.voices.cosyvoice import CosyVoice
from pipeline.voices.engine import VoiceEngine
from pipeline.voices.espeak import Espeak
from pipeline.voices.openai import OpenAI

#: By the name that a profile uses.
ENGINES: dict[str, type[VoiceEngine]] = {"espeak": Espeak, "cosyvoice": CosyVoice, "openai": OpenAI, "command": Command}
