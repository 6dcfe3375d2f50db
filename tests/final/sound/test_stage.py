"""The sound of a drama with music, effects and clips of its own: what it is made of, and when anew."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.attempt import Made
from pipeline.chain import tell
from pipeline.drama import Drama, open_drama
from pipeline.errors import InputError
from pipeline.ffmpeg import probe, run
from pipeline.final.output import Output
from pipeline.final.sound.stage import credits_of, mix, problems, stem_files, warnings
from pipeline.final.stage import Reel
from pipeline.outcome import Outcome
from pipeline.plan import plan
from pipeline.promise import at_once


@dataclass(frozen=True)
class Spoken:
    """A drama whose voices are there."""

    folder: Path
    outcome: Outcome

    @property
    def drama(self) -> Drama:
        return open_drama(self.folder)

    @property
    def output(self) -> Output:
        return Output(self.drama.profile.film, self.drama.profile.final)

    @property
    def reel(self) -> Reel:
        return Reel(*self.outcome.story, self.outcome.timeline)

    @property
    def voices(self) -> dict[str, Made]:
        return {file.path.stem: file for file in self.outcome.files if file.name.startswith("voices/e01")}

    def mixed(self, clips: dict[str, Made] | None = None) -> str:
        """What became of the sound: made or kept."""
        return mix(self.drama, self.output, self.reel, self.voices, clips or {}).status

    def say(self, **options: object) -> None:
        """Set options of `final.sound`, and no others."""
        profile, said = self.folder / "drama.yaml", ", ".join(f"{k}: {v}" for k, v in options.items())
        kept = [line for line in profile.read_text("utf-8").splitlines() if not line.startswith("final:")]
        profile.write_text("\n".join([*kept, f"final: {{sound: {{{said}}}}}"]), "utf-8")


@pytest.fixture
def spoken(folder: Path) -> Spoken:
    return Spoken(folder, tell(open_drama(folder), 1, "voices", at_once))


def sound(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    run(["-f", "lavfi", "-i", "anoisesrc=d=3:c=pink:r=22050:a=0.2:seed=1", str(path)])
    return path


def test_the_sound_is_made_anew_where_music_of_the_users_changes_that_is_heard(spoken: Spoken):
    sound(spoken.folder / "music/any.mp3")
    assert [spoken.mixed(), spoken.mixed()] == ["made", "kept"]

    sound(spoken.folder / "music/epic.mp3")
    (spoken.folder / "music/music.yaml").write_text("any.mp3: {credit: A. Person}", "utf-8")
    assert spoken.mixed() == "kept"

    (spoken.folder / "music/music.yaml").write_text("any.mp3: {gain_db: -6}", "utf-8")
    assert spoken.mixed() == "made"


def test_what_is_wrong_with_the_folders_is_told_before_any_work(spoken: Spoken):
    sound(spoken.folder / "music/sad.mp3")
    (spoken.folder / "music/broken.mp3").write_bytes(b"nothing")
    sound(spoken.folder / "effects/knock.wav")
    (spoken.folder / "effects/effects.yaml").write_text("knok.wav: {}", "utf-8")

    unreadable, mistyped = problems(spoken.drama, spoken.drama.profile.final.sound)

    assert "broken.mp3" in unreadable
    assert "effects.yaml, line 1, knok.wav: there is no such file. Did you mean 'knock.wav'?" in mistyped
    with pytest.raises(InputError, match=r"knok\.wav"):
        spoken.mixed()


def test_a_plan_tells_them_once(spoken: Spoken):
    (spoken.folder / "music").mkdir()
    (spoken.folder / "music/broken.mp3").write_bytes(b"nothing")

    told = plan(open_drama(spoken.folder, planning=True), [1]).problems

    assert len([problem for problem in told if "broken.mp3" in problem]) == 1


def test_a_folder_that_is_named_and_not_there_is_a_problem(spoken: Spoken):
    spoken.say(music_folder="songs")

    (told,) = problems(spoken.drama, spoken.drama.profile.final.sound)

    assert "There is no folder" in told


def test_a_folder_that_nobody_listens_to_is_not_read(spoken: Spoken):
    (spoken.folder / "music").mkdir()
    (spoken.folder / "music/broken.mp3").write_bytes(b"nothing")
    spoken.say(music="false")

    assert list(problems(spoken.drama, spoken.drama.profile.final.sound)) == []


def test_the_moods_that_have_no_music_are_told(spoken: Spoken):
    sound(spoken.folder / "music/epic.mp3")

    (told,) = warnings(spoken.drama, spoken.drama.profile.final.sound, [spoken.outcome])

    assert told.endswith("has no music that is mysterious, warm: composed music plays there.")


def test_a_folder_may_lie_elsewhere_and_its_path_decides_nothing(spoken: Spoken, tmp_path: Path):
    sound(tmp_path / "library/any.wav")
    spoken.say(music_folder="../library")
    first = spoken.mixed()
    spoken.say(music_folder=tmp_path / "library")

    assert (first, spoken.mixed()) == ("made", "kept")


def test_clips_with_sound_are_mixed_in_and_those_without_are_not_missed(spoken: Spoken):
    first, second = (span.shot.id for span in spoken.outcome.timeline.shots[:2])
    pictures = ["-f", "lavfi", "-i", "color=s=72x128:d=9:r=8"]
    for name, noise in ((first, ["-f", "lavfi", "-i", "anoisesrc=d=9:a=0.2:seed=1"]), (second, [])):
        run([*pictures, *noise, str(spoken.folder / f"{name}.mp4")])
    files = {name: spoken.folder / f"{name}.mp4" for name in (first, second)}
    spoken.say(music="false")
    clips = {name: Made(path.name, path, "made", "turn", 1) for name, path in files.items()}

    assert [spoken.mixed(clips), spoken.mixed()] == ["made", "kept"]
    muted = (spoken.folder / "final/sound/e01.wav").read_bytes()
    spoken.say(music="false", clips="mix")

    assert [spoken.mixed(clips), spoken.mixed(clips)] == ["made", "kept"]
    assert (spoken.folder / "final/sound/e01.wav").read_bytes() != muted


def test_stems_lie_beside_the_film_and_are_as_long_as_its_sound(spoken: Spoken):
    spoken.mixed()

    made, again = (stem_files(spoken.drama, spoken.output, spoken.reel, spoken.voices, {}) for _ in range(2))

    assert [stem.name for stem in made.values()] == [
        f"final/stems/e01-{stem}.wav" for stem in ("voices", "music", "effects")
    ]
    lengths = {probe(stem.path).seconds for stem in made.values()}
    assert lengths == {probe(spoken.folder / "final/sound/e01.wav").seconds}
    assert {stem.status for stem in again.values()} == {"kept"}


def test_the_credits_name_the_music_that_is_heard(spoken: Spoken):
    sound(spoken.folder / "music/any.wav")
    (spoken.folder / "music/music.yaml").write_text("any.wav: {credit: A. Person, licence: CC0}", "utf-8")

    assert credits_of(spoken.drama, spoken.output, spoken.reel.timeline) == ("A. Person, CC0",)
