"""Questions about a whole landscape, one a file, independent of each other."""
