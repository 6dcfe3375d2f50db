"""The film: subtitles, sound, the cut, the label for AI-generated content, and the check."""
