"""The contact sheet: every shot of an episode at a glance, as a picture and as a page that plays."""
