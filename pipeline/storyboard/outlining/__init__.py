"""The outline of a whole script by a language model: who, where, and which episodes."""
