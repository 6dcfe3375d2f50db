"""Every vendor's file is whole; a slip in one, or in what a user changes, is told with its place."""

from __future__ import annotations

import pytest
import yaml

from pipeline.errors import ProfileError
from pipeline.hosted import specs
from pipeline.hosted.fill import filled
from pipeline.hosted.specs import KINDS, over, read, variants, vendors
from pipeline.profile import parse

LAMP = """\
name: Lamp
base_url: https://api.lamp.com
auth: {env: [LAMP_KEY]}
price: {amount: 0.1, as_of: "2026-11-21", source: its page}
values: {model: small, sound: true}

clips:
  can: {lengths: [5, 10], text: true}
  submit:
    request: {method: POST, path: /make, json: {prompt: "{prompt}", model: "{model}", sound: "{sound}"}}
    id: id
  poll:
    request: {path: "/jobs/{id}"}
    state: state
    done: [done]
  result: {url: url}
  when:
    text: {submit: {request: {path: /words}}}
  models:
    large: {price: {amount: 0.4}}
    tall*: {can: {ratios: ["9:16"]}, when: {text: {price: {amount: 0.9}}}}
    silent: {values: {sound: ~}}
"""

every = [
    pytest.param(vendor, kind, model, when, id="-".join([vendor, kind, model, *when]))
    for kind in KINDS
    for vendor in vendors(kind)
    for model, when in variants(vendor, kind)
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of vendors that has one."""
    monkeypatch.setattr(specs, "FOLDER", tmp_path)
    (tmp_path / "lamp.yaml").write_text(LAMP, "utf-8")
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    for cached in (specs._raw, specs._whole, specs._read):
        cached.cache_clear()


def wrong(folder, old: str, new: str) -> str:
    """What is said of the file with *new* where *old* was."""
    assert old in LAMP
    (folder / "lamp.yaml").write_text(LAMP.replace(old, new), "utf-8")
    with pytest.raises(ProfileError) as error:
        read("lamp", "clips")
    return str(error.value)


@pytest.mark.parametrize(("vendor", "kind", "model", "when"), every)
def test_every_file_is_whole_with_every_model_and_order(vendor, kind, model, when):
    job = read(vendor, kind, model, when=when)

    assert job.name
    assert job.docs.startswith("https://") or job.status == "discontinued"
    assert job.price.source
    assert not job.auth.env or all(name.isupper() for name in job.auth.env)


@pytest.mark.parametrize("file", sorted(specs.FOLDER.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_file_begins_with_what_it_is_good_for(file):
    first = file.read_text("utf-8").splitlines()[0]

    assert first.startswith("# ")
    assert any(
        kind in yaml.safe_load(file.read_text("utf-8")) or "like:" in file.read_text("utf-8")
        for kind in KINDS
    )


def test_a_section_lies_over_what_holds_for_all(folder):
    job = read("lamp", "clips")

    assert (job.name, job.poll.state, job.values) == ("Lamp", "state", {"model": "small", "sound": True})


def test_a_model_changes_what_it_says(folder):
    assert read("lamp", "clips", "large").price.amount == 0.4
    assert read("lamp", "clips", "large").values["model"] == "large"
    assert read("lamp", "clips", values={"model": "large"}).price.amount == 0.4


def test_models_may_be_named_by_a_pattern(folder):
    assert read("lamp", "clips", "tall-2").can.ratios == ("9:16",)
    assert read("lamp", "clips", "tall-2", when=("text",)).price.amount == 0.9


def test_an_order_changes_what_it_says(folder):
    assert read("lamp", "clips").submit.request.path == "/make"
    assert read("lamp", "clips", when=("text",)).submit.request.path == "/words"


def test_a_value_can_be_taken_away(folder):
    assert read("lamp", "clips", "silent").values.get("sound") is None


def test_a_user_has_the_last_word(folder):
    job = read(
        "lamp", "clips", "large", values={"sound": False}, spec={"price": {"amount": 0.3}, "at_once": 9}
    )

    assert (job.values["sound"], job.price.amount, job.at_once) == (False, 0.3, 9)


def test_all_variants_of_a_file_are_known(folder):
    assert list(variants("lamp", "clips")) == [
        ("", ()), ("", ("text",)), ("large", ()), ("large", ("text",)), ("silent", ()), ("silent", ("text",)),
    ]  # fmt: skip


def test_a_file_can_be_like_another(folder):
    (folder / "torch.yaml").write_text("like: lamp\nname: Torch\nclips: {poll: {state: phase}}\n", "utf-8")
    (folder / "bulb.yaml").write_text("like: lamp\nclips: ~\n", "utf-8")

    assert read("torch", "clips").poll.state == "phase"
    assert read("torch", "clips").base_url == "https://api.lamp.com"
    assert vendors("clips") == ["lamp", "torch"]


def test_nobody_is_like_a_file_that_is_not_there(folder):
    (folder / "torch.yaml").write_text("like: sun\n", "utf-8")
    with pytest.raises(ProfileError, match=r"torch\.yaml is like 'sun', and there is no such file"):
        vendors("clips")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("base_url:", "base_ur1:", "line 2, base_ur1: there is no such option. Did you mean 'base_url'?"),
        ("    state: state", "    stat: state", "line 14, clips.poll.stat: there is no such option."),
        ("    id: id", "    ids: id", "line 11, clips.submit.ids: there is no such option."),
        ("[5, 10]", "[five]", "line 8, clips.can.lengths"),
        ('"{prompt}"', '"{promt}"', "{promt} is filled in nowhere"),
        ("state: state", "state: a[[", "line 14, clips.poll.state: 'a[[' is no JMESPath"),
        ("https://api.lamp.com", "api.lamp.com", "line 2, base_url: 'api.lamp.com' is no address of the web"),
        ("amount: 0.1", "amount: -1", "line 4, price.amount"),
    ],
)
def test_a_slip_is_told_with_its_line(folder, old, new, said):
    assert said in wrong(folder, old, new)


def test_several_slips_are_told_at_once(folder):
    said = wrong(folder, "state: state\n    done: [done]", "stat: state\n    don: [done]")

    assert "clips.poll.stat" in said
    assert "clips.poll.don" in said


@pytest.mark.parametrize(
    ("content", "said"), [("a: [", "is not valid YAML"), ("- a", "holds no fields"), ("", "holds no")]
)
def test_what_is_no_file_of_a_vendor_is_told(folder, content, said):
    (folder / "torch.yaml").write_text(content, "utf-8")
    with pytest.raises(ProfileError, match=rf"torch\.yaml {said}"):
        vendors("clips")


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (
            {"base_ur1": "https://x.com"},
            "your `spec`, base_ur1: there is no such option. Did you mean 'base_url'?",
        ),
        ({"poll": {"stat": "x"}}, "your `spec`, poll.stat: there is no such option."),
        ({"price": {"amount": "much"}}, "your `spec`, price.amount: 'much' is not possible"),
        ({"base_url": "localhost"}, "your `spec`, base_url: 'localhost' is no address of the web"),
    ],
)
def test_a_slip_of_the_users_is_told_as_theirs(folder, spec, said):
    with pytest.raises(ProfileError) as error:
        read("lamp", "clips", spec=spec)
    assert said in str(error.value)


def test_a_slip_in_a_profile_is_told_with_the_profiles_line():
    profile = """
storyboard: {engine: rules}
images: {engine: drawn}
voices: {engine: espeak}
clips:
  engine: runway
  runway:
    spec:
      at_once: 2
      base_ur1: https://x.com
      price: {amount: much}
"""
    with pytest.raises(ProfileError) as error:
        parse(profile, "drama.yaml")
    assert "line 10, clips.runway.spec.base_ur1: there is no such option." in str(error.value)
    assert "line 11, clips.runway.spec.price.amount: 'much' is not possible." in str(error.value)


def test_what_lies_above_counts():
    below = {"a": 1, "b": {"c": 1, "d": [1]}, "values": {"x": 1}}

    assert over(below, {"b": {"d": [2]}, "values": {"x": None}}) == {
        "a": 1, "b": {"c": 1, "d": [2]}, "values": {"x": None},
    }  # fmt: skip
    assert over(below, {"a": None, "b": None}) == {"values": {"x": 1}}
    assert below == {"a": 1, "b": {"c": 1, "d": [1]}, "values": {"x": 1}}


def test_a_user_can_leave_a_value_out():
    job = read("openai", "images", values={"quality": None})

    assert "quality" not in filled(job.submit.request.json, {**job.values, "prompt": "Rain.", "size": "1x1"})


def test_an_order_may_have_a_model_of_its_own_unless_the_user_chose_one():
    assert read("vidu", "clips", when=("references",)).values["model"] == "viduq2"
    assert read("vidu", "clips", "viduq1", when=("references",)).values["model"] == "viduq1"
