"""The drawn storyboard: what a brief asks for, drawn as sheets of flat colour with light between them."""
