"""One episode by a language model: scenes, shots and lines, held to the script."""
