"""What stands in FCPXML: by the rules of its DTD, by its own elements, and read back by OpenTimelineIO."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from io import StringIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

import opentimelineio
import pytest
from handing import LINES, TITLE, handed
from lxml import etree

from pipeline.final.export import fcpxml, otio

FOLDER = Path("/films/雨 夜 #1 100%'s/final")

#: Of version 1.8, the elements that are written: what they hold, in which order, and what they must say.
DTD = """
<!ELEMENT fcpxml (resources, event)> <!ATTLIST fcpxml version CDATA #FIXED "1.8">
<!ELEMENT resources (asset | format)*>
<!ELEMENT format EMPTY>
<!ATTLIST format id ID #REQUIRED frameDuration CDATA #IMPLIED width CDATA #IMPLIED height CDATA #IMPLIED
  colorSpace CDATA #IMPLIED>
<!ELEMENT asset EMPTY>
<!ATTLIST asset id ID #REQUIRED name CDATA #IMPLIED src CDATA #REQUIRED start CDATA #IMPLIED
  duration CDATA #IMPLIED hasVideo CDATA #IMPLIED format IDREF #IMPLIED hasAudio CDATA #IMPLIED
  audioSources CDATA #IMPLIED audioChannels CDATA #IMPLIED audioRate CDATA #IMPLIED>
<!ELEMENT event (project)> <!ATTLIST event name CDATA #IMPLIED>
<!ELEMENT project (sequence)> <!ATTLIST project name CDATA #IMPLIED>
<!ELEMENT sequence (spine)>
<!ATTLIST sequence format IDREF #REQUIRED duration CDATA #IMPLIED tcStart CDATA #IMPLIED
  tcFormat (DF | NDF) #IMPLIED audioLayout (mono | stereo | surround) #IMPLIED
  audioRate (32k | 44.1k | 48k | 88.2k | 96k | 176.4k | 192k) #IMPLIED>
<!ELEMENT spine (asset-clip | gap | transition)*>
<!ELEMENT gap ((asset-clip | caption)*, (marker | chapter-marker)*)>
<!ATTLIST gap name CDATA #IMPLIED offset CDATA #IMPLIED start CDATA #IMPLIED duration CDATA #REQUIRED>
<!ELEMENT transition EMPTY>
<!ATTLIST transition name CDATA #IMPLIED offset CDATA #IMPLIED duration CDATA #REQUIRED>
<!ELEMENT asset-clip (conform-rate?, timeMap?, adjust-conform?, (asset-clip | caption)*,
  (marker | chapter-marker)*)>
<!ATTLIST asset-clip ref IDREF #REQUIRED name CDATA #IMPLIED lane CDATA #IMPLIED offset CDATA #IMPLIED
  start CDATA #IMPLIED duration CDATA #IMPLIED srcEnable (all | audio | video) "all"
  audioRole CDATA #IMPLIED videoRole CDATA #IMPLIED>
<!ELEMENT conform-rate EMPTY> <!ATTLIST conform-rate scaleEnabled (0 | 1) "1">
<!ELEMENT timeMap (timept)*>
<!ELEMENT timept EMPTY>
<!ATTLIST timept time CDATA #REQUIRED value CDATA #REQUIRED interp (smooth2 | linear | smooth) "smooth2">
<!ELEMENT adjust-conform EMPTY> <!ATTLIST adjust-conform type (fit | fill | none) "fit">
<!ELEMENT caption (text*, text-style-def*)>
<!ATTLIST caption lane CDATA #IMPLIED offset CDATA #IMPLIED name CDATA #IMPLIED start CDATA #IMPLIED
  duration CDATA #REQUIRED role CDATA #IMPLIED>
