"""What could only go wrong when it is used is found when a vendor's file is read."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from pipeline.hosted.proof import problems
from pipeline.hosted.spec import Job
from pipeline.hosted.specs import over

WHOLE = {
    "base_url": "https://api.lamp.com",
    "price": {"amount": 0.1, "as_of": "2026-11-21", "source": "its page"},
    "values": {"model": "small"},
    "prepare": [{"request": {"path": "/up", "files": {"f": "{image}"}}, "set": {"file": "id"}}],
    "submit": {"request": {"path": "/{model}", "json": {"p": "{prompt}", "f": "{file}"}}, "id": "id",
               "keep": {"at": "at"}},
    "poll": {"request": {"path": "{at}"}, "state": "state", "done": ["done"], "keep": {"result": "r"}},
    "finish": [{"request": {"path": "/files/{result}"}}],
    "result": {"url": "url"},
}  # fmt: skip


def told(**changes) -> list[str]:
    job = TypeAdapter(Job).validate_python(over(WHOLE, changes))
    return [f"{'.'.join(place)}: {what}" for place, what, _ in problems(job)]


def test_a_whole_file_has_no_problems():
    assert told() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"submit": {"request": {"path": "/{modle}"}}},
        {"submit": {"request": {"query": {"q": "{modle}"}}}},
        {"submit": {"request": {"json": {"a": [{"b": "{modle}s"}]}}}},
        {"submit": {"request": {"form": {"a": "{modle}"}}}},
        {"headers": {"X-Model": "{modle}"}},
        {"poll": {"request": {"path": "/{modle}"}}},
        {"finish": [{"request": {"path": "/{modle}"}}]},
        {"cancel": {"path": "/{modle}"}},
        {"check": {"request": {"path": "/{modle}"}}},
        {"submit": {"find": {"request": {"path": "/{modle}"}, "set": {"id": "id"}}}},
    ],
)
def test_a_name_that_nobody_sets_is_found_wherever_it_stands(changes):
    assert ": {modle} is filled in nowhere" in told(**changes)


def test_the_key_is_no_value():
    assert ": {key} is filled in nowhere" in told(submit={"request": {"query": {"key": "{key}"}}})


def test_only_so_many_portraits_can_be_named_as_the_vendor_takes():
    request = {"request": {"json": {"a": "{reference_1}", "b": "{reference_2}"}}}

    assert told(submit=request, can={"references": 2}) == []
    assert told(submit=request, can={"references": 1}) == [": {reference_2} is filled in nowhere"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"submit": {"id": "a[["}}, "submit.id"),
        ({"submit": {"keep": {"at": "a[["}}}, "submit.keep.at"),
        ({"submit": {"find": {"request": {"path": "/"}, "set": {"id": "a[["}}}}, "submit.find.set.id"),
        ({"prepare": [{"request": {"path": "/"}, "set": {"file": "a[["}}]}, "prepare.set.file"),
        ({"poll": {"state": "a[["}}, "poll.state"),
        ({"poll": {"reason": "a[["}}, "poll.reason"),
        ({"poll": {"keep": {"result": "a[["}}}, "poll.keep.result"),
        ({"result": {"url": "a[["}}, "result.url"),
        ({"errors": {"code": "a[["}}, "errors.code"),
        ({"bill": {"units": "a[["}}, "bill.units"),
    ],
)
def test_a_path_that_is_none_is_found(changes, place):
    assert any(one.startswith(f"{place}: 'a[[' is no JMESPath") for one in told(**changes))


def test_a_function_that_is_none_is_found():
    assert any("Unknown function: lenght()" in one for one in told(result={"url": "lenght(urls)"}))
    assert told(result={"url": "length(urls)"}) == []


@pytest.mark.parametrize(
    "changes", [{"errors": {"words": {"(": "quota"}}}, {"poll": {"reasons": {"(": "quota"}}}]
)
def test_a_pattern_that_is_none_is_found(changes):
    assert any("'(' is no regular expression" in one for one in told(**changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"base_url": "api.lamp.com"}, "base_url: 'api.lamp.com' is no address of the web"),
        ({"can": {"ratios": ["9:16", "tall"]}}, "can.ratios: 'tall' is no shape"),
        ({"can": {"ratios": ["9:0"]}}, "can.ratios: '9:0' is no shape"),
        ({"auth": {"scheme": "jwt", "env": ["ONE"]}}, "auth.env: a signed token needs two keys"),
        ({"result": {"url": ""}}, "result: nothing says where the file is"),
        ({"submit": {"id": ""}}, "submit: nothing says which job to ask after"),
        ({"submit": {"find": {"request": {"path": "/"}}}}, "submit.find: it finds no `id`"),
    ],
)
def test_what_makes_no_sense_is_found(changes, said):
    assert said in told(**changes)
