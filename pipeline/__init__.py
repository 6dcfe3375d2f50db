"""From a script to a finished vertical short drama: storyboard, images, voices, clips, final."""
