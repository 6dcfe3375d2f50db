"""
What a file `configs/hosted/<vendor>.yaml` says: every field, with what it means.

Words in braces are filled in (`fill.py`): `"{seed}"` alone keeps the kind of the value, and is left
out where there is none; `"{duration}s"` becomes text, `"{duration!s}"` text alone, and `"{note!j}"` JSON,
for vendors that want JSON inside of text. Paths such as `output[0].url` are JMESPath, asked of the answer
to the request that they belong to.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any, Literal

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.hosted.offer import Bill, Can, Price

#: What an error means, and with that what follows; `kinds.py` has the consequences.
Kind = Literal[
    "transient", "rate_limit", "quota", "auth", "unavailable", "moderation", "invalid", "failed",
    "duplicate", "lost",
]  # fmt: skip


@dataclass(frozen=True, config=OPTIONS)
class Request:
    """One HTTP request."""

    path: str
    """Below the base URL, or a whole address that the vendor gave (`{status_url}`)."""
    method: Literal["GET", "POST", "PUT", "DELETE"] = "GET"
    """The HTTP method."""
    query: dict[str, Any] = field(default_factory=dict)
    """What comes after the question mark."""
    headers: dict[str, str] = field(default_factory=dict)
    """Headers beside the vendor's own."""
    json: Any = None
    """The body as JSON."""
    form: dict[str, Any] = field(default_factory=dict)
    """The body as a form; with files it is multipart."""
    files: dict[str, str] = field(default_factory=dict)
    """
    Files in a multipart body: the name of the part, and which of `{image}`, `{last_image}`, `{references}`,
    `{video}` and `{sound}` it is.
    """


@dataclass(frozen=True, config=OPTIONS)
class Step:
    """A free request before the job (an upload) or after it (where the file lies)."""

    request: Request
    """What is sent."""
    set: dict[str, str] = field(default_factory=dict)
    """Values that the answer must hold: their names, and their paths in it."""
    each: Literal["", "references"] = ""
    """Do it for each reference picture, `{reference}` in `files`; the values that it sets are of that one."""
    decides: bool = False
    """After a job: whether only its answer tells that the job failed."""


@dataclass(frozen=True, config=OPTIONS)
class Submit:
    """The request that costs money; its answer names the job, or, without `poll`, is the result."""

    request: Request
    """What is sent."""
    id: str = ""
    """Path of the job's id in the answer."""
    keep: dict[str, str] = field(default_factory=dict)
    """More of the answer that is needed later, by name; it is written on the ticket."""
    once: bool = False
    """Whether the vendor makes one job of one `{client_id}`, however often it is sent."""
    cheap: bool = False
    """Whether it is sent anew where its answer was lost, and counts as paid each time: a line of speech."""
    find: Step | None = None
    """How to find the job of a `{client_id}` whose answer was lost; sets `id`."""


@dataclass(frozen=True, config=OPTIONS)
class Poll:
    """How to ask what became of a job."""

    request: Request
    """What is sent, every few seconds."""
    state: str
    """Path of the state in the answer."""
    done: tuple[Any, ...]
    """The states of a job whose result is there."""
    failed: tuple[Any, ...] = ()
    """The states of a job that will have no result; all others mean that it goes on."""
    reason: str = ""
    """Path of the code or words that say why it failed."""
    message: str = ""
    """Path of the words for a person, where they are others."""
    reasons: dict[str, Kind] = field(default_factory=dict)
    """What the reason means, by regular expression; without a match it is `failed`."""
    keep: dict[str, str] = field(default_factory=dict)
    """Values to take from the last answer, by name."""
    progress: str = ""
    """Path of how far it is, from 0 to 1 or to 100."""
    every_seconds: float = Field(default=5.0, ge=0)
    """How often to ask."""


@dataclass(frozen=True, config=OPTIONS)
class Result:
    """Where the finished file is in the last answer: at an address, or inside it."""

    url: str = ""
    """Path of its address."""
    base64: str = ""
    """Path of its content in base64, with or without a `data:` prefix."""
    hex: str = ""
    """Path of its content in hexadecimal digits."""
    with_key: bool = False
    """Whether the address wants the key, which goes to the vendor's own hosts only."""


