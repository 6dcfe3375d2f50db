"""The files of a storyboard: what is written first, what editors are told, and what is read back."""

from __future__ import annotations

import json

import jsonschema
import pytest
from pydantic import BaseModel

from pipeline.attempt import Made
from pipeline.drama import open_drama
from pipeline.errors import StoryboardError
from pipeline.names import known
from pipeline.records import sha256_of
from pipeline.story import Episode, EpisodePlan, Line, Outline, Scene, Shot
from pipeline.storyboard.files import SCHEMAS, load, text_of, write_schemas
from pipeline.storyboard.stage import Storyboards

SHOT = Shot(id="e01s01-01", seen="雨", lines=(Line(id="e01s01-01-1", text="你好😀"),))
EPISODE = Episode(id="e01", number=1, scenes=(Scene(id="e01s01", place="街口", shots=(SHOT,)),))
OUTLINE = Outline(title="雨夜", episodes=(EpisodePlan(number=1),))


class Reading(BaseModel):
    """What a model might fill in."""

    people: tuple[str, ...] = ()


@pytest.fixture
def written(tmp_path):
    """Puts a text into a storyboard file."""

    def write(text: str | bytes, name: str = "storyboard/e01.json") -> Made:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Made(name, path, "by hand", "by hand", 0)

    return write


@pytest.mark.parametrize("told", [EPISODE, OUTLINE, Reading(people=("林夏",))])
def test_what_is_written_is_read_back(written, told):
    assert load(written(text_of(told)), type(told)) == told


def test_a_storyboard_begins_with_its_schema_and_version():
    first = list(json.loads(text_of(EPISODE)).items())[:3]

    assert first == [("$schema", "./schema/episode.json"), ("version", 1), ("id", "e01")]


def test_what_a_model_answered_has_no_schema():
    assert json.loads(text_of(Reading())) == {"people": []}


def test_hanzi_stay_readable():
    assert "你好😀" in text_of(EPISODE)


def test_a_file_without_schema_and_version_is_read(written):
    assert load(written(EPISODE.model_dump_json()), Episode) == EPISODE


def test_a_file_with_the_mark_that_windows_puts_first_is_read(written):
    assert load(written(b"\xef\xbb\xbf" + text_of(EPISODE).encode()), Episode) == EPISODE


def test_a_file_of_a_newer_program_is_refused(written):
    newer = written(text_of(EPISODE).replace('"version": 1', '"version": 2'))

    with pytest.raises(StoryboardError, match="of version 2, and this program reads up to 1"):
        load(newer, Episode)


@pytest.mark.parametrize("version", ['"1"', "0", "null", "1.5", "true"])
def test_a_version_that_is_none_is_refused_with_its_line(written, version):
    odd = written(text_of(EPISODE).replace('"version": 1', f'"version": {version}'))

    with pytest.raises(StoryboardError, match=r"line 3, version: .* is not possible\. Write 1"):
        load(odd, Episode)


def test_a_file_in_another_encoding_is_told_with_its_line(written):
    with pytest.raises(StoryboardError, match="not written in UTF-8: line 2 has the byte 0xc4"):
        load(written('{"id":\n"你好"}'.encode("gbk")), Episode)


@pytest.mark.parametrize(("told", "name"), [(EPISODE, "episode"), (OUTLINE, "outline")])
def test_the_schema_knows_what_is_written(tmp_path, told, name):
    write_schemas(tmp_path)
    schema = json.loads((tmp_path / SCHEMAS / f"{name}.json").read_text("utf-8"))

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(text_of(told)), schema)
    jsonschema.validate(json.loads(told.model_dump_json(exclude_defaults=True)), schema)


@pytest.mark.parametrize(
    ("was", "is_"), [('"medium"', '"huge"'), ('"seen"', '"sene"'), ('"e01s01-01"', '"e1"')]
)
def test_the_schema_refuses_what_the_program_refuses(tmp_path, written, was, is_):
    write_schemas(tmp_path)
    schema = json.loads((tmp_path / SCHEMAS / "episode.json").read_text("utf-8"))
    wrong = text_of(EPISODE).replace(was, is_)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(wrong), schema)
    with pytest.raises(StoryboardError):
        load(written(wrong), Episode)


def test_editors_can_help_with_every_word(tmp_path):
    write_schemas(tmp_path)
    schema = json.loads((tmp_path / SCHEMAS / "episode.json").read_text("utf-8"))

    shot = schema["$defs"]["Shot"]["properties"]
    assert shot["seen"]["description"] == "What the picture shows."
    size = schema["$defs"]["Size"]
    assert size["enum"] == ["wide", "full", "medium", "close", "detail"]
    assert size["description"] == "How large the people stand in the frame."


def test_schemas_are_only_written_where_they_differ(tmp_path):
    write_schemas(tmp_path)
    outline, episode = tmp_path / SCHEMAS / "outline.json", tmp_path / SCHEMAS / "episode.json"
    before = outline.stat().st_ino
    episode.write_text("{}")

    write_schemas(tmp_path)

    assert outline.stat().st_ino == before
    assert len(episode.read_text()) > 1000


def test_the_schemas_lie_where_storyboards_say_after_a_run_and_are_nothing_to_redo(folder):
    drama = open_drama(folder)

    made = Storyboards(drama).outline()

    said = json.loads(made.path.read_bytes())["$schema"]
    assert json.loads((made.path.parent / said).read_bytes())["title"] == "Outline"
    assert not [name for name in known(drama.project) if "schema" in name]


def test_a_plan_leaves_no_schemas(folder):
    Storyboards(open_drama(folder, planning=True)).outline()

    assert not (folder / "storyboard").exists()


def test_a_storyboard_of_an_older_program_is_kept_as_it_is(folder):
    made = Storyboards(open_drama(folder)).outline()
    record = open_drama(folder).project.records
    older = load(made, Outline).model_dump_json(indent=1)
    made.path.write_text(older, "utf-8")
    page = record.read(record.page(made.name))
    record.write(record.page(made.name), page.model_copy(update={"sha256": sha256_of(made.path)}))

    again = Storyboards(open_drama(folder)).outline()

    assert (again.status, again.path.read_text("utf-8")) == ("kept", older)
