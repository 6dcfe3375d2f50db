"""One call of a loaded model: seeds, steps, an end at the user's word, and less memory where it runs out."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Self

import numpy as np
import torch

from pipeline.errors import BadResult, Rejected
from pipeline.local.libraries import first_line, free, out_of_memory
from pipeline.local.loading import Pipe
from pipeline.local.order import Steps

#: In which of its fields a pipeline's output has what can be seen.
_SEEN = ("images", "frames")


def run(
    loaded: Pipe, arguments: Mapping[str, Any], seeds: Sequence[int], steps: Steps, *, kind: str = ""
) -> Any:
    """
    What the pipeline (or its sibling of the class *kind*) gives for *arguments*: its whole output.

    One generator per seed, on the CPU, so that the same seed is the same noise on every machine. Tells
    *steps* of each, whatever they raise ends the call. Where the memory does not suffice for one seed, the
    model is loaded anew on the next rung and the call begins again; for several, that is for the caller, who
    gets `torch.OutOfMemoryError` and asks for fewer. `Rejected` for what the pipeline does not take,
    `BadResult` for pictures of one colour, `NotHere` where not even the lowest rung has memory for it.
    """
    _known(loaded.as_(kind), arguments)
    while True:
        try:
            output = _called(loaded.as_(kind), arguments, seeds, steps)
        except torch.OutOfMemoryError:
            if len(seeds) > 1:
                free()
                raise
        else:
            _look_at(output, loaded)
            return output
        # Outside of the handler, which would hold what fills the memory.
        loaded.lower()


def _known(pipe: Any, arguments: Mapping[str, Any]) -> None:
    named = inspect.signature(type(pipe).__call__).parameters
    if unknown := sorted(arguments.keys() - named.keys()):
        raise Rejected(
            f"{type(pipe).__name__} takes no {', '.join(unknown)}.",
            f"It takes {', '.join(name for name in named if name not in ('self', 'generator'))}.",
        )


def _called(pipe: Any, arguments: Mapping[str, Any], seeds: Sequence[int], steps: Steps) -> Any:
    """One call, its foreign errors mapped; where it ends early, nothing of it is left behind."""
    generators = [torch.Generator("cpu").manual_seed(seed) for seed in seeds]
    generator = generators if len(generators) > 1 else generators[0]
    try:
        # Not inference_mode: what moves parts of a model between memories must be able to write to them.
        with torch.no_grad(), _counted(pipe, steps), warnings.catch_warnings():
            # Figures that ran over become black pixels with a warning only; they are looked for below.
            warnings.filterwarnings("ignore", "invalid value encountered in cast", RuntimeWarning)
            # What libraries have to tell each other.
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", FutureWarning)
            return pipe(**arguments, generator=generator)
    except (ValueError, TypeError) as error:
        _let_go(pipe)
        raise Rejected(
            f"{type(pipe).__name__} does not take that: {first_line(error)}", "Change its settings."
        ) from error
    except (RuntimeError, MemoryError) as error:
        _let_go(pipe)
        if out_of_memory(error):
            raise torch.OutOfMemoryError(first_line(error)) from None
        raise BadResult(
            f"{type(pipe).__name__} failed: {first_line(error)}",
            "Try again; if it stays so, set `attention: native` and `precision: float32`.",
        ) from error
    except BaseException:
        _let_go(pipe)
        raise


@contextmanager
def _counted(pipe: Any, steps: Steps) -> Iterator[None]:
    """While it lasts, the pipeline's own progress bar tells *steps*: each has one, not each a callback."""
    pipe.progress_bar = lambda iterable=None, total=None: _Bar(steps, iterable, total)
    try:
        yield
    finally:
        del pipe.progress_bar


class _Bar:
    """What a pipeline takes for its progress bar: it counts by itself, or is walked along."""

    def __init__(self, steps: Steps, along: Sequence[Any] | None, of: int | None) -> None:
        self._steps, self._along, self._done = steps, along if along is not None else (), 0
        self._of = of if of is not None else len(self._along)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        for one in self._along:
            yield one
            self.update()

    def update(self, number: int = 1) -> None:
        """So many steps are done; raises what ends the work."""
        self._done += number
        self._steps(self._done, self._of)


def _let_go(pipe: Any) -> None:
    """Bring *pipe* to where it is between two calls: caches empty, parts where they wait."""
    pipe.maybe_free_model_hooks()


def _look_at(output: Any, loaded: Pipe) -> None:
    """`BadResult` where all pictures of one seed are of one colour, or no numbers: figures ran over."""
    shown = next((found for name in _SEEN if (found := getattr(output, name, None)) is not None), None)
    if shown is None:
        raise BadResult(f"{type(loaded.pipe).__name__} gave no pictures.", "Choose another model.")
    for one in shown:
        if _blank(one):
            raise BadResult(
                f"{loaded.weights.name} drew one flat colour: {loaded.rung.precision} figures ran over.",
                "Set `precision: bfloat16`, or float32; leave out LoRAs of another family.",
            )


def _blank(shown: Any) -> bool:
    """Whether a picture, or all of a clip, is of one colour or holds what is no number."""
    if isinstance(shown, list):
        return all(map(_blank, shown))
    tensor = isinstance(shown, torch.Tensor)
    pixels = shown.float().cpu().numpy() if tensor else np.asarray(shown)
    # Tensors have their colours elsewhere than pictures do.
    colours = pixels.reshape(-1, 1 if tensor else pixels.shape[-1])
    return not np.isfinite(pixels).all() or bool((colours == colours[0]).all())
