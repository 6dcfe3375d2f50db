"""Voices: every line spoken, with the times of its words. `engine.py` is the manual for a new one."""

from pipeline.hosted.engine import engines
from pipeline.voices.command import Command
from pipeline.voices.cosyvoice import CosyVoice
from pipeline.voices.dashscope import DashScope
from pipeline.voices.edge import Edge
from pipeline.voices.engine import VoiceEngine
from pipeline.voices.espeak import Espeak
from pipeline.voices.hosted import HostedVoices
from pipeline.voices.openai import OpenAI

#: By the name that a profile uses; each vendor in `configs/hosted/` with `voices` is one.
ENGINES: dict[str, type[VoiceEngine]] = {
    "espeak": Espeak,
    "cosyvoice": CosyVoice,
    "openai": OpenAI,
    "dashscope": DashScope,
    "edge": Edge,
    "command": Command,
    **engines(HostedVoices),
}
