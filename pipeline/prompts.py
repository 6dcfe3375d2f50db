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


def render(name: str, values: Mapping[str, str], own: Path) -> str:
    """
    The prompt *name* with *values* filled in, empty lines and line ends evened.

    *own* is the drama's folder. `ProfileError` where the file asks for a value that there is not,
    before anything is called.
    """
    file = own / "prompts" / f"{name}.md"
    if not file.is_file():
        file = _SHIPPED / f"{name}.md"
    try:
        template = Template(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(
            f"The prompt {file} can't be read: {error}.", "It must be a text file in UTF-8."
        ) from error
    missing = sorted(set(template.get_identifiers()) - set(values))
    if missing or not template.is_valid():
        asked = ", ".join(f"${hole}" for hole in missing) or "something unreadable"
        raise ProfileError(
            f"The prompt {file} asks for {asked}.",
            f"It can use: {', '.join('$' + known for known in sorted(values))}; a dollar sign is written $$.",
        )
    lines = (" ".join(line.split()) for line in template.substitute(values).splitlines())
    return "\n".join(line for line in lines if line)
