"""
Models on one's own machine: which checkpoints there are, what they need, and who uses the memory when.

`families.py` has the rules of each kind of model, `memory.py` plans how one is loaded, `shelf.py` keeps
one loaded at a time and hands it the work; `engine.py` has the options that all such engines share. What
needs PyTorch (`loading.py`, `running.py`) is imported where a model is loaded, never before.
"""

import logging
import os

# The libraries tell on the terminal, in between our lines, what they leave unread: that is refused or noted
# by our engines. Whoever looks for a fault in them sets these two to `info`.
for _talkative in ("DIFFUSERS_VERBOSITY", "TRANSFORMERS_VERBOSITY"):
    os.environ.setdefault(_talkative, "error")
# PyTorch's own compiler remarks on how torchao is written.
logging.getLogger("torch.utils._pytree").setLevel(logging.ERROR)
