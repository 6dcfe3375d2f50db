from pipeline.script.mentions import Mentions


def test_the_longest_name_is_mentioned():
    mentions = Mentions({"林夏": "林夏", "林夏妈妈": "林母", "Ann": "Ann", "Mary Ann": "Mary Ann"})
    assert mentions.named("林夏妈妈抱住林夏") == ("林母", "林夏")
    assert mentions.named("MARY ANN calls ann, Anna and Joann.") == ("Mary Ann", "Ann")
    assert (mentions.owner("ANN"), mentions.owner("Bob")) == ("Ann", "Bob")


def test_nobody_is_mentioned_where_nobody_is_known():
    assert Mentions({}).named("林夏") == ()
