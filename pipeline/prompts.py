"""
Prompts are files: `prompts/<name>.md`, plain words with `$names` to fill in.

A file of the same name in the drama's own folder `prompts/` is used instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

from pipeline.errors import ProfileError

_SHIPPED = Path(__file__).parents[1] / "prompts"


def template(name: str, own: Path) -> str:
    """The prompt *name* before values are filled in; *own* is the drama's folder."""
    file = _file(name, own)
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(
            f"The prompt {file} can't be read: {error}.", "It must be a text file in UTF-8."
        ) from error


def render(name: str, values: Mapping[str, str], own: Path) -> str:
    """
    The prompt *name* with *values* filled in, empty lines and line ends evened.

    *own* is the drama's folder. `ProfileError` where the file asks for a value that there is not,
    before anything is called.
    """
    file, filled = _file(name, own), Template(template(name, own))
    missing = sorted(set(filled.get_identifiers()) - set(values))
    if missing or not filled.is_valid():
        asked = ", ".join(f"${hole}" for hole in missing) or "something unreadable"
        raise ProfileError(
            f"The prompt {file} asks for {asked}.",
            f"It can use: {', '.join('$' + known for known in sorted(values))}; a dollar sign is written $$.",
        )
    lines = (" ".join(line.split()) for line in filled.substitute(values).splitlines())
    return "\n".join(line for line in lines if line)


def _file(name: str, own: Path) -> Path:
    file = own / "prompts" / f"{name}.md"
    return file if file.is_file() else _SHIPPED / f"{name}.md"
