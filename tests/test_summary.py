"""The page that sums up an episode says what was made, by whom, at what cost, and what is wrong."""

from __future__ import annotations

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.promise import at_once
from pipeline.summary import summary


def page(folder, number=1):
    drama = open_drama(folder)
    return summary(drama, tell(drama, number, "final", at_once), 130.0, lambda path: f"/{path.name}")


def change(folder, before, after):
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text("utf-8").replace(before, after), "utf-8")


def test_what_was_made_and_what_was_kept_is_counted_by_stage(folder):
    assert "| images | 8 | 0 | nothing | 0 s | sketch 8 |" in page(folder)
    assert "| images | 0 | 8 | nothing | 0 s | sketch 8 |" in page(folder)


def test_it_leads_to_the_film_and_to_the_pictures(folder):
    told = page(folder)

    assert told.startswith("# rain e01 重逢\n")
    assert "[The film](/e01.mp4), [its pictures and its storyboard](/storyboard.html)." in told
    assert "It took 2 min. Spent on the drama so far: nothing." in told


def test_costs_and_those_who_were_passed_over_are_told_with_the_reason(folder):
    change(folder, "{engine: sketch}", "{engine: [broken, paid]}")

    told = page(folder)

    assert "| 8 | 0 | 4.00 USD | 0 s | paid 8 |" in told
    assert "## Not made by the first engine" in told
    assert "by paid; passed over broken: It needs a GPU." in told


def test_what_is_missing_is_told_and_no_name_is_taken_for_a_sign(folder, calls):
    calls.refused.add("e01s01-01.png")

    told = page(folder)

    assert "file(s) are missing. Run it again to go on. See [" in told
    assert "- frame e01s01-01: " in told.partition("## Missing")[2]


def test_an_episode_that_waits_says_for_what(folder):
    with (folder / "drama.yaml").open("a") as file:
        file.write("approve: storyboard\n")

    assert "e01 waits for your approval of its storyboard: 2 file(s). See [" in page(folder)
