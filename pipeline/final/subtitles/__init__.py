"""What is written on the picture: what is read, when, and how it looks."""
