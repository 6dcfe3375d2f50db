"""What is heard: voices, music, effects and ambience, mixed to one loudness."""
