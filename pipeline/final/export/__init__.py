"""What other programs can open of a film: timelines for editors, by the one timeline of its episode."""
