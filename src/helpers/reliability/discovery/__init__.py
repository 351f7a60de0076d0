"""Truth discovery: answers weighed by what else their sources have said, held against gold, and no verdict on news."""
