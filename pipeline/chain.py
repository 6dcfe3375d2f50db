"""
What an episode consists of, and in which order it is made. It reads from top to bottom.

The chain does not know who does the work: *call* starts one stage function and gives a promise.
The Prefect flow passes one that starts a task; a plan, and a test, pass `at_once`. A file that
can't be made does not stop the others: what needs it is left out, and the outcome names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pipeline.attempt import Made
from pipeline.clips.stage import clip
from pipeline.drama import Drama
from pipeline.errors import DramaError, Skipped, StoryboardError
from pipeline.final.stage import ass, film, mix, segment, srt
from pipeline.ids import episode_id
from pipeline.images.stage import frame, portrait
from pipeline.project import STAGES
from pipeline.story import Episode, Outline
from pipeline.storyboard.files import load
from pipeline.storyboard.stage import Storyboards, check_people
from pipeline.timeline import Timeline, lay
from pipeline.voices.casting import cast
from pipeline.voices.stage import speak, spoken


class Promise(Protocol):
    """A file that is being made."""

    def result(self) -> Made:
        """
        The file, once it is there.

        Raises what kept it from being made, or `Skipped` where another file that it needs failed.
        """
        ...


class Call(Protocol):
    """Starts a stage's function with its arguments, among them promises of other files."""

    def __call__(self, label: str, function: Callable[..., Made], *arguments: Any) -> Promise:
        """A promise of the file; *label* says in the story's words what is made (`clip e01s02-03`)."""
        ...


@dataclass(frozen=True)
class Done:
    """A promise that is already kept, or broken."""

    made: Made | None
    error: DramaError | None = None

    def result(self) -> Made:
        """The file, or the error."""
        if self.error:
            raise self.error
        assert self.made
        return self.made


def at_once(label: str, function: Callable[..., Made], *arguments: Any) -> Done:
    """Do the work here and now."""
    if any(isinstance(argument, Done) and argument.error for argument in arguments):
        return Done(None, Skipped(f"{label} waits for a file that could not be made."))
    try:
        return Done(function(*(a.result() if isinstance(a, Done) else a for a in arguments)))
    except DramaError as error:
        return Done(None, error)


@dataclass
class Outcome:
    """
    What came of an episode: the files that are there, and why others are not, by label.

    *timeline* is laid when the voices are known; *film* is there when nothing was missing.
    """

    outline: Outline
    episode: Episode
    files: list[Made] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    timeline: Timeline | None = None
    film: Made | None = None

    def collect(self, kind: str, promises: Mapping[str, Promise]) -> dict[str, Made]:
        """Wait for *promises* and keep account of them; what was made, by the same keys."""
        arrived: dict[str, Made] = {}
        for key, promise in promises.items():
            try:
                arrived[key] = promise.result()
            except Skipped:
                continue
            except DramaError as error:
                self.missing[f"{kind} {key}"] = str(error)
        self.files += arrived.values()
        return arrived


def tell(drama: Drama, number: int, until: str, call: Call, boards: Storyboards | None = None) -> Outcome:
    """
    Make episode *number* as far as the stage *until*, one of `STAGES`.

    Who tells several episodes in one process hands over their *boards*, so that the script is read once.

    Errors in the script or the storyboard are raised, since nothing can be done without them.
    """
    outcome = _storyboard(boards or Storyboards(drama), number, call)
    outline, episode = outcome.outline, outcome.episode
    wanted = STAGES[: STAGES.index(until) + 1]
    voices = _voices(drama, outline, episode, call) if "voices" in wanted else {}
    frames = _frames(drama, outcome, call) if "images" in wanted else {}
    if "voices" in wanted:
        heard = outcome.collect("voice", voices)
        lines = {line.id: line for _, line in episode.lines}
        outcome.timeline = lay(
            episode,
            {name: spoken(heard.get(name), outline.language, line) for name, line in lines.items()},
            drama.profile.film.fps,
            drama.profile.pacing,
        )
    if "clips" not in wanted:
        outcome.collect("frame", frames)
        return outcome
    assert outcome.timeline
    # A shot without all of its voices would have the wrong length: it waits for the next run.
    spans = [span for span in outcome.timeline.shots if all(line.line.id in heard for line in span.lines)]
    clips = {
        span.shot.id: call(f"clip {span.shot.id}", clip, drama, outline, span, frames[span.shot.id], heard)
        for span in spans
    }
    shots: dict[str, Promise] = {}
    if "final" in wanted:
        shots = {
            span.shot.id: call(f"shot {span.shot.id}", segment, drama, outline, span, clips[span.shot.id])
            for span in spans
        }
    outcome.collect("frame", frames)
    outcome.collect("clip", clips)
    segments = outcome.collect("shot", shots)
    if "final" in wanted and not outcome.missing:
        _finish(drama, outcome, segments, heard, call)
    return outcome


def _storyboard(boards: Storyboards, number: int, call: Call) -> Outcome:
    outlined = call("outline", boards.outline).result()
    outline = load(outlined, Outline)
    boarded = call(f"storyboard {episode_id(number)}", boards.episode, outline, number).result()
    episode = load(boarded, Episode)
    if episode.id != episode_id(number):
        raise StoryboardError(
            f"{boarded.name} holds the episode {episode.id}, whose files are others.",
            "Give all its ids the number of the file, or put it where it belongs.",
        )
    check_people(outline, episode)
    return Outcome(outline.joined_by(episode.guests), episode, [outlined, boarded])


def _finish(
    drama: Drama, outcome: Outcome, segments: dict[str, Made], voices: dict[str, Made], call: Call
) -> None:
    """The sound, the subtitles and the film."""
    outline, episode, timeline = outcome.outline, outcome.episode, outcome.timeline
    assert timeline
    parts = {
        "sound": call(f"sound {episode.id}", mix, drama, episode, timeline, voices),
        "srt": call(f"subtitles {episode.id}.srt", srt, drama, outline, episode, timeline),
        "ass": call(f"subtitles {episode.id}.ass", ass, drama, outline, episode, timeline),
    }
    there = outcome.collect(episode.id, parts)
    if outcome.missing:
        return
    joined = call(
        f"film {episode.id}", film, drama, outline, timeline, segments, (there["sound"], there["srt"])
    )
    outcome.film = outcome.collect("film", {episode.id: joined}).get(episode.id)


def _voices(drama: Drama, outline: Outline, episode: Episode, call: Call) -> dict[str, Promise]:
    whose = cast(outline)
    return {
        line.id: call(f"voice {line.id}", speak, drama, outline.language, line, whose)
        for _, line in episode.lines
    }


def _frames(drama: Drama, outcome: Outcome, call: Call) -> dict[str, Promise]:
    """The first frame of every shot, after the portraits of those who are seen."""
    outline, episode = outcome.outline, outcome.episode
    seen = dict.fromkeys(outline.character(name).name for _, shot in episode.shots for name in shot.people)
    portraits = outcome.collect(
        "portrait",
        {name: call(f"portrait {name}", portrait, drama, outline, outline.character(name)) for name in seen},
    )
    return {
        shot.id: call(f"frame {shot.id}", frame, drama, outline, scene, shot, portraits)
        for scene, shot in episode.shots
    }
