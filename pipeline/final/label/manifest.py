"""
A signed manifest in the film that says where it is from: Content Credentials, by C2PA.

By c2pa-python (the extra `c2pa`), with the certificate and the private key of whoever publishes. The key
is read where it is needed, and never written down.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass as plain
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import BadResult, DramaError, FilmError, NotHere, ProfileError
from pipeline.keys import remember, secret
from pipeline.options import Slips

Algorithm = Literal["es256", "es384", "es512", "ps256", "ps384", "ps512", "ed25519"]

#: How IPTC's vocabulary calls what media are made by; C2PA 2.1 takes these addresses (18.15.4).
_SOURCES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
Origin = Literal[
    "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia", "composite"
]

_ACTIONS = "c2pa.actions.v2"
_PROGRAM = "shortdrama"
_INSTALL = "Install it: pip install 'shortdrama[c2pa]'."
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def _no_key(where: str) -> str:
    """A message about it must not repeat a key that was put here by mistake."""
    if "-----" in where or "\n" in where or len(where) > 1000:
        help_ = "Write the name of the environment variable, or the path of the file, that holds it."
        raise Slips([((), "here stands a key and not where it is", help_)])
    return where


@dataclass(frozen=True, config=OPTIONS)
class C2pa:
    """With what the manifest is signed."""

    certificate: Annotated[str, AfterValidator(_no_key)]
    """The file of the certificates (PEM), the signer's own first; its path in the drama's folder or whole."""
    key: Annotated[str, AfterValidator(_no_key)]
    """Name of the environment variable that holds the private key (PEM), or the path of its file."""
    algorithm: Algorithm = "es256"
    """The algorithm of the key."""
    timestamp: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    """Address of a time-stamping service (RFC 3161), so that the signature outlives the certificate."""


@plain(frozen=True)
class Claim:
    """
    What a manifest says: the film's *title*, by which *origin* it is media, and which *engines* made it.

    *certificate* and *algorithm* are those that it is signed with.
    """

    title: str
    origin: Origin
    engines: tuple[str, ...]
    certificate: Path
    algorithm: Algorithm

    @property
    def definition(self) -> dict[str, Any]:
        """The manifest as c2pa-python takes it."""
        agent = {"name": _PROGRAM} | _version()
        action = {
            "action": "c2pa.created",
            "digitalSourceType": f"{_SOURCES}{self.origin}",
            "softwareAgent": agent,
            "parameters": {f"{_PROGRAM}.engines": list(self.engines)},
        }
        assertion = {"label": _ACTIONS, "data": {"actions": [action]}}
        return {"title": self.title, "claim_generator_info": [agent], "assertions": [assertion]}


def _version() -> dict[str, str]:
    try:
        return {"version": version(_PROGRAM)}
    except PackageNotFoundError:  # run from its folder without being installed
        return {}


def certificate(options: C2pa, root: Path) -> Path:
    """The file of the certificates for the drama *root*."""
    return root / Path(options.certificate).expanduser()


def problems(options: C2pa | None, root: Path) -> Iterator[str]:
    """What stands in the way of signing films of the drama *root* by *options*."""
    if options is None:
        return
    if not find_spec("c2pa"):
        yield f"`final.label.c2pa` needs c2pa-python. {_INSTALL}"
    if not (file := certificate(options, root)).is_file():
        yield f"`final.label.c2pa.certificate` is {file}, and there is no such file. Correct it."
    try:
        _key(options, root)
    except DramaError as error:
        yield str(error)


def _key(options: C2pa, root: Path) -> bytes:
    """The private key; `NotHere` where there is none."""
    if _NAME.fullmatch(options.key) and (found := secret(options.key)):
        return f"{found}\n".encode()
    try:
        return f"{remember((root / Path(options.key).expanduser()).read_text('ascii').strip())}\n".encode()
    except (OSError, UnicodeDecodeError) as error:
        raise NotHere(
            f"`final.label.c2pa.key` is {options.key}, and neither an environment variable nor a readable"
            " file of that name holds a key.",
            "Set the one, or correct the other.",
        ) from error


def sign(film: Path, claim: Claim, options: C2pa, root: Path) -> None:
    """
    Put the signed manifest of *claim* into *film*, whole or not at all; the streams stay as they are.

    `ProfileError` where certificate, key and algorithm don't fit, or a time stamp can't be had.
    """
    import c2pa

    chain, key = claim.certificate.read_bytes(), _key(options, root)
    stamp = options.timestamp.encode() or None
    with tempfile.TemporaryDirectory(dir=film.parent) as work:
        signed = Path(work, film.name)
        try:
            info = c2pa.C2paSignerInfo(options.algorithm.encode(), chain, key, stamp)
            with c2pa.Signer.from_info(info) as signer, c2pa.Builder(claim.definition) as builder:
                builder.sign_file(film, signed, signer)
        except c2pa.C2paError as error:
            raise ProfileError(
                f"The film can't be signed by `final.label.c2pa`: {error}.",
                f"The chain in {options.certificate} must begin with the certificate of the key, must not be"
                f" a certificate that signed itself, and the key must be one for {options.algorithm}.",
            ) from None  # whatever it was raised from was handed the key
        signed.replace(film)


def read(film: Path) -> tuple[Mapping[str, Any], str] | None:
    """The manifest of *film*, and whether it is `Trusted`, `Valid` or `Invalid`; nothing without one."""
    if not find_spec("c2pa"):
        raise BadResult(f"A manifest of {film.name} can't be read without c2pa-python.", _INSTALL)
    import c2pa

    try:
        if (reader := c2pa.Reader.try_create(film)) is None:
            return None
        with reader:
            store = json.loads(reader.json())
            return store["manifests"][store["active_manifest"]], str(reader.get_validation_state())
    except c2pa.C2paError as error:
        raise FilmError(
            f"The manifest of {film.name} can't be read: {error}.", "Join the film again."
        ) from error


def check(film: Path) -> None:
    """`FilmError` where the manifest of *film* is not there, was broken, or does not say what made it."""
    found = read(film)
    help_ = "Programs that rewrite a film break its signature: join it again."
    if found is None:
        raise FilmError(f"{film.name} has no C2PA manifest, though the label asks for one.", help_)
    manifest, state = found
    if state not in ("Valid", "Trusted"):
        raise FilmError(f"The C2PA manifest of {film.name} is not valid: {state}.", help_)
    if not origin(manifest):
        raise FilmError(f"The C2PA manifest of {film.name} does not say how it was made.", help_)


def origin(manifest: Mapping[str, Any]) -> str:
    """By what the media of *manifest* were made, in IPTC's words; empty where it does not say."""
    for assertion in manifest.get("assertions", []):
        for action in assertion.get("data", {}).get("actions", []) if assertion["label"] == _ACTIONS else []:
            if action["action"] == "c2pa.created":
                return str(action.get("digitalSourceType", "")).removeprefix(_SOURCES)
    return ""
