"""
Models on one's own machine: which checkpoints there are, what they need, and who uses the memory when.

`families.py` has the rules of each kind of model, `memory.py` plans how one is loaded, `shelf.py` keeps
one loaded at a time and hands it the work; `engine.py` has the options that all such engines share. What
needs PyTorch (`loading.py`, `running.py`) is imported where a model is loaded, never before.
"""
