"""Steps of money on its way: who passes it on, which end of a flow a statement tells of, and under which name."""

import numpy as np
import pandas as pd

from .statements import PAID

# which ends of the flow a statement tells of, as bits
LEFT, REACHED = 1, 2
# longer chains of intermediaries than this are numbered no further
MOST_HOPS = 9


def ends(
    counted: pd.DataFrame, links: pd.DataFrame, family: np.ndarray, authorities: dict | None = None
) -> pd.DataFrame:
    """Which ends of its flow each statement tells of, and whether its payer or recipient stands in between.

    Somebody stands in between if he receives and pays in one flow, or in a flow and its parts. Who pays a third in
    another flow, or pays back to whom he has it from, does not. A coded hop is believed. A payment without a hop from
    end to end, where somebody stands in between, tells of arrival only; so does one without a payer where others are
    known to have paid. A promise from end to end is a promise of its payer. What was paid to somebody for whom it was
    not promised has not reached its recipient.

    Parameters
    ----------
    counted : pandas.DataFrame
        flow (position), payer, recipient, hop, rank.
    links : pandas.DataFrame
        child, parent (positions), without circles.
    family : numpy.ndarray of int
        Connected group of each flow.
    authorities : dict, optional
        Actor -> whom it speaks for; without it nobody is taken for a stranger to the promise.

    Returns
    -------
    pandas.DataFrame
        Index of `counted`; ends (bits: 1 left the first payer, 2 reached the last recipient), onward (the recipient
        pays on), relayed (the payer was paid before), step (the hop as coded, else as it follows from the names;
        missing for a statement from end to end about a payment that went through others).
    """
    size = len(family)
    flow = counted["flow"].to_numpy(int)
    codes, _ = pd.factorize(np.concatenate([counted[c].to_numpy(object) for c in ("payer", "recipient")]))
    payer, recipient = np.split(codes, 2)
    onward = _in_between(flow, recipient, payer, payer, recipient, links)
    relayed = _in_between(flow, payer, recipient, recipient, payer, links)
    hop, rank = counted["hop"].to_numpy(float), counted["rank"].to_numpy(int)
    relayed |= hop > 1
    onward |= _coded_on(family[flow], hop, payer, recipient)
    through = _raised_flag(np.bincount(flow[onward | relayed], minlength=size) > 0, links)[flow]
    paid_on = rank == PAID
    paid = (hop == 1) | (np.isnan(hop) & ~relayed & ~(paid_on & through & ~onward))
    known = np.bincount(flow[paid & paid_on & (payer >= 0)], minlength=size) > 0
    paid &= ~(paid_on & np.isnan(hop) & (payer < 0) & _raised_flag(known, links)[flow])
    reached = ~onward
    if authorities is not None:
        reached &= ~(paid_on & _strangers(counted, links, authorities))
    both = pd.Series(paid * LEFT + reached * REACHED)
    lost = both.groupby(flow).transform("max").to_numpy() == 0  # a circle of payers has no ends
    step = _steps(family[flow], hop, payer, recipient, np.where(paid | lost, 1.0, np.nan), relayed)
    told = {"ends": np.where(lost, LEFT | REACHED, both), "onward": onward, "relayed": relayed, "step": step}
    return pd.DataFrame(told, index=counted.index)


def _steps(family, hop, payer, recipient, first, relayed):
    """The number of each hop: one more than that of the latest hop which brings money to its payer."""
    step = np.where(np.isnan(hop), first, hop)
    asked = pd.MultiIndex.from_arrays([family, payer])
    todo = np.isnan(hop) & relayed
    for _ in range(MOST_HOPS if todo.any() else 0):
        came = pd.Series(step).groupby([family, recipient]).max()
        following = np.where(todo, came.reindex(asked).to_numpy(float) + 1, step)
        if np.array_equal(following, step, equal_nan=True):
            break
        step = following
    return np.where(todo, np.nan_to_num(step, nan=2.0), step)


