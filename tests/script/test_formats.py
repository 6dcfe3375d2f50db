import re

import pytest
from books import book, pdf, write, xhtml
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ScriptError
from pipeline.script import CONTAINERS, FORMATS, format_of, parse, read
from pipeline.script.screenplay import Screenplay

CHINESE = """\
第1集 归人
第二集
1-1 夜 外 街口
场次2-1 教室 日 内
△他走了。
林夏：（怒）出去！
林夏：
（低声）
顾言VO：快跑！
【字幕：多年以后】
【闪回】
【闪回结束】
旁白：很久以前。
人物：林夏、顾言
大纲：故事
人物小传：
林夏（女，23岁）：漂亮
《雨夜》
！！！
……
【黑场】
音效：雷声
她看着窗外。
"""
FOUNTAIN = """\
INT. ROOM - DAY
EXT. ROOF - NIGHT #3#
.FORCED
BOB
ANN (V.O.) ^
@mcFly
(softly)
Hello there.
> CUT TO:
> centred <
~la la
a [[note]] b
/* bone
yard */
= synopsis
===
# ACT
# Episode 2: Roof
FADE IN:
!BANG
*bold* _move_
Title: Night
"""
PLAIN = """\
Episode 1: Dawn
Scene 1-1: EXT. YARD - NIGHT
INT. HALL - DAY
BOB: (angry) No!
ANN (O.S.): Run.
ANN:
(quietly)
[TITLE CARD: Later]
[FLASHBACK]
[END FLASHBACK]
[CUT TO BLACK]
Title: Night
Logline: She runs.
Characters:
BOB (23, male): tall
He leaves.
"""
PROSE = """\
第一章 雨夜
Chapter II
# Dawn
***
林夏说：“走吧。”他走了。
“没有人？”
"Yes," said Ann.
“未完
她走了。「不！」
a ‘b’ c
他是“好人”。
"""
LINES = {
    "chinese": [*CHINESE.splitlines(), ""],
    "fountain": [*FOUNTAIN.splitlines(), "  ", ""],
    "plain": [*PLAIN.splitlines(), ""],
    "prose": [*PROSE.splitlines(), ""],
}

#: What the words of a marker turn into: a number, a mode, a flag, or their place in the screenplay.
MARKUP = {
    *"一二人传回场大字小幕效旁束次物白章第纲结闪集音",
    *re.findall(r"\w+", "card chapter characters end episode flashback ii int logline o s scene title v vo"),
}


def words(text: str) -> set[str]:
    return set(re.findall(r"[\u4e00-\u9fff]|[a-z0-9]+", text.lower()))


def kept(script: Screenplay) -> set[str]:
    """Every word that is anywhere in the screenplay or listed as unused."""
    found = [script.title, script.logline, *(unused.text for unused in script.unused)]
    for person in script.characters:
        found += [person.name, person.look, *person.aliases]
    for episode in script.episodes:
        found += [episode.title, str(episode.number), *(unused.text for unused in episode.unused)]
        for scene in episode.scenes:
            found += [scene.heading, *scene.people]
            for element in scene.elements:
                found += [element.text, element.speaker, element.note]
    return words("\n".join(found))


