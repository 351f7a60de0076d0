"""Made-up mentions with a known truth: actors of very different fame, and ties planted among them."""

import numpy as np
import pandas as pd


def crowd(reports=400, actors=60, length=8, seed=0):
    """Independent namings: actor k turns up in proportion to 1 / (k + 1), so that any tie is chance."""
    rng = np.random.default_rng(seed)
    fame = 1 / np.arange(1, actors + 1)
    rows = []
    for report in range(reports):
        size = min(rng.poisson(length - 2) + 2, actors)
        for actor in rng.choice(actors, size=size, replace=False, p=fame / fame.sum()):
            rows.append((f"r{report:04d}", int(rng.integers(0, 1500)), f"a{actor:02d}"))
    return pd.DataFrame(rows, columns=["report_id", "start", "actor"])


def planted(pairs, extra, seed=0, **how):
    """A crowd in which each of `pairs` is also named together in `extra` reports drawn at random."""
    rng = np.random.default_rng(seed + 1000)
    mentions = crowd(seed=seed, **how)
    reports = mentions["report_id"].unique()
    added = [(r, 0, actor) for pair in pairs for r in rng.choice(reports, extra, replace=False) for actor in pair]
    return pd.concat([mentions, pd.DataFrame(added, columns=mentions.columns)], ignore_index=True)
