"""The look at a finished film: what is measured of it, and what of that is wrong."""
