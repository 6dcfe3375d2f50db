"""What a vendor's file says of its offer: what it can make, and what that costs."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.words import Age, Language, Sex


@dataclass(frozen=True, config=OPTIONS)
class Picture:
    """How pictures are handed over."""

    how: Literal["data_uri", "base64", "multipart", "path", "url"] = "data_uri"
    """In the request as a data URI or in base64, as a part of a form, as a path, or as an address."""
    format: Literal["png", "jpeg"] = "png"
    """The picture's format; JPEG is several times smaller."""
    most_mb: float = Field(default=10.0, gt=0)
    """A larger file becomes a JPEG, and then a smaller picture."""
    most_pixels: int = Field(default=4096, gt=0)
    """The longest side."""
    fit: bool = False
    """Cut it to the shape of the film first, where the vendor's videos follow the picture."""


@dataclass(frozen=True, config=OPTIONS)
class Whole:
    """Any whole number of seconds between two."""

    least: int
    """The shortest."""
    most: int
    """The longest."""


@dataclass(frozen=True, config=OPTIONS)
class Voice:
    """A voice that the vendor has."""

    name: str
    """What requests call it."""
    sex: Sex = "unknown"
    """Whose voice it sounds like; unknown suits anybody."""
    age: Age | None = None
    """How old it sounds."""
    languages: tuple[Language, ...] = ()
    """The languages it speaks; none for all that the model does."""
    manner: str = ""
    """How it sounds."""


@dataclass(frozen=True, config=OPTIONS)
class Can:
    """What the vendor can make."""

    lengths: tuple[float, ...] | Whole = ()
    """The seconds of a clip: those listed, or all whole ones between two."""
    ratios: tuple[str, ...] = ()
    """The shapes that can be asked for, as 9:16; none where the video follows the picture."""
    picture: Picture = Picture()
    """How pictures are handed over."""
    first: bool = True
    """Whether a clip begins with a given picture."""
    last: bool = False
    """Whether it ends with one as well."""
    text: bool = False
    """Whether it can do without any picture."""
    references: int = Field(default=0, ge=0)
    """How many pictures of people it takes."""
    reference_name: str = "image {number}"
    """How words point to one of them."""
    prompt_most: int = Field(default=2000, gt=0)
    """The longest prompt."""
    prompt_unit: Literal["characters", "utf16", "bytes"] = "characters"
    """What the length is counted in."""
    voices: tuple[Voice, ...] = ()
    """The voices that characters are given."""
    notes: bool = False
    """Whether a voice follows words on how a line is said."""
    lexicon: bool = False
    """Whether a voice reads hanzi by the pinyin that it is given."""
    quality: int = Field(default=5, ge=0, le=10)
    """Our estimate of how good it looks among its kind, for `prefer: quality`."""
    typical_seconds: float = Field(default=120.0, gt=0)
    """How long a job usually takes, for `prefer: speed`."""


@dataclass(frozen=True, config=OPTIONS)
class Price:
    """What a job is expected to cost."""

    as_of: str
    """The day on which that was true."""
    source: str
    """Where it stands."""
    amount: float | None = Field(default=None, ge=0)
    """The price of one job, second or character; empty where `amounts` has it, or where nobody knows."""
    by: str | tuple[str, ...] = ""
    """The value on which it depends, such as `resolution`, or several."""
    amounts: dict[str, float] = field(default_factory=dict)
    """The prices for each of its values; those of several have a space between them."""
    per: Literal["job", "second", "character"] = "job"
    """What the amount is for."""
    hanzi: int = Field(default=1, ge=1)
    """As how many characters a hanzi counts."""
    currency: str = Field(default="USD", pattern="^[A-Z]{3}$")
    """By its three letters."""


@dataclass(frozen=True, config=OPTIONS)
class Bill:
    """What the vendor itself says that a job cost."""

    units: str
    """Path of the figure, in all that was kept, with the last answer of the job as `answer`."""
    each: Annotated[float, Field(ge=0)] | Literal["price"] = 1.0
    """What one unit costs, in the currency of the price; `price` where they are what that counts."""
