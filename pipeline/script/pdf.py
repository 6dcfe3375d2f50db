"""
PDF with a text layer, by pdfium.

pdfium is native code that reads what anybody wrote: it works in a process of its own, which may take
neither more memory nor more time than a book needs, and whose crash is only an error.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.errors import ScriptError
from pipeline.script.container import Contents, check_size
from pipeline.script.decode import LARGEST_BYTES
from pipeline.script.sheets import Line, text_of

PROGRAM = Path(__file__).with_name("pdf_worker.py")

MOST_PAGES = 5_000

#: A novel of a thousand pages takes a few seconds.
LONGEST_SECONDS = 60

#: A novel of a thousand pages takes a tenth of it.
MOST_MEMORY = 1_000_000_000

_ANEW = "Save or print it anew as PDF, or put its text into a text file (.txt in UTF-8)."
_SCAN = "It is a scan: recognise its text (OCR), and put that into a text file (.txt in UTF-8)."


def recognise(path: Path, head: bytes) -> bool:  # noqa: ARG001 - its first bytes tell
    """Whether a file begins with *head* as a PDF does."""
    return head.lstrip().startswith(b"%PDF-")


def read(path: Path) -> Contents:
    """The text of the PDF at *path*; `ScriptError` where it is damaged, locked, endless or a scan."""
    check_size(path)
    answer = _answer(path)
    pages = [[Line(*line) for line in page] for page in answer["pages"]]
    if not any(line.words.strip() for page in pages for line in page):
        raise ScriptError(f"{path.name} has pages, but no text on them.", _SCAN)
    return text_of(pages, answer["width"])


def _answer(path: Path) -> dict[str, Any]:
    """The lines of each page, and how wide it is, as `pdf_worker` says them."""
    spec = find_spec("pypdfium2")
    if spec is None or spec.origin is None:
        raise ScriptError(
            f"{path.name} is a PDF, and pypdfium2, which reads them, is not installed.",
            "pip install 'shortdrama[pdf]'",
        )
    limits = (MOST_PAGES, LARGEST_BYTES, MOST_MEMORY)
    # -I: nothing that this process was started with, or has in its folder, gets in the way
    command = [sys.executable, "-I", str(PROGRAM), str(Path(spec.origin).parents[1]), str(path.absolute())]
    try:
        done = subprocess.run(
            [*command, *map(str, limits)], capture_output=True, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ScriptError(f"{path.name} takes more than {LONGEST_SECONDS} s to read.", _ANEW) from error
    except OSError as error:
        raise ScriptError(
            f"Python can't be started as {sys.executable!r}: {error.strerror}.",
            "A PDF is read in a process of its own; run this with an installed Python.",
        ) from error
    if done.returncode:
        raise ScriptError(f"{path.name} can't be read: the process that read it ended.", _ANEW)
    answer: dict[str, Any] = json.loads(done.stdout)
    _check(answer.get("error", ""), path.name)
    return answer


def _check(error: str, called: str) -> None:
    if error == "password":
        raise ScriptError(f"{called} is protected with a password.", "Save it without a password.")
    if error:
        raise ScriptError(f"{called} can't be read: {error}.", _ANEW)
