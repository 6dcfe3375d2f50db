import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Barrier, Event

import pytest
from desks import Memory
from pydantic import BaseModel

from pipeline.errors import BadResult, Refused
from pipeline.spending import Money
from pipeline.storyboard.asking.ask import Asker
from pipeline.storyboard.asking.model import Ask, Reply, TooMuch
from pipeline.storyboard.asking.understood import SizeWord
from pipeline.storyboard.engine import Answer, Form
from pipeline.words import Size


class Picture(BaseModel):
    seen: str = ""
    size: SizeWord = Size.MEDIUM


GOOD = '{"seen": "雨", "size": "wide"}'


@dataclass
class Scripted:
    """A language model that says what it is told to, one after the other."""

    says: list[str | Reply | Exception]
    asks: list[Ask] = field(default_factory=list)

    def complete(self, ask: Ask) -> Reply:
        self.asks.append(ask)
        said = self.says[len(self.asks) - 1]
        if isinstance(said, Exception):
            raise said
        return said if isinstance(said, Reply) else Reply(said, tokens_read=10, tokens_written=5)


class Noting(Memory):
    """A desk that also remembers what was noted and what it may cost."""

    def answer(self, name, question, form: type[Form], ask, price) -> Form | None:
        self.price, self.question = price, question
        return super().answer(name, question, form, self._noting(ask), price)

    def _noting(self, ask):
        def noted() -> Answer:
            self.answered = ask()
            return self.answered

        return noted


def asked(*says: str | Reply | Exception, desk: Memory | None = None, check=lambda _: (), **options):
    model = Scripted(list(says))
    work = desk or Noting()
    return Asker(model, work, **options).ask("e01", "Rain falls.", Picture, check), model, work


def test_a_good_answer_is_taken_at_once():
    form, model, work = asked(GOOD)

    assert form == Picture(seen="雨", size=Size.WIDE)
    assert work.answered.notes == {"calls": 1, "tokens_read": 10, "tokens_written": 5}
    (ask,) = model.asks
    assert (ask.name, ask.seed) == ("e01", 1)
    assert [message.role for message in ask.messages] == ["system", "user"]
    assert ask.messages[1].words == "Rain falls."
    assert ask.schema["required"] == ["seen", "size"]


def test_the_model_sees_the_pattern_of_the_form_also_where_no_schema_is_sent():
    _, model, _ = asked(GOOD)

    assert '"size": "wide | full | medium | close | detail' in model.asks[0].messages[0].words


def test_a_bad_answer_is_sent_back_with_the_exact_complaints():
    form, model, work = asked('{"seen": "雨", "size": "wobble"}', GOOD)

    assert form == Picture(seen="雨", size=Size.WIDE)
    assert work.answered.notes["calls"] == 2
    assert work.answered.notes["tokens_read"] == 20
    assert [message.role for message in model.asks[1].messages] == ["system", "user", "assistant", "user"]
    assert model.asks[1].messages[2].words == '{"seen": "雨", "size": "wobble"}'
    assert "- size is 'wobble'. Possible are 'wide', 'full', 'medium', 'close' or 'detail'." in (
        model.asks[1].messages[3].words
    )


def test_what_a_check_finds_is_sent_back_as_well():
    def check(picture: Picture) -> Sequence[str]:
        return [] if "雨" in picture.seen else ["Show the rain."]

    form, model, _ = asked('{"seen": "sun"}', GOOD, check=check)

    assert form == Picture(seen="雨", size=Size.WIDE)
    assert "- Show the rain." in model.asks[1].messages[3].words


def test_each_second_ask_goes_on_from_the_last_answer_only():
    _, model, _ = asked("What?", '{"size": "big"}', GOOD)

    assert len(model.asks[2].messages) == 4
    assert model.asks[2].messages[2].words == '{"size": "big"}'


def test_a_long_bad_answer_is_sent_back_in_short():
    _, model, _ = asked("好" * 50_000, GOOD)

    assert len(model.asks[1].messages[2].words) < 3100


def test_after_the_last_try_the_form_with_the_fewest_complaints_is_taken():
    said = ['{"seen": "a", "size": "x"}', '{"seen": 5, "size": "x"}', "no idea"]
    form, _, work = asked(*said)

    assert form == Picture(seen="a")
    assert work.answered.notes["calls"] == 3
    assert work.answered.notes["complaints"] == [
        "size is 'x'. Possible are 'wide', 'full', 'medium', 'close' or 'detail'."
    ]


