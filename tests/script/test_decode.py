import pytest

from pipeline.errors import ScriptError
from pipeline.script.decode import LARGEST_BYTES, LONGEST_LINE, decode, load

CHINESE = (
    "《雨夜》\n第1集 归人\n1-1 夜 外 街口\n△大雨。林夏站在路灯下，一动不动。\n林夏：（冷冷地）你来了……\n"
)
ENGLISH = "Scene 1: EXT. STREET - NIGHT\nLIN: You came. I don’t believe it.\n"


@pytest.mark.parametrize("text", [CHINESE, ENGLISH, CHINESE + ENGLISH], ids=["chinese", "english", "mixed"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_its_mark(text, encoding):
    assert decode(text.encode(encoding)) == text.rstrip("\n")


def test_a_big_endian_file_with_its_mark_is_read():
    assert decode(b"\xfe\xff" + CHINESE.encode("utf-16-be")) == CHINESE.rstrip("\n")


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "gb2312"])
def test_the_chinese_national_encodings_are_read(encoding):
    text = CHINESE.replace("△", "▲")
    assert decode(text.encode(encoding)) == text.rstrip("\n")


def test_utf_16_without_mark_or_line_end_is_told_from_gb18030():
    text = "林夏站在路灯下，一动不动。"
    assert decode(text.encode("utf-16-le")) == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\x85"])
def test_every_line_end_becomes_the_same(end):
    assert decode(f"一{end}二{end}{end}四".encode()) == "一\n二\n\n四"


@pytest.mark.parametrize("data", [b"", b"   \n\t\r\n", b"\xef\xbb\xbf", "\u3000\n".encode()])
def test_an_empty_script_is_refused(data):
    with pytest.raises(ScriptError, match=r"is empty|only blank lines"):
        decode(data, "leer.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        bytes(range(256)) * 8,
        b"text\0text\0\0",
        b"\x7fELF\x02\x01\x01" + bytes(64),
    ],
    ids=["png", "all bytes", "nul", "elf"],
)
def test_binary_data_is_refused(data):
    with pytest.raises(ScriptError, match=r"binary data|neither UTF-8"):
        decode(data, "bild.png")


@pytest.mark.parametrize("encoding", ["cp1252", "big5", "shift_jis", "koi8-r"])
def test_an_encoding_that_is_not_ours_is_refused_with_help(encoding):
    text = {
        "cp1252": "“I don’t know,” she said. “It’s a cliché.”\n",
        "big5": "她說：「我們走吧，這裡沒有人會來的。」他點點頭，把門關上了。\n",
        "shift_jis": "彼女は言った。「もう行かなきゃ、ごめんなさい。」\n",
        "koi8-r": "Она сказала, что больше никогда не вернётся.\n",
    }[encoding]
    with pytest.raises(ScriptError, match="neither UTF-8, UTF-16 nor GB18030") as caught:
        decode((text * 5).encode(encoding), "fremd.txt")
    assert "UTF-8" in caught.value.help


def test_a_script_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "riesig.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)

    with pytest.raises(ScriptError, match=r"riesig.txt has 10.5 MB"):
        load(path)


def test_ten_megabytes_in_one_line_get_a_clear_answer():
    with pytest.raises(ScriptError, match=f"Line 1 .* has {10_000_000} characters, over {LONGEST_LINE}"):
        decode(b"a" * 10_000_000, "endlos.txt")


def test_a_script_that_cannot_be_opened_is_named(tmp_path):
    with pytest.raises(ScriptError, match=r"nirgends\.txt can't be read"):
        load(tmp_path / "nirgends.txt")
    with pytest.raises(ScriptError, match="can't be read"):
        load(tmp_path)


def test_stray_control_characters_are_left_out():
    assert decode(("林夏走了。" * 100 + "\x07").encode()) == "林夏走了。" * 100
