from pipeline.script.speech import spoken_parts


def test_remarks_go_with_what_follows_them():
    assert spoken_parts("（哽咽）你来了。(转身) 走吧。") == [("哽咽", "你来了。"), ("转身", "走吧。")]
    assert spoken_parts("走吧。（离开）") == [("", "走吧。"), ("离开", "")]
    assert spoken_parts("") == []
