from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ScriptError
from pipeline.script import read
from pipeline.script.final_draft import parse, recognise
from pipeline.script.screenplay import Element, Screenplay
from pipeline.story import Mode, Time

SCRIPT = """\
<?xml version="1.0" encoding="UTF-16" standalone="no" ?>
<FinalDraft DocumentType="Script" Template="No" Version="5">
  <Content>
    <Paragraph Type="New Act"><Text>ACT ONE</Text></Paragraph>
    <Paragraph Type="General"><Text>FADE IN:</Text></Paragraph>
    <Paragraph Number="1" Type="Scene Heading">
      <SceneProperties Length="1/8" Page="1" Title="">
        <Summary><Paragraph><Text>Nora finds </Text><Text>the letter.</Text></Paragraph></Summary>
      </SceneProperties>
      <Text>INT. POST OFFICE - NIGHT</Text>
    </Paragraph>
    <Paragraph Type="Cast List"><Text>(Nora, Walter)</Text></Paragraph>
    <Paragraph Type="Action">
      <ScriptNote ID="1"><Paragraph><Text>check the stamp</Text></Paragraph></ScriptNote>
      <Text>Rain. </Text><Text Style="Bold+Italic">NORA</Text><Text> stares: 2 * 3 * 4 &amp; _no_ sum.</Text>
    </Paragraph>
    <Paragraph Type="Shot"><Text>CLOSE ON THE LETTER</Text></Paragraph>
    <Paragraph Type="Character"><Text>NORA (V.O.)</Text></Paragraph>
    <Paragraph Type="Parenthetical"><Text>(softly (to herself))</Text></Paragraph>
    <Paragraph Type="Dialogue"><Text>My husband </Text><Text Style="Italic">is</Text>
      <Text> dead.</Text></Paragraph>
    <Paragraph Type="Parenthetical"><Text>beat</Text></Paragraph>
    <Paragraph Type="Dialogue"><Text>~He~ wrote
      to me.</Text></Paragraph>
    <Paragraph>
      <DualDialogue>
        <Paragraph Type="Character"><Text>Walter (CONT'D)</Text></Paragraph>
        <Paragraph Type="Dialogue"><Text>I only carry them.</Text></Paragraph>
        <Paragraph Type="Character"><Text>MAISIE (O.S.)</Text></Paragraph>
        <Paragraph Type="Dialogue"><Text>Me too.</Text></Paragraph>
      </DualDialogue>
    </Paragraph>
    <Paragraph Type="Character"><Text>BANG</Text></Paragraph>
    <Paragraph Type="Transition"><Text>SMASH_CUT_TO:</Text></Paragraph>
    <Paragraph Type="Scene Heading"><Text>  (UNDER THE SEA)</Text></Paragraph>
    <Paragraph Type="Action"><Text></Text></Paragraph>
    <Paragraph Type="Action" Alignment="Center"><Text>Five years earlier</Text></Paragraph>
    <Paragraph Type="Action"><Text>SUPER: "May"</Text></Paragraph>
    <Paragraph Type="Character"><Text>林夏（画外音）</Text></Paragraph>
    <Paragraph Type="Singing"><Text>跟我走吧</Text></Paragraph>
    <Paragraph Type="Scene Heading"><Text>OMITTED</Text>
      <OmittedScene><Paragraph Type="Action"><Text>She flies.</Text></Paragraph></OmittedScene>
    </Paragraph>
  </Content>
  <TitlePage>
    <Content>
      <Paragraph Alignment="Center"><Text></Text></Paragraph>
      <Paragraph Alignment="Center"><Text Style="AllCaps">The Last </Text><Text>Letter</Text></Paragraph>
      <Paragraph Alignment="Center"><Text>Written by</Text></Paragraph>
      <Paragraph Alignment="Center"><Text>A. Writer</Text></Paragraph>
    </Content>
  </TitlePage>
  <SmartType><Characters><Character>SOMEBODY ELSE</Character></Characters></SmartType>
</FinalDraft>
"""


@pytest.fixture(scope="module")
def script() -> Screenplay:
    return parse(SCRIPT, "letter")


def fdx(*paragraphs: tuple[str, str]) -> str:
    inner = "".join(
        f'<Paragraph Type="{kind}"><Text>{text}</Text></Paragraph>\n' for kind, text in paragraphs
    )
    return f'<FinalDraft Version="5"><Content>\n{inner}</Content></FinalDraft>'


def elements(*paragraphs: tuple[str, str]) -> list[tuple[str, str, str, int]]:
    scenes = parse(fdx(*paragraphs), "x").episodes[0].scenes
    return [(each.kind, each.speaker, each.text, each.line_number) for each in scenes[0].elements]


