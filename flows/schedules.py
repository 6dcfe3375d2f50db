"""When series are made by themselves: the schedules of the deployment `make-series`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterCreatedBy,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import DeploymentSchedule, FlowRun, StateType
from prefect.client.schemas.schedules import SCHEDULE_TYPES, CronSchedule, IntervalSchedule
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL, temporary_settings
from pydantic import ValidationError
from tzlocal import get_localzone_name

from flows.here import answering
from flows.server import Address, address
from pipeline.errors import InputError, NotHere

_DEPLOYMENT = "make-series/make-series"
_TO_DO = [StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING]


@dataclass(frozen=True)
class Planned:
    """One schedule: *episodes* of the *drama*, and *when*, in words."""

    drama: str
    episodes: str
    when: str
    active: bool


def schedule(cron: str, hours: float, timezone: str) -> SCHEDULE_TYPES:
    """
    By *cron*, or every so many *hours*; without a *timezone* in that of this machine.

    `InputError` where it can't be read.
    """
    zone = timezone or get_localzone_name()
    try:
        if cron:
            return CronSchedule(cron=cron, timezone=zone)
        return IntervalSchedule(interval=timedelta(hours=hours), timezone=zone)
    except ValidationError as error:
        told = "; ".join(str(slip["msg"]) for slip in error.errors())
        raise InputError(
            f"The schedule {cron or hours!r} in {zone} can't be used: {told}.",
            'Write it as in --cron "0 2 * * *" --timezone Asia/Shanghai: every night at 2.',
        ) from error


class Schedules:
    """The schedules at one server."""

    def __init__(self, client: SyncPrefectClient, deployment: UUID) -> None:
        self._client = client
        self._deployment = deployment

    def all(self) -> list[Planned]:
        """Those of the command and those of the UI."""
        return [_planned(one) for one in self._there()]

    def add(self, drama: str, when: SCHEDULE_TYPES, episodes: str) -> None:
        """Make *episodes* of *drama* then; one that is there is not added again."""
        parameters = {"folder": drama, "episodes": episodes}
        if (drama, episodes, _told(when)) not in [(one.drama, one.episodes, one.when) for one in self.all()]:
            self._client.create_deployment_schedules(self._deployment, [(when, True)], parameters=parameters)

    def remove(self, drama: str) -> int:
        """Remove all of *drama*; how many there were."""
        found = [one for one in self._there() if one.parameters.get("folder") == drama]
        for one in found:
            self._client.delete_deployment_schedule(self._deployment, one.id)
        return len(found)

    def _there(self) -> list[DeploymentSchedule]:
        return self._client.read_deployment_schedules(self._deployment)


@contextmanager
def schedules() -> Iterator[tuple[Schedules, Address | None]]:
    """
    The schedules at PREFECT_API_URL or at our own server, whose address comes with them.

    `NotHere` where nothing is served.
    """
    own = None if PREFECT_API_URL.value() else address()
    api = own.api if own else PREFECT_API_URL.value()
    if not api:
        raise NotHere(
            "Nothing is served here.", "Start `drama serve` first; it carries schedules out as well."
        )
    with temporary_settings({PREFECT_API_URL: api}), answering(), get_client(sync_client=True) as client:
        try:
            deployment = client.read_deployment_by_name(_DEPLOYMENT)
        except ObjectNotFound as error:
            raise NotHere(
                f"The server at {api} knows no `make-series`.", "Start `drama serve` with it first."
            ) from error
        yield Schedules(client, deployment.id), own


def made_up_for(run: FlowRun | None) -> str:
    """
    When a later run of the schedule that began *run* was due, if one was and is not done; else nothing.

    So of all the nights that nobody served, the last one alone is made up for.
    """
    # One that goes on after a stop or an approval is not late.
    if not run or not run.auto_scheduled or not run.created_by or run.run_count > 1:
        return ""
    later = FlowRunFilter(
        created_by=FlowRunFilterCreatedBy(id_=[run.created_by.id]),
        expected_start_time=FlowRunFilterExpectedStartTime(
            after_=run.expected_start_time, before_=datetime.now(UTC)
        ),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=_TO_DO)),
    )
    with get_client(sync_client=True) as client:
        found = client.read_flow_runs(flow_run_filter=later, sort=FlowRunSort.EXPECTED_START_TIME_DESC)
    due = [one.expected_start_time for one in found if one.id != run.id and one.expected_start_time]
    return f"{due[0].astimezone():%Y-%m-%d %H:%M}" if due else ""


def _planned(one: DeploymentSchedule) -> Planned:
    asked = one.parameters
    return Planned(
        str(asked.get("folder", "")), str(asked.get("episodes", "")), _told(one.schedule), one.active
    )


def _told(when: SCHEDULE_TYPES) -> str:
    if isinstance(when, CronSchedule):
        return f"{when.cron} ({when.timezone or 'UTC'})"
    return f"every {when.interval}" if isinstance(when, IntervalSchedule) else getattr(when, "rrule", "never")
