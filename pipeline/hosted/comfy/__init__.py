"""
Work done by a ComfyUI server: any workflow in API format, with a file beside it that says where values go.

A workflow is read and checked (`workflow.py`, `bindings.py`), compared with what the server has
(`nodes.py`), filled in and sent (`delivery.py`, `server.py`), and watched until it is done
(`watching.py`). It costs nothing, so whatever was lost is sent again.
"""
