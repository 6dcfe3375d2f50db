"""The films that are delivered of an episode: the drama's own, and those for platforms with other wishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import Literal

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.final.film import Encoding, Film
from pipeline.final.label.label import Label
from pipeline.final.picture.cards import Cards
from pipeline.final.picture.cover import Cover
from pipeline.final.picture.transitions import Transitions
from pipeline.final.platforms import Name, Platform
from pipeline.final.sound.sound import Sound
from pipeline.final.subtitles.subtitles import Subtitles, Zones, within

#: So little do shapes differ that nobody sees it, as from rounding.
_ALIKE = 0.01
#: Where the lowest row stands at least, where nothing is covered.
_LOWEST = 0.06


@options(frozen=True, config=OPTIONS)
class Final:
    """How the film is finished."""

    subtitles: Subtitles = Subtitles()
    """The subtitles in the picture and beside the film."""
    sound: Sound = Sound()
    """The voices, the music and the loudness."""
    label: Label = Label()
    """The mark that the film was made by AI."""
    transitions: Transitions = Transitions()
    """How scenes go over into each other."""
    cards: Cards = Cards()
    """What is written before and behind the story."""
    cover: Cover = Cover()
    """The picture that stands for the film."""
    encoding: Encoding = Encoding()
    """How the film is encoded."""
    platforms: tuple[Name, ...] = ()
    """Platforms that a film is made for besides the drama's own: `drama platforms` lists them."""
    reframe: Literal["blur", "crop", "fit"] = "blur"
    """For pictures of another shape: blur puts a blurred copy at the sides, crop cuts away, fit is black."""


@dataclass(frozen=True)
class Output:
    """
    One film of an episode: where its files lie, and by which options it is made.

    *folder* holds the film and what lies beside it, *shots* the encoded shots and *sound* the mixed sound:
    films of the same picture, and those that are equally loud, share them. The drama's own has no *name*
    and no *platform*. *zones* are what may be covered of its picture.
    """

    film: Film
    final: Final
    folder: str = "final"
    shots: str = "final/shots"
    sound: str = "final/sound"
    name: str = ""
    platform: Platform | None = None
    zones: Zones = field(default_factory=Zones)

    def beside(self, episode: str, ending: str) -> str:
        """The name of the file of *episode* with *ending*, such as `.mp4` or `-cover.jpg`."""
        return f"{self.folder}/{episode}{ending}"

    def of(self, episode: str) -> str:
        """What a person calls the film of *episode*."""
        return f"{episode} for {self.name}" if self.name else episode

    @property
    def still(self) -> Film:
        """The form of its cover."""
        wished = self.platform
        if not (wished and wished.cover_width and wished.cover_height):
            return self.film
        cover = _sized(self.film, wished.cover_width, wished.cover_height)
        return replace(cover, reframe="crop" if self.film.reframe == "centre" else self.film.reframe)


NO_PLATFORMS: Mapping[str, Platform] = MappingProxyType({})


def outputs(film: Film, final: Final, platforms: Mapping[str, Platform] = NO_PLATFORMS) -> tuple[Output, ...]:
    """
    The drama's own film and one for each of *platforms*, by their names.

    Films of the same picture are made from the same encoded shots, which keep to what all of them ask for:
    words stand where nobody covers them, and the lowest ceiling of the bit rate holds.
    """
    own = Output(film, final)
    films = [own, *(_for(name, platform, own) for name, platform in platforms.items())]
    return tuple(_sharing(one, [other for other in films if other.shots == one.shots]) for one in films)


def _for(name: str, platform: Platform, own: Output) -> Output:
    """The film for *platform* alone."""
    film = _frame(platform, own)
    final, sound = own.final, own.final.sound
    encoding = _encoding(final.encoding, platform)
    heard = _heard(sound, platform)
    subtitles = final.subtitles
    if film != own.film:
        # How high words stand in the drama's own shape says nothing of another one.
        subtitles = replace(subtitles, bottom=max(platform.zones.bottom, _LOWEST))
    return Output(
        film,
        replace(final, encoding=encoding, sound=heard, subtitles=subtitles),
        f"final/{name}",
        _shots(film, encoding, own),
        own.sound
        if heard == sound
        else f"{own.sound}{heard.loudness_lufs:g}lufs{heard.true_peak_dbtp:g}dbtp",
        name,
        platform,
        platform.zones,
    )


def _frame(platform: Platform, own: Output) -> Film:
    """The drama's own picture where it has the shape of *platform*, since enlarging it shows no more."""
    film = own.film
    if abs(platform.width * film.height / (platform.height * film.width) - 1) < _ALIKE:
        return film
    return replace(_sized(film, platform.width, platform.height), reframe=own.final.reframe)


def _sized(film: Film, width: int, height: int) -> Film:
    """*film* in the shape of *width* and *height*, and no larger than they nor than it is."""
    scale = min(1.0, min(film.width, film.height) / min(width, height))
    return replace(film, width=2 * round(width * scale / 2), height=2 * round(height * scale / 2))


def _encoding(own: Encoding, platform: Platform) -> Encoding:
    kept = own if own.codec in platform.codecs else replace(own, codec=platform.codecs[0], encoder="")
    audio = min(own.audio_kbps, platform.most_audio_kbps)
    return replace(kept, audio_kbps=audio, most_kbps=_lowest(own.most_kbps, platform.most_kbps))


def _heard(own: Sound, platform: Platform) -> Sound:
    """The sound as loud as *platform* has it."""
    loudness, peak = platform.loudness_lufs, platform.true_peak_dbtp
    return replace(
        own,
        loudness_lufs=own.loudness_lufs if loudness is None else loudness,
        true_peak_dbtp=own.true_peak_dbtp if peak is None else min(own.true_peak_dbtp, peak),
    )


def _lowest(*ceilings: int) -> int:
    """The lowest of *ceilings*, of which 0 is none."""
    return min((ceiling for ceiling in ceilings if ceiling), default=0)


def _shots(film: Film, encoding: Encoding, own: Output) -> str:
    """The folder of the shots of *film*, whoever else they are for."""
    parts = [own.shots]
    if film != own.film:
        parts.append(f"{film.width}x{film.height}")
    if encoding.codec != own.final.encoding.codec:
        parts.append(encoding.codec)
    return "-".join(parts)


def _sharing(output: Output, alike: Sequence[Output]) -> Output:
    """*output* as all those who share its shots can show it."""
    final = output.final
    zones = reduce(or_, (other.zones for other in alike))
    ceiling = _lowest(*(other.final.encoding.most_kbps for other in alike))
    subtitles = replace(final.subtitles, bottom=max(other.final.subtitles.bottom for other in alike))
    shared = replace(
        final,
        subtitles=within(subtitles, zones, output.film),
        encoding=replace(final.encoding, most_kbps=ceiling),
    )
    return replace(output, final=shared, zones=zones)
