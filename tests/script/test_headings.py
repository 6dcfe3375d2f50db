from pipeline.script.headings import read_heading
from pipeline.story import Time


def test_a_heading_says_place_and_time_in_english():
    found = read_heading("INT. JOE'S CAFE - LATER - NIGHT", "INT. JOE'S CAFE - LATER - NIGHT")
    assert (found.place, found.inside, found.time) == ("JOE'S CAFE", True, Time.NIGHT)


def test_a_heading_keeps_separators_and_brackets_of_the_place():
    found = read_heading("x", "林家-客厅（二楼） 夜 内")
    assert (found.place, found.inside, found.time) == ("林家-客厅（二楼）", True, Time.NIGHT)
