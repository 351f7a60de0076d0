"""Reading: from a report's text to rows of names, attributed claims and sums, each with its offsets."""
