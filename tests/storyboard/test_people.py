from pipeline.script import parse
from pipeline.story import Age
from pipeline.storyboard.people import gather, is_crowd, mentions_of


def people(script: str) -> list[tuple[str, str, Age]]:
    return [(who.name, who.sex, who.age) for who in gather(parse(script))]


def test_people_are_known_by_list_title_name_and_pronoun():
    found = people(
        "1-1 日 内 屋\n△陈默推开门，他浑身是血。\n陈默：嗯。\n王奶奶：来。\n老李：嗯。\n"
        "李婷：嗯。\n小美：嗯。\n△小美（7岁）跑过来。\n阿木：嗯。"
    )
    assert found == [
        ("陈默", "male", Age.YOUNG),
        ("王奶奶", "female", Age.OLD),
        ("老李", "unknown", Age.OLD),
        ("李婷", "female", Age.YOUNG),
        ("小美", "unknown", Age.CHILD),
        ("阿木", "unknown", Age.YOUNG),
    ]


def test_an_english_introduction_tells_age_and_look():
    (nora,) = gather(
        parse(
            "INT. ROOM - DAY\n\nNORA (71), white hair, a grey coat, waits. She coughs.\n\nNORA\nYes.\n",
            "x.fountain",
        )
    )
    assert (nora.sex, nora.age, nora.look) == ("female", Age.OLD, "71, white hair, a grey coat")


def test_a_part_of_exactly_one_name_is_an_alias():
    script = parse(
        "Scene 1: INT. ROOM\nLIN XIA: a.\nLIN: b.\nGUARD ONE: c.\n"
        "GUARD TWO: d.\nGUARD: e.\nOLD MAN: f.\nMAN: g."
    )
    assert {who.name: who.aliases for who in gather(script)} == {
        "LIN XIA": ("LIN",), "GUARD ONE": (), "GUARD TWO": (), "GUARD": (), "OLD MAN": (), "MAN": (),
    }  # fmt: skip


def test_a_crowd_is_nobody_in_the_picture():
    assert is_crowd("众人")
    assert is_crowd("EVERYONE")
    assert not is_crowd("林夏")
    cast = gather(parse("众人：好！\n林夏：好。"))
    assert mentions_of(cast).named("众人围住林夏") == ("林夏",)
