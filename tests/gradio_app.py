"""
A real Gradio app, as somebody might put it on Hugging Face; it can fail in every way that apps do.

`address` starts it once, as a program of its own: with this Python, or, where Gradio shall not live
beside everything else, with the one that `GRADIO_PYTHON` names.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path


@cache
def address() -> str:
    """Where the app answers; the tests that ask are skipped where there is no Gradio."""
    import pytest
    from vendors.stand_in import clip, picture

    python = os.environ.get("GRADIO_PYTHON") or sys.executable
    find = "import importlib.util, sys; sys.exit(not importlib.util.find_spec('gradio'))"
    if subprocess.run([python, "-c", find], check=False).returncode:
        pytest.skip("pip install gradio, or name a Python that has it in GRADIO_PYTHON")
    folder = tempfile.TemporaryDirectory()
    Path(folder.name, "clip.mp4").write_bytes(clip())
    Path(folder.name, "picture.png").write_bytes(picture())
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    quiet = {**os.environ, "GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_TEMP_DIR": folder.name}
    app = subprocess.Popen(
        [python, __file__, str(port), folder.name],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=quiet,
        text=True,
    )
    atexit.register(lambda: (app.kill(), app.wait(), folder.cleanup()))
    assert app.stdout is not None
    assert any("ready" in line for line in app.stdout), "the app ended"
    return f"http://127.0.0.1:{port}"


def serve(port: int, folder: Path) -> None:
    """Run the app at *port*; what it gives back lies in *folder*."""
    import gradio as gr

    calls: list[dict[str, object]] = []
    steps = {"slow": 0}

    def animate(input_image, prompt, duration_seconds, seed, steps=4, progress=gr.Progress()):  # noqa: B008, PLR0917 - as Gradio wants it
        progress(0.5, desc="Denoising")
        shape = None if input_image is None else list(input_image.shape[:2])
        calls.append(
            {"shape": shape, "prompt": prompt, "seconds": duration_seconds, "seed": seed, "steps": steps}
        )
        time.sleep(1.2)  # so long that who looks once a second sees it at work
        return str(folder / "clip.mp4"), seed

    def draw(prompt, faces):
        calls.append({"prompt": prompt, "faces": len(faces or ())})
        return seed_of(prompt), str(folder / "picture.png"), "no file"

    def seed_of(prompt):
        return len(prompt)

    def fail(prompt):
        if prompt == "crash":
            raise RuntimeError("the weights are gone")
        raise gr.Error(prompt, title="ZeroGPU quota exceeded" if "quota" in prompt else "Error")

    def slow():
        for number in range(600):
            steps["slow"] = number + 1
            time.sleep(0.05)
            yield str(folder / "clip.mp4")

    def told():
        return {"calls": calls[-1:], **steps}

    with gr.Blocks() as app:
        image, faces = gr.Image(type="numpy"), gr.Gallery()
        text, seconds, seed, quality = gr.Textbox(), gr.Slider(1, 5, 2), gr.Number(0), gr.Number(4)
        video, picture, number, told_as = (
            gr.Video(label="Result"),
            gr.Image(label="A picture"),
            gr.Number(),
            gr.JSON(),
        )
        button = gr.Button()
        button.click(animate, [image, text, seconds, seed, quality], [video, seed], api_name="animate")
        button.click(draw, [text, faces], [number, picture, text], api_name="draw")
        button.click(fail, [text], [video], api_name="fail")
        button.click(slow, [], [video], api_name="slow")
        button.click(told, [], [told_as], api_name="told")
    app.queue().launch(
        server_name="127.0.0.1",
        server_port=port,
        quiet=True,
        prevent_thread_lock=True,
        allowed_paths=[str(folder)],
    )
    print("ready", flush=True)  # noqa: T201 - the one who started it waits for that
    app.block_thread()


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]))
