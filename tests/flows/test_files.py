"""Films and pages in a browser, and nothing else of the folder."""

from __future__ import annotations

import httpx
import pytest

from flows.files import link, serving


@pytest.fixture
def dramas(tmp_path):
    root = tmp_path / "dramas"
    for name, content in {
        "rain/final/e01.mp4": b"0123456789",
        "rain/storyboard.html": b"<p>rain</p>",
        "rain/images/林夏.png": b"picture",
        "rain/drama.yaml": b"key: secret",
        "rain/script.txt": b"words",
        "rain/.made/takes/1.png": b"old",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    (tmp_path / "outside.png").write_bytes(b"not yours")
    return root


@pytest.fixture
def browser(dramas):
    with serving(dramas) as address, httpx.Client(base_url=address) as client:
        yield client


def test_a_film_can_be_sought_through(browser):
    whole, part = (
        browser.get("/rain/final/e01.mp4", headers=asked) for asked in ({}, {"Range": "bytes=2-4"})
    )

    assert (whole.content, whole.headers["content-type"]) == (b"0123456789", "video/mp4")
    assert (part.status_code, part.content) == (206, b"234")


def test_a_link_leads_to_the_file_whatever_it_is_called(browser, dramas):
    assert httpx.get(link(dramas / "rain/images/林夏.png")).content == b"picture"


def test_where_the_port_is_in_use_another_is_taken(browser, dramas):
    with serving(dramas, port=browser.base_url.port) as other:
        assert httpx.get(f"{other}/rain/storyboard.html").status_code == 200


def test_without_a_server_a_link_is_the_path(dramas):
    assert link(dramas / "rain/storyboard.html") == (dramas / "rain/storyboard.html").as_uri()


@pytest.mark.parametrize(
    "name",
    [
        "/rain/drama.yaml",
        "/rain/script.txt",
        "/rain/.made/takes/1.png",
        "/../outside.png",
        "/%2e%2e/outside.png",
        "/rain/..%2f..%2foutside.png",
        "/rain/%2e%2e%2f.made/takes/1.png",
        "//etc/passwd",
        "/rain/final",
        "/",
        "/rain/a%00.png",
        "/link.png",
    ],
)
def test_nothing_else_is_handed_out(browser, dramas, name):
    (dramas / "link.png").symlink_to(dramas.parent / "outside.png")

    assert browser.get(name).status_code == 404


def test_nobody_writes_and_no_other_name_is_answered(browser):
    assert browser.put("/rain/storyboard.html", content=b"mine").status_code == 405
    assert browser.get("/rain/storyboard.html", headers={"Host": "evil.example"}).status_code == 400