@dataclass(frozen=True, config=OPTIONS)
class Times:
    """When the words of a voice are heard, as the vendor tells it; without that it is reckoned."""

    words: str
    """Path of the list of words or characters, in the last answer, or in the file at `url`."""
    text: str = "text"
    """Path of the word, in an item of the list."""
    start: str = "start_time"
    """Path of when it begins."""
    end: str = "end_time"
    """Path of when it ends."""
    unit: Literal["s", "ms"] = "ms"
    """What these count."""
    url: str = ""
    """Path of the address of a JSON file that has them, where the answer has not."""


@dataclass(frozen=True, config=OPTIONS)
class Errors:
    """How the vendor says that something went wrong; its code counts before the HTTP status."""

    code: str = ""
    """Path of the code in an answer."""
    message: str = ""
    """Path of the words for a person."""
    fine: tuple[Any, ...] = (0, "0", 200, "200", "")
    """Codes that mean that all is well."""
    kinds: dict[str, Kind] = field(default_factory=dict)
    """What each code means."""
    words: dict[str, Kind] = field(default_factory=dict)
    """What words in the message mean, by regular expression, where the code says nothing."""
    statuses: dict[str, Kind] = field(default_factory=dict)
    """What an HTTP status means with this vendor, where that is unusual."""


@dataclass(frozen=True, config=OPTIONS)
class Auth:
    """Which keys there are, and how they are sent."""

    env: tuple[str, ...] = ()
    """The environment variables that hold them; none where the server asks for none."""
    header: str = "Authorization"
    """The header that carries the key."""
    format: str = "Bearer {key}"
    """How it stands there."""
    scheme: Literal["key", "jwt"] = "key"
    """`jwt` signs a token with the second key for the first one (HS256)."""
    optional: bool = False
    """Whether it also works without."""


@dataclass(frozen=True, config=OPTIONS)
class Table:
    """The vendor's word for one of our values."""

    of: str
    """The name of our value."""
    table: dict[Any, Any] = field(default_factory=dict)
    """Theirs for each of ours; what is not listed can't be made."""


@dataclass(frozen=True, config=OPTIONS)
class Job:
    """How one kind of file is made by one vendor: its own section, and what holds for all of them."""

    base_url: str
    """Where the vendor's API is."""
    submit: Submit
    """The request that costs money."""
    result: Result
    """Where the finished file is."""
    price: Price
    """What it is expected to cost."""
    times: Times | None = None
    """When the words of a voice are heard."""
    name: str = ""
    """The vendor's name, as people know it."""
    docs: str = ""
    """Where its API is described."""
    status: Literal["live", "experimental", "discontinued"] = "live"
    """A discontinued vendor works only where its `base_url` is set to a server that answers."""
    note: str = ""
    """What a user should know before choosing it."""
    hosts: tuple[str, ...] = ()
    """Further hosts, with all below them, that may get the key."""
    auth: Auth = Auth()
    """The keys."""
    headers: dict[str, str] = field(default_factory=dict)
    """Headers of every request."""
    errors: Errors = Errors()
    """How errors are said."""
    at_once: int = Field(default=3, ge=1)
    """How many jobs the vendor's smallest plan allows at once."""
    values: dict[str, Any] = field(default_factory=dict)
    """What requests are filled in with, beside the shot: model, resolution, and whatever else."""
    needs: dict[str, str] = field(default_factory=dict)
    """Values that only the user can know, and what to write there."""
    translate: dict[str, Table] = field(default_factory=dict)
    """Further values, looked up from others."""
    can: Can = Can()
    """What it can make."""
    prepare: tuple[Step, ...] = ()
    """Free requests before the job: uploads."""
    poll: Poll | None = None
    """How to ask what became of it; nothing where the answer to `submit` is the result."""
    finish: tuple[Step, ...] = ()
    """Free requests after the job; `result` is then read from the last answer."""
    cancel: Request | None = None
    """How to take a job back."""
    check: Step | None = None
    """A free request that shows whether the key works, and may set `balance`."""
    bill: Bill | None = None
    """What the vendor itself says that it cost."""
    timeout_seconds: float = Field(default=60.0, gt=0)
    """How long to wait for one answer."""
    most_minutes: float = Field(default=60.0, gt=0)
    """How long to wait for a job in one run; it stays paid, and the next run asks again."""
    most_mb: float = Field(default=500.0, gt=0)
    """No result is larger."""