def test_where_no_answer_had_the_right_shape_its_own_words_are_kept_to_be_read():
    desk = Memory()
    with pytest.raises(
        BadResult,
        match=r"The model tiny did not answer e01 as asked in 2 tries\. .*no JSON.*e01\.failed\.txt",
    ):
        asked("The rain falls.", "It rains.", desk=desk, tries=2, called="The model tiny")

    assert desk.failed == {"e01": "The rain falls.\n\n----\n\nIt rains."}
    assert desk.kept == {}


@pytest.mark.parametrize(
    "too_long",
    [TooMuch(), '{"seen": "rai', Reply('{"seen": "rai', cut_off=True), Reply("<think>Hm", cut_off=True)],
    ids=["more than it reads", "cut off in silence", "cut off", "cut off in thought"],
)
def test_an_answer_that_grows_too_long_is_none_and_that_is_kept(too_long):
    form, model, work = asked(too_long)

    assert form is None
    assert len(model.asks) == 1
    assert len(work.kept) == 1


def test_an_answer_that_is_whole_counts_although_what_follows_it_is_cut_off():
    assert asked(Reply(f"{GOOD} I hope tha", cut_off=True))[0] == Picture(seen="雨", size=Size.WIDE)


def test_a_second_answer_that_grows_too_long_leaves_the_first():
    assert asked('{"seen": "a", "size": "x"}', TooMuch())[0] == Picture(seen="a")


def test_a_refusal_is_not_asked_again():
    with pytest.raises(Refused, match="I'm sorry"):
        asked("I'm sorry, I can't help with that.", GOOD)


def test_an_answer_is_kept_by_its_words_its_form_and_its_seed():
    desk = Noting()
    asked(GOOD, desk=desk)
    first = desk.question
    asked(desk=desk)
    desk.seed = 2
    asked(GOOD, desk=desk)

    assert desk.asked == ["e01", "e01"]
    assert (first.words, first.form, first.seed, desk.question.seed) == ("Rain falls.", "Picture", 1, 2)


def test_it_is_paid_by_tokens_and_never_costs_more_than_was_said():
    def cost(read: int, written: int) -> Money:
        return Money((read + 10 * written) / 1e6, "CNY")

    _, _, work = asked("?", GOOD, cost=cost, most_tokens=100)

    assert work.answered.paid == Money((20 + 10 * 10) / 1e6, "CNY")
    assert work.price.amount > work.answered.paid.amount


def test_what_fails_after_paid_calls_says_what_they_cost():
    with pytest.raises(BadResult) as failed:
        asked("?", "?", tries=2, cost=lambda read, written: Money(read + written))

    assert failed.value.paid == 2 * (10 + 5)


def test_jobs_run_side_by_side_within_the_limit_and_keep_their_order():
    both = Barrier(2, timeout=10)
    asker = Asker(Scripted([]), Memory(), side_by_side=2)

    def job(number: int) -> int:
        both.wait()
        return number

    assert asker.all([lambda n=n: job(n) for n in range(6)]) == [0, 1, 2, 3, 4, 5]


def test_what_runs_when_another_fails_is_finished():
    both, failed, ended = Barrier(2, timeout=10), Event(), []
    asker = Asker(Scripted([]), Memory(), side_by_side=2)

    def fail() -> None:
        both.wait()
        failed.set()
        raise Refused("It won't.")

    def finish() -> None:
        both.wait()
        failed.wait(10)
        ended.append("finished")

    with pytest.raises(Refused, match="It won't"):
        asker.all([fail, finish])
    assert ended == ["finished"]


def test_with_one_at_a_time_nothing_is_begun_after_an_error():
    begun: list[int] = []

    def fail() -> None:
        raise Refused("It won't.")

    with pytest.raises(Refused):
        Asker(Scripted([]), Memory(), side_by_side=1).all([fail, *[lambda: begun.append(1)] * 50])
    assert begun == []


def test_ctrl_c_waits_for_no_answer():
    answered, ended = Event(), Event()

    def interrupt() -> None:
        raise KeyboardInterrupt

    def answer() -> None:
        answered.wait(10)
        ended.set()

    with pytest.raises(KeyboardInterrupt):
        Asker(Scripted([]), Memory(), side_by_side=2).all([answer, interrupt])
    assert not ended.is_set()
    answered.set()
    assert ended.wait(10)


def test_no_jobs_are_done_at_once():
    assert Asker(Scripted([]), Memory()).all([]) == []


def test_the_words_of_a_form_go_through_json_unchanged():
    words = 'He said "no"\n“不”'
    assert asked(json.dumps({"seen": words}))[0] == Picture(seen=words)
