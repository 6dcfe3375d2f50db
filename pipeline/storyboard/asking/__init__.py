"""Asking a language model: its answers become forms, whatever the model and its server are like."""
