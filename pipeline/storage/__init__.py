"""Where a drama's folder is at home: on this machine's disk, or in a bucket that is worked on by copies."""
