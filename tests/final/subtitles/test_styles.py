import pytest

from pipeline.errors import ProfileError
from pipeline.final.subtitles.styles import Look, read, shipped
from pipeline.final.subtitles.subtitles import Subtitles


def own(root, text, name="mine"):
    (root / "styles").mkdir(exist_ok=True)
    (root / "styles" / f"{name}.yaml").write_text(text, "utf-8")
    return root


@pytest.mark.parametrize("name", ["plain", "boxed", "speaker", "karaoke", "bilingual"])
def test_every_shipped_style_can_be_read(name, tmp_path):
    assert name in shipped()
    read(name, tmp_path)


def test_the_plain_style_says_nothing_of_its_own(tmp_path):
    assert read("plain", tmp_path).line == Look()
    assert read("plain", tmp_path).over(Subtitles(font_size=70)) == Subtitles(font_size=70)


def test_a_dramas_own_style_goes_before_the_one_of_that_name(tmp_path):
    style = read("boxed", own(tmp_path, "line: {size: 90}\nspeakers: {林夏: '#FF0000'}", "boxed"))

    assert style.line == Look(size=90)
    assert style.speakers == {"林夏": "#FF0000"}
    assert style.over(Subtitles()).font_size == 90


def test_an_unknown_style_is_said_with_the_one_that_was_meant(tmp_path):
    with pytest.raises(ProfileError, match=r"`final\.subtitles\.style` is 'boxd'.*Did you mean 'boxed'\?"):
        read("boxd", tmp_path)


def test_every_mistake_of_a_style_is_said_with_its_line_and_what_is_known(tmp_path):
    text = "line:\n  colour: red\n  colr: '#FFFFFF'\npalete: []\n"
    with pytest.raises(ProfileError) as error:
        read("mine", own(tmp_path, text))

    said = str(error.value)
    assert "mine.yaml has 3 problem(s)" in said
    assert "line 2, line.colour: 'red' is not possible" in said
    assert "line 3, line.colr: there is no such option. Did you mean 'colour'?" in said
    assert "line 4, palete: there is no such option. Did you mean 'palette'?" in said


@pytest.mark.parametrize("text", ["line: [", "- 1", "just words"])
def test_what_is_no_style_is_refused(text, tmp_path):
    with pytest.raises(ProfileError, match=r"mine\.yaml"):
        read("mine", own(tmp_path, text))


def test_a_style_that_is_empty_looks_plain(tmp_path):
    assert read("mine", own(tmp_path, "# nothing yet\n")).line == Look()
