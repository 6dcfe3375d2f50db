import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ScriptError
from pipeline.script.decode import LONGEST_LINE, decode, load
from pipeline.script.hanzi import COMMON

CHINESE = (
    "《雨夜》\n第1集 归人\n1-1 夜 外 街口\n△大雨。林夏站在路灯下，一动不动。\n林夏：（冷冷地）你来了……\n"
)
TRADITIONAL = (
    "第十二回　雨夜歸人\n她說：「我們走吧，這裡沒有人會來的。」他點點頭，把門關上了。\n"
    "外面下著大雨，街上一個人也沒有。\n"
)
ENGLISH = "Scene 1: EXT. STREET - NIGHT\nLIN: You came. I don’t believe it.\n"


@pytest.mark.parametrize("text", [CHINESE, ENGLISH, CHINESE + ENGLISH], ids=["chinese", "english", "mixed"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_with_and_without_its_mark(text, encoding):
    assert decode(text.encode(encoding)) == text.rstrip("\n")


def test_a_big_endian_file_with_its_mark_is_read():
    assert decode(b"\xfe\xff" + CHINESE.encode("utf-16-be")) == CHINESE.rstrip("\n")


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "gb2312"])
def test_the_chinese_national_encodings_are_read(encoding):
    text = CHINESE.replace("△", "▲")
    assert decode(text.encode(encoding)) == text.rstrip("\n")


@pytest.mark.parametrize("encoding", ["big5", "cp950", "big5hkscs", "gbk", "utf-16-le", "utf-16-be"])
def test_traditional_chinese_is_read_in_big5_and_all_others(encoding):
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL.rstrip("\n")


def test_cantonese_characters_of_hong_kong_are_read():
    text = "佢哋喺度做乜嘢？" + TRADITIONAL
    assert decode(text.encode("big5hkscs")) == text.rstrip("\n")


def _encodable(encoding: str) -> list[str]:
    return [hanzi for hanzi in map(chr, range(0x4E00, 0x9FA6)) if hanzi.encode(encoding, "ignore")]


HANZI = {encoding: _encodable(encoding) for encoding in ("gb18030", "gb2312", "cp950")} | {
    "utf-16-le": _encodable("utf-8"),
    "utf-16-be": _encodable("utf-8"),
}


@pytest.mark.parametrize("encoding", HANZI)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_three_dozen_hanzi_are_enough_to_tell_an_encoding(encoding, data):
    hanzi = HANZI[encoding]
    common = st.lists(
        st.sampled_from([one for one in hanzi if one in COMMON]), min_size=24, max_size=80, unique=True
    )
    rare = st.lists(st.sampled_from(hanzi), max_size=8)
    words = data.draw(st.permutations(data.draw(common) + data.draw(rare) + list("，，，。")))
    text = "".join(words) + data.draw(st.sampled_from(["", "\n", "\r\nINT. 街口\r\n好。"]))
    assert decode(text.encode(encoding)) == "\n".join(text.splitlines())


@settings(max_examples=200, deadline=None)
@given(data=st.binary(min_size=1, max_size=600))
def test_any_bytes_give_text_or_our_error(data):
    try:
        text = decode(data)
    except ScriptError as error:
        assert error.help  # noqa: PT017 - most bytes are no script
        return
    assert text.strip()
    assert "\0" not in text


def test_a_script_in_ascii_with_a_few_hanzi_at_its_end_is_read():
    text = "INT. STREET - DAY\n" * 5000 + "林夏：你来了，我们走吧。"
    assert decode(text.encode("gb18030")).endswith("林夏：你来了，我们走吧。")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "big5"])
def test_a_last_character_that_was_cut_is_left_out(encoding):
    assert decode((TRADITIONAL + "好").encode(encoding)[:-1]) == TRADITIONAL.rstrip("\n")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp950"])
def test_a_bad_byte_in_a_good_file_is_named_with_its_line(encoding):
    data = (TRADITIONAL * 3000).encode(encoding) + b"\xff" + TRADITIONAL.encode(encoding)
    with pytest.raises(ScriptError, match=f"Line 9001 .* is damaged: .* {encoding.upper()}.* 0xFF") as caught:
        decode(data, "kaputt.txt")
    assert "UTF-8" in caught.value.help


def test_half_a_surrogate_pair_is_named_with_its_line():
    with pytest.raises(ScriptError, match=r"Line 2 .* is damaged"):
        decode("林夏走了\n".encode("utf-16") + b"\x00\xd8" + "她走了".encode("utf-16-le"))


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


@pytest.mark.parametrize("encoding", ["cp1252", "shift_jis", "euc_jp", "euc_kr", "koi8-r"])
def test_an_encoding_that_is_not_ours_is_refused_with_help(encoding):
    text = {
        "cp1252": "“I don’t know,” she said. “It’s a cliché.”\n",
        "shift_jis": "彼女は言った。「もう行かなきゃ、ごめんなさい。」\n",
        "euc_jp": "彼女は言った。「もう行かなきゃ、ごめんなさい。」\n",
        "euc_kr": "그녀는 말했다. 우리 이제 가야 해. 비가 오는 밤이었다.\n",
        "koi8-r": "Она сказала, что больше никогда не вернётся.\n",
    }[encoding]
    with pytest.raises(ScriptError, match="neither UTF-8, UTF-16, GB18030 nor Big5") as caught:
        decode((text * 5).encode(encoding), "fremd.txt")
    assert "UTF-8" in caught.value.help


def test_a_script_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "riesig.txt"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    tracemalloc.start()

    with pytest.raises(ScriptError, match=r"riesig.txt has 500.0 MB, more than 10.5"):
        load(path)

    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


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
