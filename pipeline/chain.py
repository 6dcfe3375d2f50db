"""
What an episode consists of, and in which order it is made. It reads from top to bottom.

The chain does not know who does the work: *call* starts one stage function and gives a promise.
The Prefect flow passes one that starts a task; a plan, and a test, pass `at_once`. A file that
can't be made does not stop the others: what needs it is left out, and the outcome names it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from pipeline.approving import Approvals
from pipeline.attempt import Made
from pipeline.clips.stage import clip, frames_needed, lips, wants_lips
from pipeline.drama import Drama
from pipeline.episodes import spans
from pipeline.errors import DramaError, StoryboardError
from pipeline.final.output import Output
from pipeline.final.stage import Reel
from pipeline.final.subtitles.desk import problems as unfit
from pipeline.finishing import by_one_encoder, finish, pieces
from pipeline.ids import episode_id
from pipeline.images.stage import frame, portrait, sheet, with_sheets
from pipeline.outcome import Outcome
from pipeline.project import STAGES
from pipeline.promise import Call, Promise
from pipeline.story import Episode, Outline
from pipeline.storyboard.files import OUTLINE, load
from pipeline.storyboard.stage import Storyboards, check_people
from pipeline.storyboard.translating_stage import translate
from pipeline.timeline import ShotSpan
from pipeline.voices.cast_page import CAST
from pipeline.voices.desk import cast, page, with_page
from pipeline.voices.stage import speak, spoken


def tell(drama: Drama, number: int, until: str, call: Call) -> Outcome:
    """
    Make episode *number* as far as the stage *until*, one of `STAGES`.

    Errors in the script or the storyboard are raised, since nothing can be done without them.
    """
    boarded = board(Storyboards(drama), [number], call)[number]
    if isinstance(boarded, DramaError):
        raise boarded
    return shoot(drama, boarded, until, call)


def board(boards: Storyboards, numbers: Sequence[int] | None, call: Call) -> dict[int, Outcome | DramaError]:
    """
    The storyboards of the episodes *numbers*, or of all that the outline has, side by side.

    An episode that can't be told is there with its error. The outline comes first, here and now,
    and its errors are raised. In a plan, all episodes of an unknown book have the number 0.
    """
    outline = boards.told
    asked = boards.numbers() if numbers is None else numbers
    if outline is None:
        ahead = {number: boards.ahead(number) for number in asked} or {0: boards.ahead(None)}
        return {
            number: Outcome(episode_id(number) if number else "e*", files=[boards.outline(), made])
            for number, made in ahead.items()
        }
    known = [number for number in asked if outline.plan(number)]
    promises = {
        number: call(f"storyboard {episode_id(number)}", boards.episode, outline, number) for number in known
    }
    return {
        number: _told(boards, outline, promises[number]) if number in promises else _lacking(outline, number)
        for number in asked
    }


def _lacking(outline: Outline, number: int) -> StoryboardError:
    there = spans(plan.number for plan in outline.episodes)
    return StoryboardError(
        f"{OUTLINE} has no episode {number}: it has {there}.",
        "Ask for one of these, or add it there.",
    )


def _told(boards: Storyboards, outline: Outline, promise: Promise) -> Outcome | DramaError:
    """The episode that was promised, with all who are in it."""
    try:
        made = promise.result()
        name = PurePosixPath(made.name).stem
        if not boards.readable(made):
            return Outcome(name, outline, files=[boards.outline(), made])
        episode = load(made, Episode)
        if episode.id != name:
            raise StoryboardError(
                f"{made.name} holds the episode {episode.id}, whose files are others.",
                "Give all its ids the number of the file, or put it where it belongs.",
            )
        check_people(outline, episode)
    except DramaError as error:
        return error
    return Outcome(name, outline.joined_by(episode.guests), episode, [boards.outline(), made])


def shoot(drama: Drama, outcome: Outcome, until: str, call: Call) -> Outcome:
    """
    Make what follows from the storyboard in *outcome*, as far as the stage *until*.

    It ends where the profile wants an approval that is not there. A plan goes on to what follows.
    """
    if not outcome.episode or _ends_after("storyboard", drama, outcome, until):
        return outcome
    outline, episode = outcome.story
    wanted = STAGES[: STAGES.index(until) + 1]
    frames: dict[str, Promise] = {}
    if _approved_first("images", drama, until):
        frames = _frames(drama, outcome, call)
        if _ends_after("images", drama, outcome, until, frame=frames):
            return outcome
    voices = _voices(drama, outcome, call) if "voices" in wanted else {}
    if "images" in wanted and not frames:
        frames = _frames(drama, outcome, call)
    heard = outcome.collect("voice", voices)
    if _ends_after("voices", drama, outcome, until, frame=frames):
        return outcome
    lines = {line.id: spoken(heard.get(line.id), outline.language, line) for _, line in episode.lines}
    outcome.timeline = drama.profile.lay(episode, lines)
    # A shot without all of its voices would have the wrong length: it waits for the next run.
    shown = [span for span in outcome.timeline.shots if all(line.line.id in heard for line in span.lines)]
    clips = _clips(drama, outcome, shown, heard, frames, call) if "clips" in wanted else {}
    moved = {
        span.shot.id: call(f"lips {span.shot.id}", lips, drama, span, heard, clips[span.shot.id])
        for span in shown
        if clips and wants_lips(drama, span)
    }
    pictures = {**clips, **moved}
    if _ends_after("clips", drama, outcome, until, frame=frames, clip=clips, lips=moved):
        return outcome
    films = _dressed(drama, outcome, drama.outputs, call) if "final" in wanted else ()
    reel = Reel(outline, episode, outcome.timeline, outcome.translations)
    # Films of the same picture share its pieces.
    shared = {output.shots: output for output in films}
    shots = {folder: pieces(drama, output, reel, pictures, call) for folder, output in shared.items()}
    outcome.collect("frame", frames)
    outcome.collect("clip", clips)
    outcome.collect("lips", moved)
    segments = {folder: outcome.collect("shot", promises) for folder, promises in shots.items()}
    for folder, output in shared.items():
        segments[folder] = by_one_encoder(drama, output, outcome, segments[folder], pictures, call)
    for output in films:
        finish(drama, output, outcome, segments[output.shots], heard, call)
    return outcome


def _approved_first(stage: str, drama: Drama, until: str) -> bool:
    """Whether somebody looks at *stage*, where a run up to *until* makes it, before what comes later."""
    return stage in drama.profile.people.approve and STAGES.index(stage) <= STAGES.index(until)


def _ends_after(
    stage: str, drama: Drama, outcome: Outcome, until: str, **under_way: dict[str, Promise]
) -> bool:
    """Whether the episode ends after *stage*, waiting for an approval or for files that are missing."""
    if not _approved_first(stage, drama, until):
        return False
    for kind, promises in under_way.items():
        outcome.collect(kind, promises)
    if outcome.missing or outcome.waits_for:
        return not drama.project.planning
    shown = [made for made in outcome.files if made.name.startswith(f"{stage}/")]
    outcome.waits_for = Approvals(drama.project).waiting(outcome.id, stage, shown)
    outcome.before = len(outcome.files)
    return bool(outcome.waits_for) and not drama.project.planning


def _clips(  # noqa: PLR0917 - of which drama, episode and shots, from what, and who makes them
    drama: Drama,
    outcome: Outcome,
    shown: Sequence[ShotSpan],
    heard: Mapping[str, Made],
    frames: Mapping[str, Promise],
    call: Call,
) -> dict[str, Promise]:
    """The moving shots, from their first frames and whatever else is seen on the way."""
    outline, episode = outcome.story
    needed = frames_needed(drama, episode)
    return {
        span.shot.id: call(
            f"clip {span.shot.id}", clip, drama, outline, span, heard,
            *(frames[name] for name in needed[span.shot.id]),
        )
        for span in shown
    }  # fmt: skip


def _dressed(drama: Drama, outcome: Outcome, films: Sequence[Output], call: Call) -> Sequence[Output]:
    """*films*, with the second language that they ask for; none where their subtitles can't be drawn."""
    outline, episode = outcome.story
    wrong = unfit(drama, films, outline)
    outcome.missing |= wrong
    if wrong:
        return ()
    for language in sorted({film.final.subtitles.second for film in films} - {"none"}):
        name = f"{episode.id}.{language}"
        promise = call(f"translation {name}", translate, drama, outline, episode, language)
        if made := outcome.collect("translation", {name: promise}).get(name):
            outcome.translations[language] = made
    return [film for film in films if film.final.subtitles.second in ("none", *outcome.translations)]


