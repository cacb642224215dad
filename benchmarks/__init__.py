"""Measurements beside other programs, and the judgement by brute force."""