def _in_between(flow, name, other, giver, taker, links):
    """Whether `name`, met in `flow` beside `other`, is a giver to somebody else in that flow, its parts or wholes."""
    moved = (giver >= 0) & (taker >= 0) & (giver != taker)
    table = pd.DataFrame({"flow": flow[moved], "name": giver[moved], "low": taker[moved], "high": taker[moved]})
    table = table.groupby(["flow", "name"], as_index=False).agg({"low": "min", "high": "max"})
    asked = pd.DataFrame({"flow": flow, "name": name, "other": other, "row": np.arange(len(flow))})
    asked = asked[(name >= 0) & (name != other)]
    found = np.zeros(len(flow), bool)
    up = links[["child", "parent"]].drop_duplicates()
    below = table  # who gives in a flow or in any part of it
    frontier = table
    while len(frontier := _raised(frontier, up)):
        below = pd.concat([below, frontier])
    below = below.groupby(["flow", "name"], as_index=False).agg({"low": "min", "high": "max"})
    source = below
    while len(asked):
        both = asked.merge(source, on=["flow", "name"])
        found[both.loc[(both["low"] != both["other"]) | (both["high"] != both["other"]), "row"]] = True
        source = table  # of a whole, only what is told of itself
        asked = _raised(asked, up)
    return found


def _raised(table, up):
    raised = table.merge(up, left_on="flow", right_on="child")
    return raised.assign(flow=raised["parent"]).drop(columns=["child", "parent"]).drop_duplicates()


def _coded_on(family, hop, payer, recipient):
    """Whether a later hop of the family, by its coded number, starts from the recipient."""
    later = (hop > 1) & (payer >= 0)
    table = pd.Series(hop[later]).groupby([family[later], payer[later]]).max()
    asked = table.reindex(pd.MultiIndex.from_arrays([family, recipient])).to_numpy(float)
    with np.errstate(invalid="ignore"):
        return np.where(np.isnan(hop), asked > 1, asked > hop)


def _strangers(counted, links, authorities):
    """Whether the recipient is none of those to whom the flow, or a whole that it is inside of, was promised."""
    name = counted["recipient"].map(lambda n: authorities.get(n, n))
    table = pd.DataFrame({"flow": counted["flow"].to_numpy(int), "name": name.to_numpy(object)})
    promised = table[(counted["rank"] < PAID).to_numpy() & name.notna().to_numpy()].drop_duplicates()
    asked = table[name.notna().to_numpy()].rename_axis("row").reset_index()
    some, same = np.zeros(len(table), bool), np.zeros(len(table), bool)
    up = links[["child", "parent"]].drop_duplicates()
    flows = promised["flow"].unique()
    while len(asked):
        some[asked.loc[asked["flow"].isin(flows), "row"]] = True
        same[asked.merge(promised, on=["flow", "name"])["row"]] = True
        asked = _raised(asked, up)
    return some & ~same


def _raised_flag(flag, links):
    """Whether a flow or any part of it carries the flag."""
    child, parent = links["child"].to_numpy(), links["parent"].to_numpy()
    out = flag.copy()
    while True:
        before = out.copy()
        np.logical_or.at(out, parent, out[child])
        if (out == before).all():
            return out


def one_name(counted: pd.DataFrame, authorities: dict) -> pd.DataFrame:
    """Payers and recipients as one name for each flow, where several names stand at the same end of it.

    Parameters
    ----------
    counted : pandas.DataFrame
        flow, payer, recipient, report_id, onward, relayed.
    authorities : dict
        Actor -> whom it speaks for (see :func:`helpers.names.authorities`).

    Returns
    -------
    pandas.DataFrame
        Index of `counted`; payer, recipient. Of several names it is the one that the others speak for, else the one
        in most reports, else the shortest.
    """
    made = counted[["payer", "recipient"]].copy()
    # a second payer of one sum is another name of the first; a second recipient may stand in between
    for column, between in (("payer", "relayed"), ("recipient", "onward")):
        rows = counted[~counted[between] & counted[column].notna()]
        pairs = rows[["flow", column, "report_id"]].drop_duplicates().groupby(["flow", column]).size()
        several = pairs[pairs.groupby(level=0).transform("size") > 1].rename("reports").reset_index()
        if several.empty:
            continue
        several["above"] = several[column].map(lambda n: authorities.get(n, n))
        if column == "recipient":
            several = several[several.groupby("flow")["above"].transform("nunique") == 1]
        spoken_for = pd.MultiIndex.from_frame(several[["flow", "above"]])
        several["top"] = pd.MultiIndex.from_frame(several[["flow", column]]).isin(spoken_for)
        several["size"] = several[column].str.len()
        several = several.sort_values(
            ["flow", "top", "reports", "size", column], ascending=[True, False, False, True, True]
        )
        first = several.drop_duplicates("flow").set_index("flow")[column]
        chosen = rows["flow"].map(first)
        made.loc[rows.index, column] = chosen.where(chosen.notna(), rows[column])
    return made