<!ELEMENT text (#PCDATA | text-style)*> <!ATTLIST text placement (left | right | top | bottom) #IMPLIED>
<!ELEMENT text-style-def (text-style)> <!ATTLIST text-style-def id ID #REQUIRED>
<!ELEMENT text-style (#PCDATA)>
<!ATTLIST text-style ref IDREF #IMPLIED font CDATA #IMPLIED fontSize CDATA #IMPLIED fontFace CDATA #IMPLIED
  fontColor CDATA #IMPLIED>
<!ELEMENT marker EMPTY>
<!ATTLIST marker start CDATA #REQUIRED duration CDATA #IMPLIED value CDATA #REQUIRED>
<!ELEMENT chapter-marker EMPTY>
<!ATTLIST chapter-marker start CDATA #REQUIRED duration CDATA #IMPLIED value CDATA #REQUIRED>
"""


def written(film=None):
    film = film or handed()
    return fcpxml.text(otio.timeline(film), film.film, FOLDER)


@pytest.fixture
def root():
    return etree.fromstring(written().encode())


def seconds(value):
    return Fraction(value.removesuffix("s"))


def placed(root, lane):
    """Of what is connected on *lane*: its name, and when it begins and how long it lasts in the film."""
    found = {}
    for one in root.iter("asset-clip", "caption"):
        if one.get("lane") == lane:
            parent = one.getparent()
            inside = seconds(one.get("offset")) - seconds(parent.get("start"))
            found[one.get("name")] = (inside + seconds(parent.get("offset")), seconds(one.get("duration")))
    return found


def test_it_keeps_to_the_rules_of_the_format(root):
    dtd = etree.DTD(StringIO(DTD))

    assert dtd.validate(root), dtd.error_log
    assert written().startswith(
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n<fcpxml version="1.8">'
    )


def test_every_cut_is_at_its_frame(root):
    spine = root.find(".//spine")
    found = [
        (one.get("name"), seconds(one.get("offset")) * 24, seconds(one.get("duration")) * 24) for one in spine
    ]

    assert found == [
        ("e01s01-01", 0, 48),
        ("e01s01-02", 48, 111),
        ("e01s01-03", 159, 48),
        ("e01s01-03", 207, 24),
        ("dissolve", 225, 12),
        ("e01s02-01", 231, 63),
        ("fade", 282, 12),
    ]
    assert seconds(root.find(".//sequence").get("duration")) * 24 == 294


def test_opentimelineio_reads_the_same_cuts():
    (read,) = opentimelineio.adapters.read_from_string(written(), "fcpx_xml")
    spine = next(track for track in read.tracks if track.name == "0")

    starts = [round(clip.range_in_parent().start_time.to_seconds() * 24) for clip in spine]
    lengths = [round(clip.duration().to_seconds() * 24) for clip in spine]

    assert starts == [0, 48, 159, 207, 231]
    assert lengths == [48, 111, 48, 24, 63]
    assert spine[0].media_reference.target_url == (FOLDER.parent / "clips/e01s01-01.mp4").as_uri()


def test_every_line_begins_at_its_sample_on_the_lane_of_its_speaker(root):
    found = {**placed(root, "-1"), **placed(root, "-2"), **placed(root, "-3")}

    assert {name: tuple(time * 48_000 for time in times) for name, times in found.items()} == LINES
    assert list(placed(root, "-1")) == ["e01s01-02-1", "e01s01-02-3"]
    assert placed(root, "-4") == {"music": (0, Fraction(294, 24))}


def test_who_speaks_and_what_is_music_are_roles(root):
    roles = {one.get("audioRole") for one in root.iter("asset-clip")} - {None}

    assert roles == {"dialogue.林夏", "dialogue.老陈", "dialogue.narrator", "music"}


def test_a_slowed_clip_and_a_held_picture_have_time_maps(root):
    maps = [[(point.get("time"), point.get("value")) for point in map_] for map_ in root.iter("timeMap")]

    assert maps == [[("0s", "0s"), ("37/8s", "35/8s")], [("0s", "47/24s"), ("1s", "47/24s")]]


def test_a_clip_of_another_size_fills_the_picture_and_keeps_its_pace(root):
    other = root.findall(".//spine/asset-clip")[2]

    assert other.find("conform-rate").get("scaleEnabled") == "0"
    assert other.find("adjust-conform").get("type") == "fill"
    formats = {one.get("id"): dict(one.attrib) for one in root.iter("format")}
    asset = next(one for one in root.iter("asset") if one.get("id") == other.get("ref"))
    assert formats[asset.get("format")]["frameDuration"] == "1/16s"
    assert formats[asset.get("format")]["width"] == "128"


def test_subtitles_are_captions_that_can_be_changed(root):
    assert placed(root, "1")["我一直都在"] == (4, Fraction(23, 24))
    assert [text.text for text in root.iter("text-style") if text.get("ref")][2] == "100% #真😀"
    assert {one.get("role") for one in root.iter("caption")} == {"iTT?captionFormat=ITT.zh-Hans"}


def test_scenes_are_chapters_and_captions_of_the_script_markers(root):
    chapters = [(one.getparent().get("name"), one.get("value")) for one in root.iter("chapter-marker")]

    assert chapters == [("e01s01-01", "e01s01 1-1 夜 外 街口"), ("e01s02-01", "e01s02 客厅")]
    assert [one.get("value") for one in root.iter("marker")] == ["三年前\n江城"]


def test_files_are_named_by_whole_addresses_whatever_the_folder_is_called(root):
    files = {unquote(urlsplit(one.get("src")).path) for one in root.iter("asset")}

    assert len(files) == 9
    assert f"{FOLDER.parent}/voices/e01s01-02-1.wav" in files
    assert all(one.get("src").startswith("file:///") for one in root.iter("asset"))
    assert root.find(".//project").get("name") == TITLE


def test_what_xml_can_not_hold_is_left_out():
    root = etree.fromstring(written(replace(handed(), title="雨\x0b夜\x00")).encode())

    assert root.find(".//project").get("name") == "雨夜"


def test_a_role_has_neither_dots_nor_question_marks():
    film = handed()
    whole = otio.timeline(film)
    whole.audio_tracks()[0].name = "Dr. Who?"

    root = etree.fromstring(fcpxml.text(whole, film.film, FOLDER).encode())

    assert "dialogue.Dr  Who" in {one.get("audioRole") for one in root.iter("asset-clip")}
