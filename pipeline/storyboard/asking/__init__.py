"""What all engines share that ask a language model for the storyboard."""
