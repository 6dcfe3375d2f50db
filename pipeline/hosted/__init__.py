"""
Engines that are a vendor's web service: one client for all of them, and one file per vendor.

`configs/hosted/<vendor>.yaml` says how jobs are sent, watched and fetched, what the vendor can do
and what it costs (`spec.py` explains every field); a new vendor is a new file there and no code.
"""
