"""Hugging Face Spaces and other Gradio apps: clips and images from whatever somebody put there."""
