"""Hold what was found in texts against what was coded by hand."""

import pandas as pd

from ..stats import wilson

__all__ = ["around", "compare", "shares"]


def compare(extracted, coded, on):
    """Match the rows that were extracted to the rows somebody coded, each at most once.

    Parameters
    ----------
    extracted, coded : pandas.DataFrame
    on : list of str
        Columns that must agree; missing cells agree with missing cells.

    Returns
    -------
    pandas.DataFrame
        The columns of `on` and ``status``: both, missed (only coded), extra (only extracted).

    Examples
    --------
    >>> compare(pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [2, 3]}), ["a"])["status"].tolist()
    ['extra', 'both', 'missed']
    """
    left, right = (_numbered(frame[on]) for frame in (extracted, coded))
    pairs = left.merge(right, how="outer", on=[*on, "again"], indicator="status")
    names = {"both": "both", "left_only": "extra", "right_only": "missed"}
    return pairs.assign(status=pairs["status"].map(names).astype("str"))[[*on, "status"]]


def _numbered(frame):
    """Repeated rows numbered, so that two equal namings match two, not four."""
    frame = frame.astype(dict.fromkeys(frame.select_dtypes("number"), "float64"))
    return frame.assign(again=frame.groupby(list(frame.columns), dropna=False).cumcount())


def shares(compared, label):
    """Recall and precision of a comparison, with Wilson intervals (95 %).

    Parameters
    ----------
    compared : pandas.DataFrame
        From `compare`.
    label : str
        What was compared.

    Returns
    -------
    pandas.DataFrame
        Two rows: ``label``, ``share``, ``low``, ``high``, ``n`` (rows the share is of).

    Examples
    --------
    >>> pairs = compare(pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [2]}), ["a"])
    >>> shares(pairs, "names")[["label", "share", "n"]].to_numpy().tolist()
    [['names: coded ones found', 1.0, 1], ['names: found ones coded', 0.5, 2]]
    """
    counts = compared["status"].value_counts()
    rows = []
    for what, other in (("coded ones found", "missed"), ("found ones coded", "extra")):
        both, n = int(counts.get("both", 0)), int(counts.get("both", 0) + counts.get(other, 0))
        low, high = wilson(both, n)
        rows.append((f"{label}: {what}", both / n if n else float("nan"), low, high, n))
    return pd.DataFrame(rows, columns=["label", "share", "low", "high", "n"])


def around(text, start, end, width=30):
    """A span with the words around it, the span in square brackets.

    Examples
    --------
    >>> around("Norland lends $20 million.", 14, 25, width=6)
    '…lends [$20 million].'
    """
    start, end = int(start), int(end)
    before, after = text[max(0, start - width) : start], text[end : end + width]
    return (
        ("…" if start > width else "")
        + f"{before}[{text[start:end]}]{after}"
        + ("…" if end + width < len(text) else "")
    )
