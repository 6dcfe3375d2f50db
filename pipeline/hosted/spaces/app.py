"""A Gradio app: found, and called by the names of its parameters."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import stamina

from pipeline.addresses import is_below
from pipeline.errors import BadResult, NotHere, Rejected, Wait
from pipeline.hosted.kinds import quoted
from pipeline.hosted.spaces.hub import host_of_space

if TYPE_CHECKING:
    from gradio_client import Client

#: Who may get the token of Hugging Face: an app elsewhere is not theirs.
_HUGGING_FACE = ("hf.space", "huggingface.co")
#: Apps say that they are alive every 15 s (gradio/routes.py).
_PATIENCE_SECONDS = 120.0
_TRIES = 3


@dataclass(frozen=True)
class Endpoint:
    """One thing that an app does; *parameters* and *returns* are as its API tells of them."""

    name: str
    parameters: tuple[Mapping[str, Any], ...]
    returns: tuple[Mapping[str, Any], ...]


def connected(space: str, token: str) -> Client:
    """
    The app of *space*, an id or an address; the *token* goes to Hugging Face only.

    `NotHere` where there is none, or it does not answer.
    """
    # It would tell Hugging Face of each app that is used; its argument alone does not stop that.
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    from gradio_client import Client
    from gradio_client.exceptions import AuthenticationError
    from gradio_client.utils import TooManyRequestsError

    address = space if "://" in space else host_of_space(space, token)
    theirs = address.startswith("https://") and is_below(address, _HUGGING_FACE)
    try:
        for attempt in stamina.retry_context(on=httpx.TransportError, attempts=_TRIES):
            with attempt:
                client = Client(
                    address,
                    token=(token if theirs else "") or False,  # without False it takes one that it finds
                    verbose=False,
                    download_files=False,
                    analytics_enabled=False,
                    httpx_kwargs={"timeout": _PATIENCE_SECONDS},
                )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotHere(
            f"{space} can't be reached: {quoted(error)}.", "Check the address, or start it."
        ) from error
    except AuthenticationError as error:
        raise NotHere(f"{space} asks for a login.", "Use a copy of it that is yours.") from error
    except TooManyRequestsError as error:
        raise Wait(f"{space} takes no more calls for now.", "Run again later.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise NotHere(
            f"There is no Gradio app that answers at {space} now: {quoted(error)}.", "Look at its page."
        ) from error
    if not client.protocol.startswith("sse_"):
        raise NotHere(f"{space} runs Gradio {client.app_version}, which is too old.", "Use another one.")
    return client


def endpoint_of(client: Client, space: str, api_name: str) -> Endpoint:
    """The endpoint *api_name*, or the only one; `Rejected`, with those it has, where that is none."""
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    name = f"/{api_name.lstrip('/')}" if api_name else next(iter(named)) if len(named) == 1 else ""
    if name in named:
        return Endpoint(name, tuple(named[name]["parameters"]), tuple(named[name]["returns"]))
    what = f"no endpoint {name!r}" if name else f"{len(named)} endpoints"
    raise Rejected(f"{space} has {what}.", f"Set `api_name` to one of: {', '.join(named) or 'none'}.")


def arguments(endpoint: Endpoint, space: str, inputs: Mapping[str, Any]) -> list[Any]:
    """*inputs* in the order of the endpoint, with its defaults; `Rejected` where names do not fit."""
    known = {name_of(parameter): parameter for parameter in endpoint.parameters}
    unknown = [name for name in inputs if name not in known]
    missing = [name for name, one in known.items() if name not in inputs and not _has_default(one)]
    if unknown or missing:
        wrong = [f"has no parameter {name!r}" for name in unknown] + [f"needs {name!r}" for name in missing]
        takes = "; ".join(_described(name, parameter) for name, parameter in known.items()) or "nothing"
        raise Rejected(f"{endpoint.name} of {space} {', '.join(wrong)}.", f"Its `inputs` are: {takes}.")
    return [inputs.get(name, parameter.get("parameter_default")) for name, parameter in known.items()]


def name_of(told: Mapping[str, Any]) -> str:
    """What a parameter or a returned value is called: by the app's code, else by its label."""
    label = "".join(c for c in str(told.get("label", "")) if c.isalnum() or c in " _")
    return str(told.get("parameter_name") or label.replace(" ", "_").lower())


def _has_default(parameter: Mapping[str, Any]) -> bool:
    """Whether it can be left out. A file never can: the client would send what lies *here* at its path."""
    return (
        bool(parameter.get("parameter_has_default")) and file_in(parameter.get("parameter_default")) is None
    )


def _described(name: str, parameter: Mapping[str, Any]) -> str:
    kind = (parameter.get("python_type") or {}).get("type", "any")
    usual = f", usually {parameter.get('parameter_default')!r}" if _has_default(parameter) else ""
    return f"{name} ({kind}{usual})"


def picked(result: Any, endpoint: Endpoint, output: int | str) -> Any:
    """The value of *result* that *output* names or counts; `Rejected` where there is no such value."""
    names = [name_of(told) for told in endpoint.returns]
    values = [result] if len(names) == 1 else list(result or ())
    place = names.index(output) if isinstance(output, str) and output in names else output
    if isinstance(place, str) or not -len(values) <= place < len(values):
        raise Rejected(
            f"{endpoint.name} gives back no {output!r}.", f"Its values are: {', '.join(names) or 'none'}."
        )
    return values[place]


def file_in(value: Any) -> str | None:
    """The path or address of the first file in *value*, as Gradio hands files over; None without one."""
    match value:
        case {"path": str(path)} if path:
            return path
        case str() if value.startswith(("http://", "https://")):
            return value
        case Mapping():
            value = list(value.values())
    found = (file_in(item) for item in value) if isinstance(value, list | tuple) else ()
    return next((file for file in found if file), None)


def address_of(client: Client, value: Any) -> tuple[str, dict[str, str]]:
    """Where the file in *value* is fetched, and with which headers; `BadResult` where there is none."""
    path = file_in(value)
    if not path:
        raise BadResult(f"There is no file in its answer: {quoted(value)}.", "Look at `output`.")
    if "://" in path:
        return path, {}
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    return f"{client.src_prefixed}file={quote(path)}", {
        **client.headers,
        **({"Cookie": cookies} if cookies else {}),
    }
