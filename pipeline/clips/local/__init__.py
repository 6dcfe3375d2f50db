"""
How a model of diffusers makes a shot: in pieces, each from pictures and words, written as one film.

`chaining.py` and `order.py` need no PyTorch: they say what is to be made. The rest works where the model is
loaded: `filming.py` makes the pieces one after the other, `arguments.py` words each for its pipeline,
`canvas.py` brings pictures to the model's size, `writing.py` makes the file.
"""
