"""What the engines share that ask a Hugging Face Space, or any other Gradio app, on any machine."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import BadResult, EngineError, FolderError, NotHere, Wait
from pipeline.hosted.fetch import Broken, Unfetchable, fetch
from pipeline.hosted.fill import filled, holes
from pipeline.hosted.gate import gate_of
from pipeline.hosted.kinds import Fault
from pipeline.hosted.offer import Picture
from pipeline.hosted.pictures import content_of
from pipeline.keys import secret
from pipeline.tickets import current

#: Optional: public Spaces answer without it, and give less time on their graphics cards.
KEY = "HF_TOKEN"
_PICTURE = Picture(most_mb=20, fit=True)


def _space(name: str) -> str:
    if not re.fullmatch(r"|[\w.-]+/[\w.-]+|https?://\S+", name):
        raise ValueError("write OWNER/NAME of a Space, or the address of a Gradio app")
    return name


# Explained by `description`, which goes on to the engines that inherit these options.
@dataclass(frozen=True, config=OPTIONS)
class Space:
    """A Space of Hugging Face, or any other Gradio app, called by the names of its parameters."""

    remote: ClassVar[bool] = True
    aside: ClassVar[tuple[str, ...]] = ("at_once", "most_minutes", "most_mb")
    #: The values that can be filled into `inputs`.
    given: ClassVar[tuple[str, ...]] = ()

    space: Annotated[str, AfterValidator(_space)] = Field(
        default="",
        description="The Space, as OWNER/NAME, or the address of any other Gradio app.",
    )
    api_name: str = Field(
        default="", description="Which of its endpoints, such as /generate; empty where it has only one."
    )
    inputs: dict[str, Any] = Field(
        default_factory=dict,
        description="Its parameters by name, with holes such as {prompt}; the others keep their defaults.",
    )
    output: int | str = Field(
        default=0, description="Which of the values that it gives back is the file: its place, or its name."
    )
    at_once: int = Field(default=1, ge=1, description="How many calls are under way at the same time.")
    most_minutes: float = Field(
        default=30.0, gt=0, description="A call that waits and works for longer is cancelled."
    )
    most_mb: float = Field(default=1024.0, gt=0, description="A larger file is not fetched, in MiB.")

    @model_validator(mode="after")
    def _check(self) -> Self:
        wrong = [
            name
            for name in sorted(holes(self.inputs) - {*self.given})
            if not (re.fullmatch(r"reference_\d+", name) and "references" in self.given)
        ]
        if wrong:
            raise ValueError(f"it asks for {', '.join(wrong)}, and there are {', '.join(self.given)}")
        return self

    def asks_for(self, value: str) -> bool:
        """Whether there is a hole for *value* in `inputs`."""
        return value in holes(self.inputs)

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""
        if find_spec("gradio_client") is None:
            return "It needs the package gradio_client: pip install 'shortdrama[spaces]'."
        if not self.space:
            return "No Space is chosen: write `space:` with OWNER/NAME, or the address of a Gradio app."
        return ""

    def carry_out(
        self,
        values: Mapping[str, Any],
        accept: Callable[[Path], None],
        out: Path,
        *,
        pictures: Mapping[str, Path] | None = None,
        references: Sequence[tuple[str, Path]] = (),
    ) -> None:
        """
        Write what the app makes of *values* and *pictures*, and the portraits *references*, to *out*.

        *accept* looks at the file and raises what is wrong with it. Where a quota is used up, nobody
        asks this Space again for some minutes.
        """
        if problem := self.unavailable():
            raise NotHere(problem)
        if not out.parent.is_dir():
            raise FolderError(f"{out} can't be written: there is no such folder.", "Make the folder first.")
        gate = gate_of(("space", self.space), self.at_once, shared=True)
        with gate.passed(), tempfile.TemporaryDirectory(prefix="drama-") as folder:
            shape = values["width"], values["height"]
            handed = {
                name: _handed(file, name, Path(folder), shape) for name, file in (pictures or {}).items()
            }
            handed |= _with_references(references, Path(folder))
            try:
                self._carry_out({**values, **handed}, accept, out)
            except Fault as fault:
                error = self._letter(fault)
                if fault.kind == "quota":
                    gate.close(error)
                raise error from fault

    def _carry_out(self, values: Mapping[str, Any], accept: Callable[[Path], None], out: Path) -> None:
        from pipeline.hosted.spaces.app import address_of, arguments, connected, endpoint_of, picked
        from pipeline.hosted.spaces.watching import watched

        client = connected(self.space, secret(KEY))
        endpoint = endpoint_of(client, self.space, self.api_name)
        asked = arguments(endpoint, self.space, filled(self.inputs, values) or {})
        what = f"{current().page.name or 'The call'} at {self.space}"
        result = watched(client.submit(*asked, api_name=endpoint.name), what, self.most_minutes)
        value = picked(result, endpoint, self.output)
        try:
            address, headers = address_of(client, value)
            fetch(address, out, self.most_mb, headers, client.src)
            accept(out)
        except Broken as error:
            raise Wait(f"The file of {self.space} can't be fetched: {error}.", "Run again.") from error
        except (BadResult, Unfetchable) as error:
            out.unlink(missing_ok=True)
            why = error.happened if isinstance(error, BadResult) else f"{error}."
            raise BadResult(f"What {self.space} made can't be used: {why}", "Run again.") from error

    def _letter(self, fault: Fault) -> EngineError:
        if fault.kind == "quota" and fault.wait_seconds:
            return Wait(
                f"{self.space} answers: {fault.words}.",
                f"Run again in {fault.wait_seconds / 3600:.1f} hours, or set {KEY} of an account with more.",
            )
        return fault.letter(self.space)


def _handed(file: Path, name: str, folder: Path, shape: tuple[int, int] | None = None) -> Any:
    """A copy of the picture in *file*, as gradio_client sends it: the app learns no name of ours."""
    from gradio_client import handle_file

    called, content = content_of(file, _PICTURE, shape)
    copy = folder / f"{name}{Path(called).suffix}"
    copy.write_bytes(content)
    return handle_file(copy)


def _with_references(references: Sequence[tuple[str, Path]], folder: Path) -> dict[str, Any]:
    """The portraits one by one, and all of them as a list with their names."""
    handed = {
        f"reference_{number}": _handed(file, f"reference_{number}", folder)
        for number, (_, file) in enumerate(references, 1)
    }
    listed = [
        {"image": image, "name": name, "number": number}
        for number, (image, (name, _)) in enumerate(zip(handed.values(), references, strict=True), 1)
    ]
    return {**handed, "references": listed or None}
