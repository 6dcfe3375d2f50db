import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from llm_server import Asked, Said, error, serving, strict

from pipeline.errors import BadResult, NotHere, Refused, Unpaid, Wait
from pipeline.storyboard.asking.chat import Chat, chat_with
from pipeline.storyboard.asking.faults import Server
from pipeline.storyboard.asking.habits import Habits
from pipeline.storyboard.asking.model import Ask, Message, Reply, TooMuch

ASK = Ask("e01", (Message("system", 'Answer: {"title": "text"}'), Message("user", "Rain.")), {}, seed=7)
FIRST = Habits(most_tokens=1000)


def asked(url: str, ask: Ask = ASK, **extra: object) -> Reply:
    server = Server(url, "poet-7b", "POET_KEY", "very-secret")
    return Chat(server, FIRST, 10, 0, 4).complete(ask, 0.5, extra, other_formats=True)


def answering(said: Said):
    return serving(lambda _: said)


def test_a_conversation_is_sent_and_its_answer_counted():
    with serving() as server:
        reply = asked(server.url, enable_thinking=False)

    assert json.loads(reply.words)["title"].startswith("words")
    assert (reply.cut_off, reply.asked_as) == (False, "schema")
    assert (reply.tokens_read, reply.tokens_written) == (15, len(reply.words) // 2)
    (request,) = server.asked
    assert request.headers["authorization"] == "Bearer very-secret"
    assert request.body["model"] == "poet-7b"
    assert request.body["enable_thinking"] is False


@pytest.mark.parametrize(
    ("refused", "message", "then"),
    [
        (
            "max_tokens",
            "Unsupported: 'max_tokens'. Use 'max_completion_tokens' instead.",
            "max_completion_tokens",
        ),
        ("temperature", "'temperature' does not support 0.5 with this model", "max_tokens"),
        ("seed", "Unknown parameter: 'seed'", "max_tokens"),
        ("response_format", "response_format is not supported", "seed"),
    ],
)
def test_what_the_server_does_not_take_is_learned_once(refused, message, then):
    def picky(request: Asked) -> Said:
        return error(400, message) if refused in request.body else strict(request)

    with serving(picky) as server:
        chat = Chat(Server(server.url, "poet-7b", "POET_KEY"), FIRST, 10, 0, 4)
        for _ in range(3):
            chat.complete(ASK, 0.5, {}, other_formats=True)

    fell_back = 2 if refused == "response_format" else 1
    assert len(server.asked) == 3 + fell_back
    assert then in server.asked[-1].body
    assert refused not in server.asked[-1].body


def test_an_answer_that_is_cut_off_says_so():
    with answering(Said('{"title": "Ra', finish="length")) as server:
        assert asked(server.url).cut_off


@pytest.mark.parametrize(
    ("said", "kind", "message"),
    [
        (error(401, "Wrong key very-secret", "invalid_api_key"), NotHere, "POET_KEY"),
        (error(404, "The model poet-7b does not exist"), NotHere, "has no model poet-7b"),
        (error(429, "You exceeded your current quota", "insufficient_quota"), Unpaid, "no money left"),
        (error(429, "Slow down", "rate_limit_exceeded"), Wait, "busy or down"),
        (error(503, "Overloaded"), Wait, "busy or down"),
        (error(400, "This looks unsafe", "data_inspection_failed"), Refused, "refuses the text"),
        (error(400, "Too long", "context_length_exceeded"), TooMuch, "Too long"),
        (error(400, "extra.enable_thinking must be a number"), NotHere, "does not take the question"),
        (Said(finish="content_filter"), Refused, "content_filter"),
        (Said(body={"choices": []}), BadResult, "no chat completion"),
        (Said(body={"base_resp": {"status_code": 1008}, "choices": None}), Unpaid, "no money left"),
        (Said(body=b"<html>Welcome</html>"), BadResult, "Welcome"),
        (Said(body={"choices": [{"index": 0, "finish_reason": "stop", "message": {
            "role": "assistant", "content": None, "refusal": "Not this one."}}]}), Refused, "Not this one"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_of_our_errors(said, kind, message):
    with answering(said) as server, pytest.raises(kind, match=message) as caught:
        asked(server.url)

    assert "secret" not in str(caught.value)


def test_an_answer_without_words_or_counts_is_an_empty_one():
    body = {"choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant"}}]}
    with answering(Said(body=body)) as server:
        assert asked(server.url) == Reply("", asked_as="schema")


def test_where_no_server_listens_it_is_said_so():
    with serving() as server:
        gone = server.url
    with pytest.raises(NotHere, match=r"No server answers at http://127\.0\.0\.1:\d+/v1.* Start it"):
        asked(gone)


def test_a_server_that_takes_too_long_is_given_up():
    waiting = Barrier(2)
    with serving(before=lambda: waiting.wait(10)) as server:
        chat = Chat(Server(server.url, "poet-7b", "POET_KEY"), FIRST, 0.05, 0, 4)
        with pytest.raises(Wait, match=r"gave no answer within 0\.05 s"):
            chat.complete(ASK, 0.5, {}, other_formats=True)
        waiting.wait(10)


def test_a_broken_connection_is_to_be_tried_later():
    with answering(Said(headers={"Content-Encoding": "gzip"}, words="x")) as server, pytest.raises(Wait):
        asked(server.url)


def test_no_more_calls_than_allowed_run_side_by_side():
    both = Barrier(2, timeout=10)
    with serving(before=both.wait) as server:
        chat = Chat(Server(server.url, "poet-7b", "POET_KEY"), FIRST, 10, 0, 2)
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda _: chat.complete(ASK, 0.5, {}, other_formats=True), range(8)))

    assert server.most_in_flight == 2


def test_all_threads_share_one_chat_with_a_server():
    one, other = Server("http://a/v1", "m", "K", "s"), Server("http://b/v1", "m", "K", "s")

    assert chat_with(one, FIRST, 10, 0, 4) is chat_with(one, FIRST, 10, 0, 4)
    assert chat_with(one, FIRST, 10, 0, 4) is not chat_with(other, FIRST, 10, 0, 4)
