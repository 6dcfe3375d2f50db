import pytest

from pipeline.errors import BadResult, NotHere, Refused, Unpaid, Wait
from pipeline.storyboard.asking.faults import Server
from pipeline.storyboard.asking.model import TooMuch

SERVER = Server("https://llm.example/v1", "poet-7b", "POET_KEY", "very-secret")


@pytest.mark.parametrize(
    ("status", "code", "said", "kind"),
    [
        (401, "invalid_api_key", "Incorrect API key provided", NotHere),
        (403, "", "Your region is not supported", NotHere),
        (404, "model_not_found", "The model does not exist", NotHere),
        (402, "", "Insufficient Balance", Unpaid),
        (429, "insufficient_quota", "You exceeded your current quota", Unpaid),
        (429, "1113", "您的账户已欠费，请充值后重试", Unpaid),
        (400, "Arrearage", "Access denied, your account is in arrears", Unpaid),
        (403, "AllocationQuota.FreeTierOnly", "The free tier is used up", Unpaid),
        (200, "", '{"base_resp": {"status_code": 1008, "status_msg": "insufficient balance"}}', Unpaid),
        (429, "rate_limit_exceeded", "Rate limit reached", Wait),
        (429, "1302", "并发数过高", Wait),
        (500, "", "Internal error", Wait),
        (503, "", "", Wait),
        (400, "data_inspection_failed", "Input data may contain inappropriate content.", Refused),
        (400, "content_filter", "The response was filtered", Refused),
        (400, "1301", "系统检测到输入或生成内容可能包含不安全或敏感内容", Refused),
        (400, "", "Content Exists Risk", Refused),
        (400, "context_length_exceeded", "maximum context length is 8192 tokens", TooMuch),
        (400, "", "Range of input length should be [1, 30720]", TooMuch),
        (400, "", "Your request exceeded model token limit: 8192", TooMuch),
        (413, "", "Payload too large", TooMuch),
        (400, "", "enable_thinking must be false", NotHere),
        (200, "", "{}", BadResult),
    ],
)
def test_the_vendors_code_comes_first_then_the_status(status, code, said, kind):
    assert type(SERVER.fault(status, code, said)) is kind


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            SERVER.fault(401, "", "Wrong key."),
            (
                "https://llm.example/v1 does not accept the key in POET_KEY: Wrong key."
                " Set POET_KEY to a key of this vendor and region, with access to poet-7b."
            ),
        ),
        (
            SERVER.fault(404, "", ""),
            (
                "https://llm.example/v1 has no model poet-7b: it gives no reason."
                " Correct `model` or `base_url` in drama.yaml; most addresses end in /v1."
            ),
        ),
        (
            SERVER.silence(90),
            (
                "https://llm.example/v1 gave no answer within 90 s."
                " Run again later, or allow more `timeout_seconds`."
            ),
        ),
    ],
)
def test_messages_say_what_happened_and_what_helps(fault, said):
    assert str(fault) == said


@pytest.mark.parametrize(
    "leak", ["Incorrect key: very-secret", "Incorrect key: sk-proj-abc***xyz", "got Bearer abc.def"]
)
def test_no_key_is_repeated(leak):
    said = str(SERVER.fault(401, "", leak))

    assert "secret" not in said
    assert "abc" not in said


def test_no_key_is_shown_with_the_server():
    assert "secret" not in repr(SERVER)


def test_long_words_are_cut():
    assert len(str(SERVER.fault(500, "", "<html>" * 5000))) < 600
