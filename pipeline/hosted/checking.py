"""Whether a vendor takes the key, and what is left on the account: asked without sending a job."""

from __future__ import annotations

from pipeline.hosted.engine import Hosted


def checked(engine: Hosted) -> str:
    """
    What the vendor of *engine* says to a free request, in a few words.

    It is never an error: what is wrong is what was asked for.
    """
    from pipeline.hosted.kinds import Fault, NotSent, Unanswered
    from pipeline.hosted.web import Web

    job = engine.job()
    if why := engine.unavailable():
        return why
    if job.check is None:
        return f"{job.name} has no free request to try the key with."
    try:
        answer = Web(job).send(job.check.request, dict(job.values))
    except Fault as fault:
        return str(fault.letter(job.name))
    except (NotSent, Unanswered) as error:
        return f"{job.base_url} does not answer: {error}."
    told = {name: answer.find(path) for name, path in job.check.set.items()}
    return ", ".join(
        ["the key works", *(f"{name} {value}" for name, value in told.items() if value is not None)]
    )