def _voices(drama: Drama, outcome: Outcome, call: Call) -> dict[str, Promise]:
    """Every line, spoken by whom the cast says; none where something is wrong with the cast."""
    outline, episode = outcome.story
    pages = {CAST: call("cast page", page, drama, outline, episode.guests)} if with_page(drama) else {}
    whose = cast(drama, outline, outcome.collect("cast", pages).get(CAST))
    outcome.missing |= whose.problems
    outcome.warnings += whose.warnings
    if outcome.missing:
        return {}
    return {
        line.id: call(f"voice {line.id}", speak, drama, outline.language, line, whose)
        for _, line in episode.lines
    }


def _frames(drama: Drama, outcome: Outcome, call: Call) -> dict[str, Promise]:
    """The first frame of every shot, after the portraits (and sheets) of those who are seen."""
    outline, episode = outcome.story
    seen = dict.fromkeys(outline.character(name).name for _, shot in episode.shots for name in shot.people)
    portraits = outcome.collect(
        "portrait",
        {name: call(f"portrait {name}", portrait, drama, outline, outline.character(name)) for name in seen},
    )
    pictures = {name: [made] for name, made in portraits.items()}
    if with_sheets(drama):
        sheets = {
            name: call(f"sheet {name}", sheet, drama, outline, outline.character(name), made)
            for name, made in portraits.items()
        }
        for name, made in outcome.collect("sheet", sheets).items():
            pictures[name].append(made)
    return {
        shot.id: call(f"frame {shot.id}", frame, drama, outline, scene, shot, pictures)
        for scene, shot in episode.shots
    }
