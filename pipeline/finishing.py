"""How an episode is finished once all of its shots are there: its sound, its subtitles and its films."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from pipeline.attempt import Made
from pipeline.drama import Drama
from pipeline.errors import DramaError
from pipeline.final.export.cut_stage import Cut
from pipeline.final.export.stage import otio
from pipeline.final.label.stage import statement
from pipeline.final.output import Output
from pipeline.final.picture.encoding_stage import by_software, colours, corrections, mixed
from pipeline.final.picture.stage import card, cover, transition
from pipeline.final.sound.stage import mix
from pipeline.final.stage import Reel, film, segment
from pipeline.final.subtitles.stage import beside
from pipeline.outcome import Outcome
from pipeline.promise import Call, Promise

_MAKERS: Mapping[str, Callable[..., Made]] = {
    "title": card,
    "shot": segment,
    "transition": transition,
    "credits": card,
}


def pieces(
    drama: Drama, output: Output, reel: Reel, clips: Mapping[str, Promise], call: Call
) -> dict[str, Promise]:
    """
    The encoded pieces of the picture of *reel*, by their names.

    *clips* go by the ids of shots; a piece of which a clip is not there is left out.
    """
    reel = _evened(drama, output, reel, clips, call)
    size = f" {output.film.width}x{output.film.height}" if output.name else ""
    promises: dict[str, Promise] = {}
    for piece in reel.timeline.pieces:
        seen = [clips[span.shot.id] for span in piece.spans if span.shot.id in clips]
        if len(seen) == len(piece.spans):
            label = f"{piece.kind} {piece.name}{size}"
            promises[piece.name] = call(label, _MAKERS[piece.kind], drama, output, reel, piece, *seen)
    return promises


def _evened(drama: Drama, output: Output, reel: Reel, clips: Mapping[str, Promise], call: Call) -> Reel:
    """*reel* with how the colours of its shots are evened, for which all *clips* are waited for."""
    strength = output.final.encoding.even_colours
    if not strength:
        return reel
    asked = {shot: call(f"colours {shot}", colours, drama, shot, clip) for shot, clip in clips.items()}
    there: dict[str, Made] = {}
    for shot, promise in asked.items():
        # Why a clip is not there is told where it is collected.
        with suppress(DramaError):
            there[shot] = promise.result()
    known = {shot: made for shot, made in there.items() if made.status != "planned"}
    return replace(reel, corrections=corrections(reel.timeline, known, strength))


def by_one_encoder(  # noqa: PLR0917 - whose pieces, of which film, from what, and who makes them
    drama: Drama,
    output: Output,
    outcome: Outcome,
    pieces_there: dict[str, Made],
    clips: Mapping[str, Promise],
    call: Call,
) -> dict[str, Made]:
    """
    *pieces_there*, all from one encoder: where they are from several, those of hardware are made anew.

    That happens where hardware is lost, as on another machine, or fails at one shot.
    """
    if outcome.timeline is None or not mixed(pieces_there.values()):
        return pieces_there
    outline, episode = outcome.story
    reel = Reel(outline, episode, outcome.timeline, outcome.translations)
    again = pieces(drama, by_software(output), reel, clips, call)
    replaced = {made.name for made in pieces_there.values()}
    outcome.files = [made for made in outcome.files if made.name not in replaced]
    return outcome.collect("shot", again)


def finish(  # noqa: PLR0917 - whose film, which, of what, and who does it
    drama: Drama,
    output: Output,
    outcome: Outcome,
    segments: Mapping[str, Made],
    voices: Mapping[str, Made],
    call: Call,
) -> None:
    """
    Make the film *output* of the episode in *outcome* from its *segments* and its *voices*.

    Both go by the ids of shots and lines. Where a piece of its picture is missing, nothing is done.
    """
    (outline, episode), timeline = outcome.story, outcome.timeline
    if timeline is None or any(piece.name not in segments for piece in timeline.pieces):
        return
    called = output.of(episode.id)
    reel = Reel(outline, episode, timeline, outcome.translations, clips=outcome.clips, voices=voices)
    parts = {
        "sound": call(f"sound {called}", mix, drama, output, reel, voices, outcome.takes),
        **beside(drama, output, reel, call),
    }
    there = outcome.collect(called, parts)
    if len(there) < len(parts):
        return
    second = there.get(f"{output.final.subtitles.second}.srt")
    whole = (there["sound"], there["srt"], second)
    joined = call(f"film {called}", film, drama, output, reel, segments, whole)
    made = outcome.collect("film", {called: joined}).get(called)
    if not output.name:
        outcome.film = made
    elif made:
        outcome.also_for[output.name] = made
    if made:
        promise = call(f"statement {called}", statement, drama, output, reel, made)
        outcome.collect("statement", {called: promise})
    if output.final.cover.make:
        promise = call(f"cover {called}", cover, drama, output, reel, outcome.clips)
        outcome.collect("cover", {called: promise})
    if output == drama.outputs[0]:
        cut = Cut(drama, output, reel, outcome.clips, voices, outcome.takes)
        outcome.collect("timeline", {episode.id: call(f"timeline {episode.id}", otio, cut)})
