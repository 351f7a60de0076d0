"""Ties that say what they are: who pays whom, who contradicts whom. Kept apart from being named together."""

import pandas as pd

COLUMNS = ["source", "target", "relation", "sign", "weight", "reports"]


def relations(claims, figures):
    """Typed and signed ties drawn from claims and figures.

    Parameters
    ----------
    claims : DataFrame
        report_id, speaker, question_id, value; questions without a speaker or a value are left out.
    figures : DataFrame
        report_id, payer, recipient, flow_id, status.

    Returns
    -------
    DataFrame
        source, target, relation, sign, weight, reports (their ids in order, joined by a blank):
        "answers alike" (sign +1) and "contradicts" (sign -1) join speakers who answered one yes/no question, source <
        target; weight counts questions, and a pair may have both. Any other relation is the status of money (announced,
        disbursed, ...) from payer to recipient; sign 0; weight counts flows.
        Ordered by relation, weight (largest first), source, target.

    >>> claims = pd.DataFrame({"report_id": ["r1", "r2"], "speaker": ["NIS", "Peskov"], "question_id": "q",
    ...                        "value": ["yes", "no"]})
    >>> figures = pd.DataFrame(columns=["report_id", "payer", "recipient", "flow_id", "status"])
    >>> relations(claims, figures).values.tolist()
    [['NIS', 'Peskov', 'contradicts', -1, 1, 'r1 r2']]
    """
    said = claims[claims["value"].isin(["yes", "no"])].dropna(subset=["speaker"])
    said = said[["report_id", "speaker", "question_id", "value"]].drop_duplicates()
    both = said.merge(said, on="question_id", suffixes=("", "_other"))
    both = both[both["speaker"] < both["speaker_other"]]
    alike = both["value"] == both["value_other"]
    both = both.assign(relation=alike.map({True: "answers alike", False: "contradicts"}), sign=alike * 2 - 1)
    both = both.rename(columns={"speaker": "source", "speaker_other": "target", "question_id": "thing"})
    both = pd.concat([both, both.assign(report_id=both["report_id_other"])])
    paid = figures.dropna(subset=["payer", "recipient", "status"])
    paid = paid.rename(columns={"payer": "source", "recipient": "target", "status": "relation"})
    paid = paid.assign(sign=0, thing=paid["flow_id"].fillna(paid["report_id"]))
    rows = pd.concat([t[["source", "target", "relation", "sign", "thing", "report_id"]] for t in (both, paid)])
    found = rows.groupby(["source", "target", "relation", "sign"], as_index=False).agg(
        weight=("thing", "nunique"), reports=("report_id", lambda ids: " ".join(sorted(set(ids))))
    )
    order = ["relation", "weight", "source", "target"]
    return found.sort_values(order, ascending=[True, False, True, True], ignore_index=True)[COLUMNS]
