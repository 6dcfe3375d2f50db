"""
Subtitles (.srt, .vtt, .ass) of a film that gets new voices: who speaks is known by `NAME:`, 【名】 or a dash.

Words that name no speaker are the narrator's, as in prose. Times only tell where sentences go on and
scenes end. Sounds, songs and all that belongs to no cue are listed as unused.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.errors import ScriptError
from pipeline.script.bilingual import in_one_language
from pipeline.script.cues import TimedText, kind_of, read_cues
from pipeline.script.draft import Draft
from pipeline.script.headings import Heading
from pipeline.script.screenplay import Screenplay
from pipeline.script.utterances import Utterance, joined, speakers_in, utterances

#: In a conversation nobody is silent for longer.
SCENE_GAP_SECONDS = 8.0
#: A sentence goes on within this time; subtitles leave a few frames between cues.
SENTENCE_GAP_SECONDS = 1.0

_ENDS = tuple('.!?。！？♪"”’」』)）]')
_GOES_ON = tuple(",;，、；-–—")
_ELLIPSES = ("...", "…")


def recognise(text: str, name: str) -> bool:
    """Whether *name* ends as subtitles do, or *text* begins with lines as only subtitles have them."""
    return name.lower().endswith((".srt", ".vtt", ".ass", ".ssa")) or bool(kind_of(text[:10_000]))


def parse(text: str, name: str) -> Screenplay:
    """The screenplay in *text*, with the title *name*; `ScriptError` where there is no cue."""
    cues, unused = read_cues(text)
    if not cues:
        raise ScriptError(
            f"The subtitles {name} have no cue with words.",
            "Each needs a line such as 00:00:01,000 --> 00:00:02,500 and its words below.",
        )
    cues, translated = in_one_language(cues)
    reader = _Reader(_are_punctuated(cues))
    speakers = speakers_in(cues)
    for one in cues:
        reader.wait_for(one)
        for utterance in utterances(one, speakers):
            reader.read(utterance)
        reader.heard_until = max(reader.heard_until, one.end)
    reader.end_sentence()
    for left in (*unused, *translated):
        reader.draft.leave(left.text, left.line_number, left.why)
    return reader.draft.screenplay(name)


def _are_punctuated(cues: list[TimedText]) -> bool:
    """Whether a missing full stop means anything: many Chinese subtitles have none."""
    ended = sum(one.lines[-1].endswith((*_ENDS, *_ELLIPSES)) for one in cues if one.lines)
    return ended * 3 > len(cues)


@dataclass
class _Reader:
    punctuated: bool
    draft: Draft = field(default_factory=Draft)
    heard_until: float = 0.0
    _sentence: Utterance | None = None
    _soon: bool = False

    def wait_for(self, one: TimedText) -> None:
        """Nobody speaks before the cue *one*; after a long silence it begins a scene."""
        silence = one.start - self.heard_until
        self._soon = silence <= SENTENCE_GAP_SECONDS
        if silence > SCENE_GAP_SECONDS:
            self.end_sentence()
            if self.draft.scene_has_elements:
                self.draft.scene(Heading(""), one.line_number)

    def read(self, utterance: Utterance) -> None:
        """Add what is said; a sentence waits for the next cue, where it may go on."""
        if utterance.why:
            self.draft.leave(utterance.text, utterance.line_number, utterance.why)
        elif self._sentence and self._soon and self._continues(self._sentence, utterance):
            self._sentence = _with(self._sentence, utterance)
        else:
            self.end_sentence()
            self._sentence = utterance

    def end_sentence(self) -> None:
        """Nothing more belongs to what was said last."""
        if self._sentence:
            who = self._sentence.who
            self.draft.add(
                "dialogue", self._sentence.text, self._sentence.line_number, who.speaker, who.note, who.mode
            )
        self._sentence = None

    def _continues(self, before: Utterance, after: Utterance) -> bool:
        if after.marked or after.who.speaker not in {"", before.who.speaker}:
            return False
        if before.text.endswith(_ELLIPSES):
            return after.text.startswith(_ELLIPSES) or after.text[0].islower()
        if before.text.endswith(_ENDS):
            return False
        return before.text.endswith(_GOES_ON) or after.text[0].islower() or self.punctuated


def _with(before: Utterance, after: Utterance) -> Utterance:
    """One sentence, said by whoever began it."""
    note = ", ".join(dict.fromkeys(filter(None, (before.who.note, after.who.note))))
    text = joined((before.text, after.text))
    return replace(before, text=text, who=replace(before.who, note=note))
