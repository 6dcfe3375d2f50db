"""What is wrong with a vendor's file beyond its fields and their types, found before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jmespath

from pipeline.addresses import is_web
from pipeline.hosted.fill import holes
from pipeline.hosted.spec import Job, Request, Step

#: What every order fills in by itself; see `orders.py`.
GIVEN = frozenset({
    "prompt", "negative_prompt", "image", "image_type", "image_how", "last_image", "last_image_type",
    "last_image_how", "references", "duration", "width", "height", "ratio", "fps", "seed", "uuid",
    "client_id", "id", "text", "voice", "characters", "language", "feeling", "note", "pronunciations",
    "video", "sound",
})  # fmt: skip

#: Where it is, what is wrong, and what helps.
Problem = tuple[tuple[str, ...], str, str]


def problems(job: Job) -> Iterator[Problem]:
    """Everything in *job* that could only fail, or be left out in silence, when it is used."""
    for name in sorted(_unknown(job)):
        yield (), f"{{{name}}} is filled in nowhere", "Set it under `values`, or correct the name."
    for place, path in _paths(job):
        if why := _wrong_path(path):
            yield place, f"{path!r} is no JMESPath ({why})", "See https://jmespath.org."
    for place, pattern in _patterns(job):
        if why := _wrong_pattern(pattern):
            yield place, f"{pattern!r} is no regular expression ({why})", "Correct it."
    yield from _slips(job)


def _slips(job: Job) -> Iterator[Problem]:
    if not is_web(job.base_url):
        yield ("base_url",), f"{job.base_url!r} is no address of the web", "It begins with https://."
    for ratio in job.can.ratios:
        if not re.fullmatch(r"[1-9]\d*:[1-9]\d*", ratio):
            yield ("can", "ratios"), f"{ratio!r} is no shape", "Shapes are like 9:16; `translate` has others."
    if job.auth.scheme == "jwt" and len(job.auth.env) != 2:
        yield ("auth", "env"), "a signed token needs two keys", "Name the access key, then the secret one."
    if not (job.result.url or job.result.base64 or job.result.hex):
        yield ("result",), "nothing says where the file is", "Set `url`, `base64` or `hex`."
    if job.poll and not job.submit.id:
        yield ("submit",), "nothing says which job to ask after", "Set `id`."
    if job.submit.find and "id" not in job.submit.find.set:
        yield ("submit", "find"), "it finds no `id`", "Write `set: {id: ...}`."


def _steps(job: Job) -> Iterator[tuple[tuple[str, ...], Step]]:
    yield from ((("prepare",), step) for step in job.prepare)
    yield from ((("finish",), step) for step in job.finish)
    if job.check:
        yield ("check",), job.check
    if job.submit.find:
        yield ("submit", "find"), job.submit.find


def _unknown(job: Job) -> set[str]:
    """The names that requests are to be filled in with, and that nobody sets."""
    steps = [step for _, step in _steps(job)]
    requests = [job.submit.request, *(step.request for step in steps)]
    requests += [job.poll.request] if job.poll else []
    requests += [job.cancel] if job.cancel else []
    known = {*GIVEN, *job.values, *job.needs, *job.translate, *job.submit.keep}
    known |= set(job.poll.keep) if job.poll else set()
    known |= {name for step in steps for name in step.set}
    asked = {name for request in requests for name in _holes(request)} | holes(job.headers)
    return asked - known - {f"reference_{number}" for number in range(1, job.can.references + 1)}


def _holes(request: Request) -> set[str]:
    parts = (request.path, request.query, request.headers, request.json, request.form)
    return {name for part in parts for name in holes(part)}


def _paths(job: Job) -> Iterator[tuple[tuple[str, ...], str]]:
    submit, poll, result, errors = job.submit, job.poll, job.result, job.errors
    yield ("submit", "id"), submit.id
    yield from ((("submit", "keep", name), path) for name, path in submit.keep.items())
    yield from (
        ((*place, "set", name), path) for place, step in _steps(job) for name, path in step.set.items()
    )
    if poll:
        yield from ((("poll", "state"), poll.state), (("poll", "progress"), poll.progress))
        yield from ((("poll", "reason"), poll.reason), (("poll", "message"), poll.message))
        yield from ((("poll", "keep", name), path) for name, path in poll.keep.items())
    results = {"url": result.url, "base64": result.base64, "hex": result.hex}
    yield from ((("result", name), path) for name, path in results.items())
    if times := job.times:
        told = {"words": times.words, "text": times.text, "start": times.start, "end": times.end}
        yield from ((("times", name), path) for name, path in {**told, "url": times.url}.items())
    yield from ((("errors", "code"), errors.code), (("errors", "message"), errors.message))
    yield ("bill", "units"), job.bill.units if job.bill else ""


def _wrong_path(path: str) -> str:
    try:
        if path:
            jmespath.search(path, {})
    except jmespath.exceptions.JMESPathTypeError:
        return ""  # it takes something, only not nothing
    except jmespath.exceptions.JMESPathError as error:
        return str(error).partition("\n")[0].rstrip(":")
    return ""


def _patterns(job: Job) -> Iterator[tuple[tuple[str, ...], str]]:
    yield from ((("errors", "words", pattern), pattern) for pattern in job.errors.words)
    yield from ((("poll", "reasons", pattern), pattern) for pattern in (job.poll.reasons if job.poll else ()))


def _wrong_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return ""
