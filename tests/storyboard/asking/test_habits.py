import pytest

from pipeline.storyboard.asking.habits import Habits
from pipeline.storyboard.asking.model import Ask, Message

ASK = Ask("e01", (Message("system", "Be brief."), Message("user", "Rain?")), {"type": "object"}, seed=7)
FIRST = Habits(most_tokens=16_000)


def test_at_first_everything_is_sent():
    assert FIRST.parameters(ASK, 0.5) == {
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Rain?"},
        ],
        "max_tokens": 16_000,
        "temperature": 0.5,
        "seed": 7,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": {"type": "object"}, "strict": True},
        },
    }


def test_without_a_temperature_the_server_has_its_own():
    assert "temperature" not in FIRST.parameters(ASK, None)


@pytest.mark.parametrize(
    ("said", "learned"),
    [
        ("This response_format type is unavailable now", {"answers": "json"}),
        ("Invalid parameter: 'json_schema' is not supported with this model", {"answers": "json"}),
        ("Unrecognized request argument supplied", {"answers": "json"}),
        (
            (
                "Unsupported parameter: 'max_tokens' is not supported with this model."
                " Use 'max_completion_tokens' instead."
            ),
            {"tokens": "max_completion_tokens"},
        ),
        (
            (
                "max_tokens is too large: 16000. This model supports at most 4096 completion tokens,"
                " whereas you provided 16000."
            ),
            {"most_tokens": 4096},
        ),
        ("Invalid max_tokens value, the valid range of max_tokens is [1, 8192]", {"most_tokens": 8192}),
        ("Range of max_tokens should be [1, 8,192]", {"most_tokens": 8192}),
        (
            (
                "This model's maximum context length is 8192 tokens. However, you requested 19000 tokens"
                " (3000 in the messages, 16000 in the completion)."
            ),
            {"most_tokens": 5192},
        ),
        (
            (
                "'max_tokens' or 'max_completion_tokens' is too large: 16000. This model's maximum context"
                " length is 8192 tokens and your request has 4000 input tokens (16000 > 8192 - 4000)."
            ),
            {"most_tokens": 4192},
        ),
        (
            "Unsupported value: 'temperature' does not support 0.7 with this model.",
            {"without": frozenset({"temperature"})},
        ),
        ("seed: Extra inputs are not permitted", {"without": frozenset({"seed"})}),
    ],
)
def test_what_a_server_does_not_take_is_sent_otherwise(said, learned):
    better = FIRST.learned(said, other_formats=True)

    assert better
    assert {name: getattr(better, name) for name in learned} == learned
    assert better != FIRST


@pytest.mark.parametrize(
    "said",
    [
        "This model's maximum context length is 8192 tokens, and the messages have 9000 tokens.",
        "Your prompt resulted in 8100 tokens, more than the context length of 8192 allows.",
        "max_tokens must be at least 1",
        "Messages must alternate between user and assistant.",
    ],
)
def test_where_no_other_way_helps_there_is_none(said):
    assert FIRST.learned(said, other_formats=True) is None


def test_what_is_left_out_already_is_not_learned_again():
    without = Habits(16_000, "text", without=frozenset({"temperature"}))
    assert without.learned("temperature is not supported", other_formats=True) is None


def test_formats_go_from_schema_to_json_to_text():
    json = FIRST.learned("response_format?", other_formats=True)
    text = json.learned("response_format?", other_formats=True)

    assert json.parameters(ASK, 1)["response_format"] == {"type": "json_object"}
    assert "response_format" not in text.parameters(ASK, 1)
    assert text.learned("response_format?", other_formats=True) is None


def test_a_format_that_was_chosen_stays():
    assert FIRST.learned("response_format?", other_formats=False) is None
