"""Voices by CosyVoice 1, 2 and 3: of a server on one's own machine or network, or in this process."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from pipeline.addresses import host_of
from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import NotHere, Rejected
from pipeline.story import Age, Sex
from pipeline.tickets import current
from pipeline.voices.aligner import Aligner
from pipeline.voices.cosy.asking import OWN_SPEAKERS, SPEAKERS, Manual, suiting
from pipeline.voices.cosy.calls import Call, Mode, Sample, Version
from pipeline.voices.cosy.places import lacks, version_of
from pipeline.voices.engine import Offered, VoiceAbilities, VoiceRequest, Word

if TYPE_CHECKING:
    from pipeline.voices.cosy.answers import Server
    from pipeline.voices.cosy.client import Client
    from pipeline.voices.sound import Samples
    from pipeline.voices.speakable import Spoken


def _found(named: Any) -> Any:
    return Path(named).expanduser().absolute() if isinstance(named, str) and named else named or None


_File = Annotated[Path | None, BeforeValidator(_found)]


@dataclass(frozen=True, config=OPTIONS)
class Prompt:
    """A recording that CosyVoice speaks as, offered as a voice."""

    sound: Annotated[Path, BeforeValidator(_found)]
    """A WAV of 3 to 10 s, at least 16 kHz."""
    words: str = ""
    """The words that are heard in it."""
    sex: Sex = "unknown"
    """Whose voice it is."""
    age: Age | None = None
    """How old the voice sounds."""


@dataclass(frozen=True, config=OPTIONS)
class CosyVoice:
    """
    Natural voices in Chinese and English that can sound like a recording, on one's own graphics card.

    Free of charge. Version 1 has speakers of its own; 2 and 3 always speak as a recording. How a line was
    asked for, and what of its feeling the version can't do, is in the notes of its file.
    """

    #: Where it is made, and how long that may take.
    aside: ClassVar[tuple[str, ...]] = ("address", "at_once", "patience_seconds", "repository")

    address: str = ""
    """Where the server is, such as http://127.0.0.1:50000: `drama voice-server`, or the official one."""
    version: Literal["auto", 1, 2, 3] = "auto"
    """Which CosyVoice the server has; auto where it is `drama voice-server`, or a folder under `model`."""
    mode: Literal["auto", "sft", "zero-shot", "cross-lingual", "instruct", "instruct2"] = "auto"
    """Which inference is used; auto chooses by version, recording and feeling."""
    feelings: bool = True
    """Whether the feeling of a line is asked for; without, all are spoken as the recording sounds."""
    prompt: _File = None
    """A WAV of 3 to 10 s for all, where no `voices` are named; versions 2 and 3 need the one or the other."""
    prompt_words: str = ""
    """The words that are heard in `prompt`, all of them; where known it sounds more like it."""
    voices: dict[str, Prompt] = Field(default_factory=dict)
    """Recordings by name, of which each character is given one: {calm: {sound: a.wav}}."""
    speakers: tuple[str, ...] = ()
    """The speakers of a version 1 model, where they are not those of CosyVoice-300M-SFT."""
    speed: float = Field(default=1.0, ge=0.5, le=2)
    """How fast everybody speaks; the official server does not take it."""
    at_once: int = Field(default=1, ge=1)
    """How many lines the server speaks side by side."""
    patience_seconds: float = Field(default=600.0, gt=0)
    """How long one line may take; on a processor alone that are minutes."""
    repository: str = ""
    """The folder of the official repository, to load the model in this process instead of a server."""
    model: str = ""
    """With `repository`: the folder of the model, such as pretrained_models/Fun-CosyVoice3-0.5B."""
    aligner: Aligner = Aligner()
    """Who listens for the times of the words: none, or qwen."""

    @property
    def remote(self) -> bool:
        """A server takes none of this process's cores."""
        return not self.repository

    @property
    def queues(self) -> bool:
        """In this process it waits for its turn at the model by itself."""
        return bool(self.repository)

    @property
    def abilities(self) -> VoiceAbilities:
        """Its speakers or recordings by name; it sounds like others in all modes that take a recording."""
        own = self.mode in OWN_SPEAKERS
        offered = tuple(
            Offered(name, prompt.sex, prompt.age) for name, prompt in self.voices.items() if not own
        )
        if own or (self._own_speakers and not self.prompt):
            offered += self._speakers
        return VoiceAbilities(
            voices=offered,
            clones=not own,
            lexicon=True,
            notes=self.feelings and (self._set_version() != 1 or self.mode == "instruct"),
        )

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can, as far as can be said without asking the server."""
        files = [self.prompt, *(prompt.sound for prompt in self.voices.values())]
        missing = [str(file) for file in files if file and not file.is_file()]
        if missing:
            return f"There is no recording {', '.join(missing)}. Correct `prompt` or `voices`."
        if self.model and not self.repository:
            return "A `model` is loaded by the official repository: name its folder under `repository`."
        if self.repository:
            return lacks(*self._folders()) or self.aligner.unavailable()
        if not self.address:
            return (
                "No server is named. Start one with `drama voice-server --repository FOLDER --model FOLDER`, "
                "and write its `address`; or name a `repository` and a `model`."
            )
        if not host_of(self.address):
            return f"{self.address!r} is no address. Write one like http://127.0.0.1:50000."
        return self.aligner.unavailable()

    def speak(self, request: VoiceRequest, out: Path) -> tuple[Word, ...]:
        """
        Have the line spoken and write it to *out*; a line of punctuation alone is a pause.

        `NotHere` where nobody answers, `Wait` where the server is busy, `Rejected` where the version can't
        do what is set, `BadResult` where what came is no speech.
        """
        from pipeline.voices.finish import finish, silent
        from pipeline.voices.speakable import speakable

        if problem := self.unavailable():
            raise NotHere(problem)
        spoken = speakable(request.text, request.language, request.lexicon)
        if not spoken.audible:
            return silent(request.text, out)
        if self.repository:
            samples, rate = self._in_process(request, spoken)
        else:
            samples, rate = self._by_server(request, spoken)
        return finish(samples, rate, spoken, out, aligner=self.aligner)

    def _by_server(self, request: VoiceRequest, spoken: Spoken) -> tuple[Samples, int]:
        import numpy as np

        client = self._client()
        server = client.server()
        version = self._version_of(server)
        asked = self._calls(version, server.model, request, spoken)
        extras = {"seed": str(request.seed), "speed": str(self.speed)} if server.ours else {}
        if self.speed != 1 and not server.ours:
            current().told["speed"] = "1: the official server takes none"
        heard = [client.say(call, version, extras) for call in asked]
        return np.concatenate([samples for samples, _ in heard]), heard[0][1]

    def _in_process(self, request: VoiceRequest, spoken: Spoken) -> tuple[Samples, int]:
        from pipeline.local import shelf
        from pipeline.voices import sound
        from pipeline.voices.cosy.order import CosyOrder, CosyWeights

        weights = CosyWeights(*self._folders())
        version = version_of(weights.model)
        assert version
        asked = self._calls(version, weights.model.name, request, spoken)
        with TemporaryDirectory() as work:
            made = Path(work, "line.wav")
            order = CosyOrder(weights, asked, made, request.seed, self.speed)
            current().told.update(shelf.ask(order, ("auto",)))
            return sound.read_wav(made)

    def _calls(self, version: Version, model: str, request: VoiceRequest, spoken: Spoken) -> tuple[Call, ...]:
        """What is asked of *model* for the line; how, is in the notes of its file."""
        from pipeline.voices.pronouncing import cosyvoice

        text = (cosyvoice(spoken) if version == 3 else spoken).text
        mode: Mode | None = None if self.mode == "auto" else self.mode
        manual = Manual(version, model, mode, self.feelings)
        asked, notes = manual.asked(request, text, self._speaker(request), self._sample(request))
        current().told.update(notes)
        return asked

    def _sample(self, request: VoiceRequest) -> Sample | None:
        """Whom the line is to sound like, the nearest first: the person, the voice cast, everybody."""
        if self.mode in OWN_SPEAKERS:
            return None
        if request.recording:
            return Sample(request.recording.sound, request.recording.words)
        if cast := self.voices.get(request.called):
            return Sample(cast.sound, cast.words)
        return Sample(self.prompt, self.prompt_words) if self.prompt else None

    def _speaker(self, request: VoiceRequest) -> str:
        """Which of the model's own speakers has the line."""
        if request.called and request.called not in self.voices:
            return request.called
        return suiting(self._speakers, request.voice.sex, request.language)

    @property
    def _own_speakers(self) -> bool:
        """Whether the model has speakers, as far as is known without asking; it may while none is named."""
        if version := self._set_version():
            return version == 1
        return bool(self.speakers) or not self.address

    @property
    def _speakers(self) -> tuple[Offered, ...]:
        return tuple(map(Offered, self.speakers)) or SPEAKERS

    def _version_of(self, server: Server) -> Version:
        if server.version and self.version in ("auto", server.version):
            return server.version
        if server.version:
            raise Rejected(
                f"The server at {self.address} has CosyVoice {server.version}, and not {self.version}.",
                "Leave `version` at auto.",
            )
        if self.version == "auto":
            raise NotHere(
                f"The server at {self.address} does not tell which CosyVoice it has, nor its rate in Hz.",
                "Set `version` to 1, 2 or 3; Fun-CosyVoice3 is 3.",
            )
        return self.version

    def _set_version(self) -> Version | None:
        """The version as far as it is known without asking."""
        if self.repository:
            return version_of(self._folders()[1])
        return None if self.version == "auto" else self.version

    def _folders(self) -> tuple[Path, Path]:
        return Path(self.repository).expanduser().absolute(), Path(self.model).expanduser().absolute()

    def _client(self) -> Client:
        from pipeline.voices.cosy.client import Client

        return Client(self.address, self.patience_seconds, self.at_once)
