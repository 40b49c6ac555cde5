"""Tests of two groups, one a file; the registry is the tuple `TESTS`."""
