"""Results in the formats of other fields; each writer is read back in a test by a library of that field."""
