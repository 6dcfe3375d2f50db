import pytest
from desks import Memory
from pydantic import ValidationError

from pipeline.engine import OPTIONS, dataclass
from pipeline.prompts import template
from pipeline.script import parse
from pipeline.spending import Money
from pipeline.storyboard.asking.model import Ask, Reply
from pipeline.storyboard.asking.teller import Teller


@dataclass(frozen=True, config=OPTIONS)
class Silent(Teller):
    """A teller that has nothing to say."""

    def unavailable(self) -> str:
        return ""

    def complete(self, ask: Ask) -> Reply:
        return Reply("")


class Dear(Silent):
    def cost(self, read: int, written: int) -> Money:
        return Money(read + 10 * written)


def test_the_options_that_all_have_in_common_are_explained():
    assert all(info.description for info in Teller.__pydantic_fields__.values())
    assert {name: info.description for name, info in Silent.__pydantic_fields__.items()} == {
        name: info.description for name, info in Teller.__pydantic_fields__.items()
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"shortest_shot_seconds": 5, "longest_shot_seconds": 4},
        {"tries": 0},
        {"side_by_side": 0},
        {"least_told": 1.5},
        {"reads_at_once": 10},
        {"temprature": 1},
    ],
)
def test_options_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValidationError):
        Silent(**wrong)


def test_what_asks_a_model_is_not_free_to_be_tried_in_a_plan():
    assert not Teller.previews


@pytest.mark.parametrize("name", Teller.prompts)
def test_every_prompt_that_decides_the_storyboard_is_there(name, tmp_path):
    assert template(name, tmp_path)


def test_a_free_model_quotes_nothing():
    assert Silent().quote(10_000) is None


def test_a_quote_grows_with_the_script_and_covers_the_longest_answers():
    small, large = Dear(reads_at_once=1000).quote(1000), Dear(reads_at_once=1000).quote(100_000)

    assert small.amount >= 10 * Dear().most_tokens
    assert large.amount > 50 * small.amount


def test_its_model_is_named_when_it_fails():
    from pipeline.errors import BadResult

    script = parse("第一章 雨\n林夏说：“你来了。”\n", "x.txt")
    with pytest.raises(BadResult, match="The model poet-7b did not answer outline"):
        Silent(model="poet-7b").outline(script, Memory())
