"""
CosyVoice: what is asked of its three generations (`calls.py`, `manner.py`), and who carries it out.

That is a server (`client.py`: the official one, or ours, which is `server.py`) or the official
repository in this process (`model.py`, `order.py`).
"""