def test_it_is_recognised_by_its_root_or_its_name():
    assert recognise(SCRIPT, "letter.txt")
    assert recognise("anything", "Letter.FDX")
    assert not recognise("<html><body>On <FinalDraftish> things</body></html>", "x.txt")
    assert not recognise("She opens <FinalDraft >.", "x.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_file_is_read_whatever_encoding_it_claims(tmp_path, encoding):
    path = tmp_path / "letter.xml"
    path.write_bytes(SCRIPT.encode(encoding))
    assert read(path).title == "The Last Letter"


def test_the_title_page_gives_the_title_and_lists_the_rest(script):
    assert script.title == "The Last Letter"
    assert [(unused.text, unused.why) for unused in script.unused][:2] == [
        ("Written by", "on the title page"),
        ("A. Writer", "on the title page"),
    ]
    assert parse(fdx(("Action", "Rain.")), "letter").title == "letter"


def test_scene_headings_are_read_as_in_fountain(script):
    assert [
        (scene.heading, scene.place, scene.inside, scene.time, scene.people)
        for scene in script.episodes[0].scenes
    ] == [
        ("INT. POST OFFICE - NIGHT", "POST OFFICE", True, Time.NIGHT, ("Nora", "Walter")),
        ("UNDER THE SEA)", "UNDER THE SEA)", False, None, ()),
    ]


def test_action_and_dialogue_come_with_their_lines_and_without_their_styles(script):
    assert script.episodes[0].scenes[0].elements == (
        Element("action", "Rain. NORA stares: 2 * 3 * 4 & _no_ sum.", 13),
        Element("action", "CLOSE ON THE LETTER", 17),
        Element("dialogue", "My husband is dead.", 20, "NORA", "softly to herself", Mode.OFFSCREEN),
        Element("dialogue", "~He~ wrote to me.", 23, "NORA", "beat", Mode.OFFSCREEN),
        Element("dialogue", "I only carry them.", 28, "Walter"),
        Element("dialogue", "Me too.", 30, "MAISIE", "", Mode.OFFSCREEN),
        Element("action", "BANG", 33),
    )


def test_centred_text_is_a_caption_and_songs_are_sung(script):
    assert script.episodes[0].scenes[1].elements == (
        Element("caption", "Five years earlier", 37),
        Element("caption", "May", 38),
        Element("dialogue", "跟我走吧", 40, "林夏", "sung", Mode.OFFSCREEN),
    )


def test_all_that_is_neither_shown_nor_heard_is_listed(script):
    listed = [*script.unused, *script.episodes[0].unused]
    assert [(unused.text, unused.line_number, unused.why) for unused in listed[2:]] == [
        ("ACT ONE", 4, "a section"),
        ("FADE IN:", 5, "a transition"),
        ("Nora finds  the letter.", 7, "a synopsis"),
        ("check the stamp", 14, "a note"),
        ("SMASH_CUT_TO:", 34, "a transition"),
        ("She flies.", 42, "an omitted scene"),
        ("OMITTED", 41, "nothing happens in this scene"),
    ]


def test_act_titles_that_name_an_episode_split_episodes():
    body = ("Action", "She waits.")
    found = parse(fdx(("New Act", "Episode 1: Dawn"), body, ("New Act", "Episode 2"), body), "x")
    assert [(episode.number, episode.title) for episode in found.episodes] == [(1, "Dawn"), (2, "")]


def test_dialogue_without_anybody_to_say_it_is_action():
    assert elements(("Dialogue", "Who says this?"), ("Parenthetical", "(softly)")) == [
        ("action", "", "Who says this?", 2),
        ("action", "", "(softly)", 3),
    ]


def test_a_heading_without_letters_is_action():
    assert elements(("Scene Heading", "***")) == [("action", "", "***", 2)]


def test_a_name_over_two_lines_is_one_name():
    assert elements(("Character", "OLD\nWOMAN"), ("Dialogue", "Go.\nNow.")) == [
        ("dialogue", "OLD WOMAN", "Go. Now.", 4)
    ]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["Action", "Character", "Parenthetical", "Dialogue", "Scene Heading", "Shot", "Odd"]
            ),
            st.text(alphabet="AB ab(*_~>.!@#[]=:\\好，", min_size=1, max_size=12),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_letter_is_in_the_screenplay_or_listed_as_unused(paragraphs):
    source = fdx(*((kind, text.replace(">", "&gt;")) for kind, text in paragraphs))
    try:
        script = parse(source, "")
    except ScriptError as error:
        assert "no story" in str(error)  # noqa: PT017 - most drawn scripts do have one
        return
    kept = [unused.text for unused in (*script.unused, *script.episodes[0].unused)]
    for scene in script.episodes[0].scenes:
        kept += [scene.heading, *(f"{each.speaker} {each.note} {each.text}" for each in scene.elements)]
    wanted = Counter(filter(str.isalpha, "".join(text for _, text in paragraphs)))
    assert wanted <= Counter(filter(str.isalpha, "".join(kept)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SCRIPT[:900], "damaged: .*line 17"),
        (SCRIPT.replace("</DualDialogue>", ""), "damaged: .*line 3[0-9]"),
        ("INT. ROOM - DAY", "damaged: .*line 1"),
        ("<html><body/></html>", r"another kind \(html\)"),
        (fdx(), "no story"),
        (fdx(("Action", "&bomb;")), "damaged: .*bomb.*line 2"),
        ("<FinalDraft>" * 5000, "damaged: "),
    ],
    ids=["cut", "unclosed", "plain text", "another root", "empty", "unknown entity", "deep"],
)
def test_a_broken_file_is_refused_with_its_line(text, message):
    with pytest.raises(ScriptError, match=message) as caught:
        parse(text, "kaputt")
    assert caught.value.help


@pytest.mark.parametrize(
    "definition",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY b SYSTEM "file:///etc/passwd">',
        '<!ENTITY % b SYSTEM "http://localhost:1/x.dtd">',
    ],
)
def test_entities_are_refused_before_they_are_read(definition):
    text = f"<!DOCTYPE FinalDraft [{definition}]>{fdx(('Action', '&b;'))}"
    with pytest.raises(ScriptError, match="entities"):
        parse(text, "bombe")
