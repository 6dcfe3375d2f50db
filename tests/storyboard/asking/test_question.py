import pickle

import pytest

from pipeline.local.memory import Wish
from pipeline.storyboard.asking.model import Message, Reply, TooMuch
from pipeline.storyboard.asking.question import LanguageWeights, Question, Taste

WEIGHTS = LanguageWeights("models/Qwen3-8B", Wish(), 1000)


def question(words: str) -> Question:
    return Question(WEIGHTS, (Message("user", words),), {"type": "object"}, Taste(0.7, 100), seed=3)


class Parrot:
    """A model that says what it hears."""

    def answer(self, messages, schema, taste, seed, steps):
        steps(1, 0, "tokens")
        if messages[0].words == "long":
            raise TooMuch
        return Reply(messages[0].words, tokens_read=seed, tokens_written=taste.most_tokens)


def test_the_notes_of_a_question_are_its_reply():
    told = []

    [notes] = question("hello").carry_out(Parrot(), [question("hello")], lambda *step: told.append(step))

    assert Reply(**notes) == Reply("hello", tokens_read=3, tokens_written=100)
    assert told == [(1, 0, "tokens")]


def test_a_question_that_is_too_long_says_so():
    with pytest.raises(TooMuch):
        list(question("long").carry_out(Parrot(), [question("long")], lambda *_: None))


def test_questions_go_to_other_processes_and_share_their_model():
    there = pickle.loads(pickle.dumps(question("hello")))

    assert there == question("hello")
    assert there.alike is None
    assert hash(there.weights) == hash(WEIGHTS)


@pytest.mark.parametrize("model", ["Qwen/Qwen3-8B", "models/Qwen3-8B"])
def test_a_model_is_called_by_the_last_part_of_its_name(model):
    assert LanguageWeights(model).name == "Qwen3-8B"
