import re

import pytest

from pipeline.script.hanzi import COMMON

TRADITIONAL = """\
她說：「我們走吧，這裡沒有人會來的。」他點點頭，把門關上了。外面下著大雨，街上一個人也沒有。
老人低聲問道：「你還記得十年前的事嗎？」她沒有回答，只是把手裡的信握得更緊了。
"""


def share(text: str) -> float:
    hanzi = re.findall(r"[\u4e00-\u9fff]", text)
    return sum(one in COMMON for one in hanzi) / len(hanzi)


@pytest.mark.parametrize("name", ["prose.zh.txt", "rain-night.txt"])
def test_about_three_of_four_hanzi_of_a_script_are_common(name, pytestconfig):
    assert share((pytestconfig.rootpath / "assets" / "scripts" / name).read_text(encoding="utf-8")) > 0.7


def test_traditional_writing_is_as_well_known():
    assert share(TRADITIONAL) > 0.7


def test_there_are_seven_hundred_and_no_other_characters():
    assert 690 <= len(COMMON) <= 710
    assert all("\u4e00" <= one <= "\u9fff" for one in COMMON)


def test_a_hanzi_taken_at_random_is_hardly_ever_common():
    assert share("".join(map(chr, range(0x4E00, 0x9FA6)))) < 0.04
