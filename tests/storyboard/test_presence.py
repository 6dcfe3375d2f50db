import pytest

from pipeline.script.mentions import Mentions
from pipeline.storyboard.presence import present

KNOWN = Mentions({"林夏": "林夏", "顾言": "顾言", "Nora": "Nora", "Tom": "Tom"})


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("顾言看着林夏", ("顾言", "林夏")),
        ("屏幕上跳出两个字：顾言。", ()),
        ("信封上写着“顾言”，林夏愣住", ("林夏",)),
        ("林夏拿起顾言的照片", ("林夏",)),
        ("电话里传来顾言的声音。林夏哭了。", ("林夏",)),
        ("两个字：顾言。林夏抬头", ("林夏",)),
        ("Nora looks at Tom's photo", ("Nora",)),
        ("Nora holds a photo of Tom", ("Nora",)),
        ("Tom's hand touches Nora", ("Tom", "Nora")),
    ],
)
def test_who_is_only_written_or_spoken_of_is_not_there(text, people):
    assert present(text, KNOWN) == people
