"""What all engines share that are a vendor's web service: their options, and how an order is put together."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, ClassVar, Self, TypeVar, cast

from pydantic import ConfigDict, Field, model_validator

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import ProfileError
from pipeline.hosted.auth import token_of
from pipeline.hosted.gate import Gate, gate_of
from pipeline.hosted.quotes import quote
from pipeline.hosted.spec import Job
from pipeline.hosted.specs import Made, SpecError, When, read, vendors
from pipeline.keys import secret
from pipeline.options import Slips
from pipeline.spending import Money
from pipeline.tickets import Ticket

#: Built when first used: there are dozens, and a profile names a few.
_HOSTED = ConfigDict(**OPTIONS, defer_build=True)


# Explained by `description`, which goes on to the engines that inherit these options.
@dataclass(frozen=True, config=OPTIONS)
class Hosted:
    """A vendor's web service, as `configs/hosted/<vendor>.yaml` describes it."""

    vendor: ClassVar[str] = ""
    makes: ClassVar[Made] = "clips"
    remote: ClassVar[bool] = True
    ticketed: ClassVar[bool] = True
    #: Where and at what price: it does not change what comes out.
    aside: ClassVar[tuple[str, ...]] = ("spec",)

    model: str = Field(default="", description="The vendor's name of the model; empty for the usual one.")
    values: dict[str, Any] = Field(
        default_factory=dict,
        description="Further values, such as resolution; the vendor's file lists them with their defaults.",
    )
    spec: dict[str, Any] = Field(
        default_factory=dict,
        description="Fields of the vendor's file that are others for you: base_url, price, at_once, ...",
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        try:
            if self.vendor:
                self.job()
        except SpecError as error:
            raise Slips((("spec", *place), what, help_) for place, what, help_ in error.slips) from error
        except ProfileError as error:
            raise ValueError(str(error)) from error
        return self

    def job(self, *when: When) -> Job:
        """How the vendor does it, for an order that is *when*."""
        return read(self.vendor, self.makes, self.model, when=when, values=self.values, spec=self.spec)

    def usual(self) -> Job:
        """How the vendor does what it is asked for most often."""
        return self.job()

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""
        job = self.usual()
        if job.status == "discontinued" and "base_url" not in self.spec:
            return f"{job.name} is gone. {job.note} Set `spec: {{base_url: ...}}` to a server of yours."
        missing = [name for name in job.auth.env if not secret(name)]
        if missing and not job.auth.optional:
            variable = f"variable{'s' * (len(missing) > 1)} {' and '.join(missing)}"
            return f"{job.name} needs a key: set the environment {variable}."
        for name, what in job.needs.items():
            if not job.values.get(name):
                return f"{job.name} needs {what}: set `values: {{{name}: ...}}`."
        if quote(job, {**job.values, "duration": 1}) is None:
            return (
                f"The price of {job.values.get('model', 'this')} at {job.name} is not known. Write it down"
                " for the budget: `spec: {price: {amount: 0.05, per: second, as_of: today, source: me}}`."
            )
        return ""

    def gate(self) -> Gate:
        """The queue before this vendor and account."""
        job = self.job()
        key = sha256(token_of(job.auth).encode()).hexdigest() if job.auth.scheme == "key" else job.auth.env[0]
        return gate_of((self.vendor, job.base_url, key), job.at_once, shared=True)

    def cancel(self, ticket: Ticket) -> float:
        """Have the vendor stop the job of *ticket*; what it costs all the same. `Unsettled` if it goes on."""
        from pipeline.hosted.cancelling import cancel

        job = self.usual()
        return cancel(job.name, job, ticket, self.gate())

    def quoted(self, job: Job, values: Mapping[str, Any]) -> Money | None:
        """What a job with *values* is expected to cost."""
        return quote(job, values)


E_ = TypeVar("E_", bound=Hosted)


def engines(base: type[E_]) -> dict[str, type[E_]]:
    """An engine for every vendor that makes what *base* makes, by the name of its file."""
    return {vendor: _engine(base, vendor) for vendor in vendors(base.makes)}


def _engine(base: type[E_], vendor: str) -> type[E_]:
    told: dict[str, Any] = {
        "vendor": vendor,
        "__doc__": base.__doc__,
        "__module__": base.__module__,
        "__annotations__": {},
    }
    kind: type[E_] = type(vendor, (base,), told)
    return cast("type[E_]", dataclass(frozen=True, config=_HOSTED)(kind))
