"""The pictures: a portrait of each character and the first frame of each shot."""