@pytest.mark.parametrize("form", LINES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_word_of_the_source_is_in_the_screenplay_or_listed_as_unused(form, data):
    text = "\n".join(data.draw(st.lists(st.sampled_from(LINES[form]), min_size=1, max_size=12)))
    try:
        script = FORMATS[form].parse(text, "")
    except ScriptError as error:
        assert "no story" in str(error)  # noqa: PT017 - most drawn scripts do have one
        return
    assert words(text) - kept(script) <= MARKUP


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_gives_a_screenplay_or_our_error(form, text):
    for source in (text, *(f"{start}{text}" for start in ("/*", "[[", "“", "【", "第1集 ", "(", "Title: "))):
        try:
            script = FORMATS[form].parse(source, "x")
        except ScriptError:
            continue
        assert any(scene.elements for episode in script.episodes for scene in episode.scenes)


@pytest.mark.parametrize("form", LINES)
def test_line_numbers_point_into_the_source(form):
    text = "\n".join(LINES[form] * 3)
    script = FORMATS[form].parse(text, "")
    lines = text.split("\n")
    for scene in (scene for episode in script.episodes for scene in episode.scenes):
        for element in scene.elements:
            near = " ".join(lines[element.line_number - 1 : element.line_number + 2])
            assert words(element.text) & words(near) or not words(element.text)


@pytest.mark.parametrize(
    ("name", "form"),
    [("rain-night.txt", "chinese"), ("the-last-letter.fountain", "fountain"), ("prose.zh.txt", "prose")],
)
def test_the_samples_are_read_as_what_they_are(name, form, pytestconfig):
    path = pytestconfig.rootpath / "assets" / "scripts" / name
    assert format_of(path.read_text(encoding="utf-8"), name) == form
    script = read(path)
    lines = [
        element
        for scene in script.episodes[0].scenes
        for element in scene.elements
        if element.kind == "dialogue"
    ]
    assert len(lines) >= 12
    assert any(not line.speaker for line in lines)


def test_a_file_is_read_in_any_encoding(tmp_path):
    path = tmp_path / "归人.txt"
    path.write_bytes("第1集\r\n林夏：你来了。\r\n顾言：我来了。".encode("gb18030"))
    script = read(path)
    assert (script.title, script.episodes[0].scenes[0].elements[1].text) == ("归人", "我来了。")


@pytest.mark.parametrize("text", ["***\n---", "第1集 空", "# ACT ONE\n\n= nothing"])
def test_a_script_without_a_story_is_refused(text):
    with pytest.raises(ScriptError, match="no story"):
        parse(text, "leer.fountain" if text.startswith("# ACT") else "leer.txt")


def test_a_megabyte_in_twenty_episodes_is_read_whole():
    scene = "".join(
        f"1-{n} 夜 外 街口\n△大雨倾盆，林夏奔跑。\n林夏：（急切）第{n}次了，你到底是谁？\n"
        for n in range(1, 300)
    )
    text = "".join(f"第{n}集 归人\n{scene}" for n in range(1, 21))
    assert len(text.encode()) > 600_000

    script = parse(text)

    assert [len(episode.scenes) for episode in script.episodes] == [299] * 20
    assert sum(len(part.elements) for episode in script.episodes for part in episode.scenes) == 2 * 20 * 299


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "“",
        '"',
        "（",
        "*a",
        "_",
        "【",
        "[[",
        "/*",
        "：",
        "!~ ",
        "1-",
        "‘a ",
        "“好。”林夏说：",
        "BOB\n",
        "a. ",
    ],
)
@pytest.mark.parametrize("form", LINES)
def test_endless_repetition_does_not_hang_a_reader(form, unit):
    script = FORMATS[form].parse("开始。\n\n" + unit * (20_000 // len(unit)), "")
    assert script.episodes


STORY = [
    "第一章 归人",
    "大雨倾盆。林夏站在路灯下。",
    "林夏说：“你来了。”",
    "第二章 重逢",
    "“我来了。”陈默说。",
]


def written(path, container):
    """The story in a file at *path*, whatever its name says."""
    if container == "docx":
        document = Document()
        for line in STORY:
            document.add_paragraph(line, style="Heading 1" if line.startswith("第") else None)
        document.save(str(path))
    elif container == "epub":
        one, two = (
            f"<h2>{part[0]}</h2>" + "".join(f"<p>{line}</p>" for line in part[1:])
            for part in (STORY[:3], STORY[3:])
        )
        write(path, book({"1.xhtml": xhtml(one), "2.xhtml": xhtml(two)}))
    else:
        path.write_bytes(pdf([[(72, 780 - 20 * row, line) for row, line in enumerate(STORY)]]))
    return path


@pytest.mark.parametrize("name", ["雨夜.docx", "雨夜.epub", "雨夜.pdf", "雨夜.txt", "雨夜.fountain", "雨夜"])
@pytest.mark.parametrize("container", CONTAINERS)
def test_a_container_is_told_by_what_is_in_it_and_holds_the_same_story(tmp_path, container, name):
    script = read(written(tmp_path / name, container))

    assert script.title == "雨夜"
    assert [episode.title for episode in script.episodes] == ["归人", "重逢"]
    assert [
        part.text for episode in script.episodes for part in episode.scenes[0].elements if part.speaker
    ] == [
        "你来了。",
        "我来了。",
    ]


def test_a_script_in_a_document_is_read_as_a_script(tmp_path):
    document = Document()
    for line in CHINESE.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))

    assert read(tmp_path / "a.docx").episodes == parse(CHINESE).episodes


def test_what_a_book_leaves_out_is_listed_with_the_rest(tmp_path):
    pages = {"cover.xhtml": xhtml("<p>封面</p>", "cover"), "1.xhtml": xhtml("<p>她在路上。</p>")}
    script = read(write(tmp_path / "a.epub", book(pages)))

    assert [left.text for left in script.unused] == ["封面"]


@pytest.mark.parametrize(
    "data", [b"PK\3\4", b"PK\3\4" + bytes(50), b"%PDF-1.7\n", b"%PDF-", b"PK\5\6" + bytes(18)]
)
@pytest.mark.parametrize("name", ["a.docx", "a.epub", "a.pdf", "a.txt"])
def test_the_beginning_of_a_container_is_refused(tmp_path, data, name):
    (tmp_path / name).write_bytes(data)

    with pytest.raises(ScriptError) as caught:
        read(tmp_path / name)
    assert caught.value.help


def test_a_file_of_500_megabytes_is_refused_unread(tmp_path):
    for start in (b"PK\3\4", b"%PDF-1.7", b"text", b"\0"):
        with (tmp_path / "a.txt").open("wb") as file:
            file.write(start)
            file.truncate(500_000_000)
        with pytest.raises(ScriptError, match=r"a\.txt has 500 MB, more than 100"):
            read(tmp_path / "a.txt")


def test_a_folder_or_nothing_is_no_script(tmp_path):
    for path in (tmp_path, tmp_path / "none.epub"):
        with pytest.raises(ScriptError, match="can't be read"):
            read(path)


@pytest.mark.parametrize(
    "line", ["第一场雪", "第二幕", "1-2 夜", "场景一", "△", "Scene 3", "INT. HOUSE - DAY"]
)
def test_one_line_like_a_script_does_not_make_a_novel_one(line):
    chinese = "\n".join(
        f"第{n}章 归来\n雨下了一夜，林夏没有睡，她听着窗外的声音，想起了很多年前的事情。" * 20
        for n in range(9)
    )
    english = "\n".join(
        f"Chapter {n}\n" + "It rained all night, and Nora did not sleep. " * 60 for n in range(9)
    )
    assert format_of(f"{chinese}\n{line}\n{chinese}") == "prose"
    assert format_of(f"{english}\nWALTER\n{line}\n{english}") == "prose"
