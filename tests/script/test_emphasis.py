import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.script.emphasis import escaped, plain


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("a **bold** and *italic* and _underlined_ word", "a bold and italic and underlined word"),
        ("***both***", "both"),
        (r"\*not\* \_this\_", "*not* _this_"),
        ("2 * 3 * 4 snake_case_name", "2 * 3 * 4 snake_case_name"),
    ],
)
def test_marks_are_taken_off_and_escaped_ones_stay(marked, words):
    assert plain(marked) == words


@given(st.text(alphabet="a *_\\~!好", max_size=30))
def test_escaped_words_come_back_as_they_were(words):
    assert plain(escaped(words)) == words
