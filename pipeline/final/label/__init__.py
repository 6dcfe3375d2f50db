"""What says that the film is made by AI."""
