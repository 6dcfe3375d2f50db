"""What a reader has found so far; turns into a `Screenplay` when the script ends."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.errors import ScriptError
from pipeline.script.headings import Heading
from pipeline.script.language import language_of
from pipeline.script.screenplay import Element, Kind, Screenplay, ScriptEpisode, ScriptScene
from pipeline.story import Character, Mode, Unused


@dataclass
class _Scene:
    heading: Heading
    line_number: int
    flashback: bool
    goes_on: bool = False
    people: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)

    def finished(self) -> ScriptScene:
        return ScriptScene(
            heading=self.heading.text,
            place=self.heading.place,
            elements=tuple(self.elements),
            inside=self.heading.inside,
            time=self.heading.time,
            flashback=self.flashback,
            people=tuple(dict.fromkeys(self.people)),
        )


@dataclass
class _Episode:
    number: int
    title: str
    heading: str
    line_number: int
    scenes: list[_Scene] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    by_itself: bool = False
    """Opened by what came before any heading of an episode."""


@dataclass
class Draft:
    """
    Collects a script from its first line to its last.

    What comes before any episode or scene opens an episode and a scene by itself. Nothing handed
    in is lost: a heading without anything below it ends up in `unused` as well. *chapters* is as
    in `Screenplay`.
    """

    title: str = ""
    logline: str = ""
    characters: list[Character] = field(default_factory=list)
    chapters: bool = False
    _episodes: list[_Episode] = field(default_factory=list)
    _front: list[Unused] = field(default_factory=list)
    _flashback: bool = False
    _shift: int = 0

    @property
    def begun(self) -> bool:
        """Whether an episode or a scene has begun."""
        return bool(self._episodes)

    @property
    def in_scene(self) -> bool:
        """Whether a scene of the present episode has begun."""
        return self.begun and bool(self._episodes[-1].scenes)

    @property
    def scene_has_elements(self) -> bool:
        """Whether the present scene shows or tells anything yet."""
        return self.in_scene and bool(self._episodes[-1].scenes[-1].elements)

    @property
    def heading(self) -> Heading:
        """The heading of the present scene, or an empty one."""
        return self._episodes[-1].scenes[-1].heading if self.in_scene else Heading("")

    def tell(self, text: str) -> None:
        """Add *text* to the logline."""
        self.logline = f"{self.logline} {text}".strip()

    def introduce(self, character: Character) -> None:
        """Add to the cast list; who is there already gets what was not known yet."""
        for index, known in enumerate(self.characters):
            if known.name == character.name:
                look = " ".join(dict.fromkeys(filter(None, (known.look, character.look))))
                self.characters[index] = known.model_copy(update={"look": look})
                return
        self.characters.append(character)

    def episode(self, number: int | None, title: str, heading: str, line_number: int) -> None:
        """
        Begin an episode; a *number* that is missing or taken becomes the next free one.

        Where its number was taken, or some are missing before it, `unused` tells; not again for those
        behind it that are shifted alike.
        Scenes that stand before the first heading of an episode open that episode.
        """
        opening: list[_Scene] = []
        if len(self._episodes) == 1 and self._episodes[0].by_itself:
            before = self._episodes.pop()
            opening = before.scenes
            self._front.extend(before.unused)
        taken = self._episodes[-1].number if self.begun else 0
        free = number if number and number > taken else taken + 1
        self._episodes.append(_Episode(free, title, heading, line_number, opening))
        self._flashback = False
        shift, self._shift = self._shift, self._shift if number is None else free - number
        if number is not None and number != free and free - number != shift:
            self.leave(heading, line_number, f"its number is taken: this is episode {free}")
        elif taken and free > taken + 1:
            self.leave(heading, line_number, f"between episodes {taken} and {free} there is nothing")

    def scene(self, heading: Heading, line_number: int) -> None:
        """Begin a scene, and the first episode where none has begun."""
        if not self.begun:
            self._episodes.append(_Episode(1, "", "", line_number, by_itself=True))
        flashback = self._flashback or heading.flashback
        self._episodes[-1].scenes.append(_Scene(heading, line_number, flashback))

    def retitle_scene(self, heading: Heading) -> None:
        """Give the present scene another *heading*, which has the old one's words in it."""
        self._scene(1).heading = heading

    def flashback(self, on: bool, line_number: int) -> None:
        """From here on it is (or no longer is) a flashback; in mid-scene that begins a new one."""
        self._flashback = on
        if not self.in_scene:
            return
        scene = self._episodes[-1].scenes[-1]
        if scene.elements:
            self.scene(replace(scene.heading, flashback=False), line_number)
            rest = self._scene(line_number)
            rest.people, rest.goes_on = list(scene.people), True
        else:
            scene.flashback = on

    def people(self, names: list[str], line_number: int) -> None:
        """Add *names* to who is in the present scene."""
        scene = self._scene(line_number)
        scene.people.extend(names)
        scene.goes_on = False

    def add(  # noqa: PLR0917 - in the order of Element's own fields
        self,
        kind: Kind,
        text: str,
        line_number: int,
        speaker: str = "",
        note: str = "",
        mode: Mode = Mode.SPEECH,
    ) -> None:
        """Add a piece to the present scene; blank *text* adds nothing."""
        if text.strip():
            element = Element(kind, text.strip(), line_number, speaker, note, mode)
            self._scene(line_number).elements.append(element)

    def leave(self, text: str, line_number: int, why: str) -> None:
        """List *text* as neither shown nor heard."""
        unused = self._episodes[-1].unused if self.begun else self._front
        unused.append(Unused(text=text, line_number=line_number, why=why))

    def screenplay(self, name: str = "") -> Screenplay:
        """The whole; *name* is its title where it gives none. `ScriptError` where nothing happens in it."""
        self._leave_empty_parts()
        episodes = tuple(_finished(episode) for episode in self._episodes if episode.scenes)
        if not episodes:
            raise ScriptError(
                f"The script {name or self.title} has no story: nothing is shown or said in it.".replace(
                    "  ", " "
                ),
                "Write actions and dialogue below the headings.",
            )
        language = language_of(_words(episodes))
        title = self.title or name or {"zh": "无题", "en": "Untitled"}[language]
        front, people = tuple(self._front), tuple(self.characters)
        return Screenplay(title, language, episodes, self.logline, people, front, self.chapters)

    def _scene(self, line_number: int) -> _Scene:
        if not self.in_scene:
            self.scene(Heading(""), line_number)
        return self._episodes[-1].scenes[-1]

    def _leave_empty_parts(self) -> None:
        for episode in self._episodes:
            _leave_empty_scenes(episode)
        for episode in self._episodes:
            if not episode.scenes:
                self._front.extend(episode.unused)
                _leave_heading(
                    self._front, episode.heading, episode.line_number, "nothing happens in this episode"
                )


def _leave_empty_scenes(episode: _Episode) -> None:
    kept = [scene for scene in episode.scenes if scene.elements]
    for scene in episode.scenes:
        if not scene.elements and not scene.goes_on:
            words = "\n".join(filter(None, (scene.heading.text, "、".join(scene.people))))
            _leave_heading(episode.unused, words, scene.line_number, "nothing happens in this scene")
    episode.scenes = kept


def _leave_heading(unused: list[Unused], text: str, line_number: int, why: str) -> None:
    if text:
        unused.append(Unused(text=text, line_number=line_number, why=why))


def _finished(episode: _Episode) -> ScriptEpisode:
    scenes = tuple(scene.finished() for scene in episode.scenes)
    return ScriptEpisode(episode.number, episode.title, scenes, tuple(episode.unused))


def _words(episodes: tuple[ScriptEpisode, ...]) -> str:
    elements = (element for episode in episodes for scene in episode.scenes for element in scene.elements)
    return "\n".join(element.text for element, _ in zip(elements, range(2000), strict=False))
