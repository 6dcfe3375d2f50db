"""The sound of an episode: `final/sound/e01.wav`, and on demand its stems in `final/stems/`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from pipeline.attempt import Made
from pipeline.drama import Drama
from pipeline.errors import InputError
from pipeline.ffmpeg import probe
from pipeline.final.output import Output
from pipeline.final.picture import cut
from pipeline.final.sound import effects, music_library, sound, stems
from pipeline.final.sound.library import Shelf, folder_of
from pipeline.final.sound.score import Library, Score, score
from pipeline.final.sound.sound import Sound
from pipeline.final.sound.stems import Stem
from pipeline.final.stage import Reel, made_by
from pipeline.outcome import Outcome
from pipeline.recipe import plain
from pipeline.timeline import Timeline


@dataclass(frozen=True)
class _Mix:
    """All that decides the sound of a film; *timeline* is a hash of it, *own* are sounds of the user's."""

    voices: Mapping[str, Path]
    timeline: str
    seed: int
    own: tuple[object, ...] = ()
    clips: Mapping[str, Path] = field(default_factory=dict)
    stem: str = ""


@dataclass(frozen=True)
class _Shelves:
    """The folders of sounds that the user has."""

    music: Shelf[music_library.Tags] | None
    effects: Shelf[effects.Tags] | None


def mix(
    drama: Drama, output: Output, reel: Reel, voices: Mapping[str, Made], clips: Mapping[str, Made]
) -> Made:
    """The sound of the whole episode; *voices* and *clips* go by the ids of lines and shots."""
    return _made(drama, output, reel, (voices, clips))


def stem_files(
    drama: Drama, output: Output, reel: Reel, voices: Mapping[str, Made], clips: Mapping[str, Made]
) -> dict[Stem, Made]:
    """The voices, the music and the effects of the episode, each as long as the film."""
    return {stem: _made(drama, output, reel, (voices, clips), stem) for stem in stems.STEMS}


def _made(
    drama: Drama,
    output: Output,
    reel: Reel,
    heard: tuple[Mapping[str, Made], Mapping[str, Made]],
    stem: Stem | None = None,
) -> Made:
    options, timeline = output.final.sound, reel.timeline
    voices, clips = ({name: made.path for name, made in files.items()} for files in heard)
    asked = score(timeline, voices, options, drama.profile.story.seed, _library(drama, options))
    whole = json.dumps(plain(timeline.heard, drama.project.sha256), sort_keys=True)
    decides = _Mix(
        voices,
        sha256(whole.encode()).hexdigest(),
        asked.seed,
        asked.own,
        clips if options.clips != "mute" else {},
        stem or "",
    )

    def build(out: Path) -> None:
        full = replace(asked, clips=_sounding(decides.clips, timeline, output))
        if stem:
            stems.write(full, options, stem, out)
        else:
            sound.mix_score(full, options, out)

    episode = reel.episode.id
    name = output.beside(f"stems/{episode}", f"-{stem}.wav") if stem else f"{output.sound}/{episode}.wav"
    return made_by(drama, name, "mix", options=options, asked=decides, build=build)


def _sounding(clips: Mapping[str, Path], timeline: Timeline, output: Output) -> dict[str, tuple[Path, float]]:
    """The clips that have sound, and by how much each is slowed."""
    return {
        span.shot.id: (clip, cut.fitted(cut.looked_at(clip, span, output.film), span).slower)
        for span in timeline.shots
        if (clip := clips.get(span.shot.id)) and probe(clip).audio_codec
    }


def _shelves(drama: Drama, options: Sound) -> _Shelves:
    music = folder_of(drama.root, options.music_folder, "music") if options.music else None
    heard = options.effects or options.ambience
    around = folder_of(drama.root, options.effects_folder, "effects") if heard else None
    return _Shelves(
        music_library.tagged(music) if music else None, effects.tagged(around) if around else None
    )


def _library(drama: Drama, options: Sound) -> Library:
    """The sounds that can be chosen from; a plan tells of what is wrong with them by `problems`."""
    if drama.project.planning and any(problems(drama, options)):
        return Library()
    shelves = _shelves(drama, options)
    for shelf in (shelves.music, shelves.effects):
        if shelf:
            shelf.insist()
    tunes = music_library.tunes(shelves.music) if shelves.music else ()
    return Library(tunes, effects.effects(shelves.effects))


def problems(drama: Drama, options: Sound) -> Iterable[str]:
    """What is wrong with the folders of sounds: missing, mistagged, or a file that can't be read."""
    try:
        shelves = _shelves(drama, options)
    except InputError as error:
        return [str(error)]
    there = [shelf for shelf in (shelves.music, shelves.effects) if shelf]
    return [told for shelf in there for told in (*shelf.wrong, *shelf.unreadable())]


def warnings(drama: Drama, options: Sound, outcomes: Sequence[Outcome]) -> Iterable[str]:
    """The moods that the user's music has nothing for."""
    if any(problems(drama, options)) or not (shelf := _shelves(drama, options).music):
        return
    tunes = music_library.tunes(shelf)
    timelines = [outcome.timeline for outcome in outcomes if outcome.timeline]
    moods = (mood for timeline in timelines for mood in music_library.lacking(tunes, timeline))
    if named := ", ".join(dict.fromkeys(mood.value for mood in moods)):
        yield f"{shelf.folder} has no music that is {named}: composed music plays there."


def credits_of(drama: Drama, output: Output, timeline: Timeline) -> tuple[str, ...]:
    """Whom the credits name for music and effects that are heard in *timeline*, with their licences."""
    options = output.final.sound
    asked: Score = score(timeline, {}, options, drama.profile.story.seed, _library(drama, options))
    around = None if any(problems(drama, options)) else _shelves(drama, options).effects
    heard = [*(cue.take for cue in asked.cues), *asked.under.values()]
    return (*music_library.credits_of(asked.music), *effects.credits_of(heard, around))
