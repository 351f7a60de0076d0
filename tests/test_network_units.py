"""What is counted and what is tested: own bodies are masked, copies are one story, topics are the strata.

The tables come as CSV files through `case.load`, as a reader's do.
"""

import ibis
import numpy as np
import pandas as pd
import pytest
from network_crowd import crowd, planted

from helpers import case, network


def loaded(folder, **tables):
    """A case of the given tables (lists of rows, header first), read from CSV files."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        text = "\n".join(",".join(map(str, row)) for row in rows) + "\n"
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return case.load(folder)


def coded(folder, reports, *, actors=(), story=None, topic=None):
    """A case in which each report names the actors given for it: {"r1": ["Lake Bank", "Mill Bank"], ...}."""
    head = ["report_id", "start", "end", "surface", "actor"]
    extra = {"story": story, "topic": topic}
    extra = {name: given for name, given in extra.items() if given is not None}
    rows = [
        (report, 20 * k, 20 * k + len(actor), actor, actor, *(given.get(report, "") for given in extra.values()))
        for report, named in reports.items()
        for k, actor in enumerate(named)
    ]
    named = sorted({actor for who in reports.values() for actor in who})
    known = {row[0]: row for row in actors}
    return loaded(
        folder,
        outlets=[["outlet"], ["Daily Reed"]],
        reports=[["report_id", "outlet", "published"], *([r, "Daily Reed", "2031-06-05"] for r in reports)],
        actors=[["actor", "kind", "affiliation"], *(known.get(a, (a, "organisation", "")) for a in named)],
        mentions=[[*head, *extra], *rows],
    )


def tie(ties, one, other):
    found = ties[[{a, b} == {one, other} for a, b in zip(ties["source"], ties["target"], strict=True)]]
    assert len(found) == 1
    return found.iloc[0]


def own_body(tmp_path, person, body, reports, other="Reed Hall"):
    who = {f"r{k:02d}": [person, body] for k in range(reports)}
    who |= {f"s{k:02d}": [other, body if k % 3 else "Weir Club"] for k in range(12)}
    c = coded(tmp_path / "c", who, actors=[(person, "person", body)])
    return network.significance(network.cooccurrence(c.mentions), c.mentions, actors=c.actors), c


@pytest.mark.parametrize(
    "person,body,reports",
    [("Dora Pell", "Rangers", 9), ("Abe Zorn", "Tide Office", 4), ("Łucja Ó Broin", "Canal+ Press Desk", 15)],
)
def test_a_person_and_the_own_body_are_counted_and_not_tested(tmp_path, person, body, reports):
    ties, _ = own_body(tmp_path, person, body, reports)
    own = tie(ties, person, body)
    assert own["weight"] == reports and bool(own["masked"]) is True
    assert np.isnan(own["q"]) and np.isnan(own["p"]) and own["expected"] > 0
    others = ties[~ties["masked"]]
    assert len(others) == len(ties) - 1 and others["q"].notna().all()


def test_a_body_further_up_is_masked_and_two_persons_of_one_body_are_not(tmp_path):
    who = {f"r{k}": ["Ines Tarr", "Ferry Desk", "Harbour Board"] for k in range(6)}
    who |= {f"s{k}": ["Ines Tarr", "Olav Roth"] for k in range(5)}
    actors = [
        ("Ines Tarr", "person", "Ferry Desk"),
        ("Olav Roth", "person", "Ferry Desk"),
        ("Ferry Desk", "organisation", "Harbour Board"),
    ]
    c = coded(tmp_path / "c", who, actors=actors)
    ties = network.significance(network.cooccurrence(c.mentions), c.mentions, actors=c.actors)
    assert tie(ties, "Ines Tarr", "Ferry Desk")["masked"] and tie(ties, "Ines Tarr", "Harbour Board")["masked"]
    assert not tie(ties, "Ferry Desk", "Harbour Board")["masked"]
    assert not tie(ties, "Ines Tarr", "Olav Roth")["masked"]


def test_masking_changes_no_other_tie_but_for_the_number_of_tests():
    mentions = planted([("a10", "a30")], extra=20)
    ties = network.cooccurrence(mentions)
    actors = pd.DataFrame({"actor": ["a30"], "kind": ["person"], "affiliation": ["a10"]})
    plain, masked = network.significance(ties, mentions), network.significance(ties, mentions, actors=actors)
    rest = ~masked["masked"]
    pd.testing.assert_series_equal(plain.loc[rest, "p"], masked.loc[rest, "p"])
    assert (masked.loc[rest, "q"] >= plain.loc[rest, "q"] - 1e-12).all()
    assert masked["masked"].sum() == 1 and "masked" not in plain
    rare = network.significance(ties, mentions, rarer=True, actors=actors)
    assert rare["q"].isna().sum() == 1


@pytest.mark.parametrize(
    "copies,one,other", [(5, "Lake Bank", "Mill Bank"), (2, "North Quay", "Q+A Desk"), (11, "Ö", "Z")]
)
def test_copies_of_one_story_count_once_beside_the_reports(tmp_path, copies, one, other):
    who = {f"r{k:02d}": [one, other] for k in range(copies)} | {"s1": [one, "Reed Hall"], "s2": [other, "Reed Hall"]}
    c = coded(tmp_path / "c", who, story={f"r{k:02d}": "agency text" for k in range(copies)})
    ties = network.cooccurrence(c.mentions)
    found = tie(ties, one, other)
    assert (found["weight"], found["stories"], found["reports"]) == (1, 1, copies)
    tested = tie(network.significance(ties, c.mentions), one, other)
    assert tested["q"] > 0.5 and tested["reports"] == copies
    assert tie(ties, one, "Reed Hall")["weight"] == 1
    engine = network.cooccurrence(ibis.memtable(c.mentions)).to_pandas()
    columns = ["source", "target", "weight", "stories", "reports"]
    pd.testing.assert_frame_equal(
        engine.sort_values(columns, ignore_index=True)[columns], ties[columns], check_dtype=False
    )
    proof = network.evidence(c.mentions, one, other)
    assert len(proof) == copies and proof["story"].nunique() == 1


def test_a_story_told_twice_with_other_names_counts_once_a_pair(tmp_path):
    who = {"r1": ["A", "B"], "r2": ["A", "B", "C"], "r3": ["A", "B"], "r4": ["B", "C"]}
    c = coded(tmp_path / "c", who, story={"r1": "s", "r2": "s", "r4": "t"})
    ties = network.cooccurrence(c.mentions).set_index(["source", "target"])[["stories", "reports"]]
    assert ties.to_dict("index") == {
        ("A", "B"): {"stories": 2, "reports": 3},
        ("A", "C"): {"stories": 1, "reports": 1},
        ("B", "C"): {"stories": 2, "reports": 2},
    }


@pytest.mark.parametrize("window", [None, 300])
def test_stories_are_counted_alike_in_memory_and_on_an_engine(window):
    mentions = crowd(reports=80, actors=15)
    mentions["story"] = mentions["report_id"].str[-1].where(mentions["report_id"].str[-2].isin(["1", "4"]))
    columns = ["source", "target", "weight", "stories", "reports"]
    there = network.cooccurrence(ibis.memtable(mentions), window=window).to_pandas()
    here = network.cooccurrence(mentions, window=window)
    pd.testing.assert_frame_equal(
        there.sort_values(columns, ignore_index=True)[columns], here[columns], check_dtype=False
    )
    raw = network.cooccurrence(mentions.drop(columns="story"), window=window)
    pd.testing.assert_frame_equal(raw, here[["source", "target", "reports"]].rename(columns={"reports": "weight"}))
    pd.testing.assert_frame_equal(here, network.cooccurrence(mentions.sample(frac=1, random_state=2), window=window))
    if window is None:
        table = ibis.memtable(mentions)
        there = network.significance(network.cooccurrence(table), table).to_pandas()
        tested = network.significance(here, mentions)
        there = there.sort_values(columns, ignore_index=True)[tested.columns]
        pd.testing.assert_frame_equal(there, tested, check_dtype=False, rtol=0, atol=1e-9)


def test_syndicated_copies_make_no_ties_beyond_chance():
    once = crowd(reports=120, actors=40, length=5)
    copies = pd.concat(
        [once.assign(report_id=once["report_id"] + f"-{k}", story=once["report_id"]) for k in range(6)],
        ignore_index=True,
    )
    raw = copies.drop(columns="story")
    assert (network.significance(network.cooccurrence(raw), raw)["q"] < 0.05).sum() > 100
    assert (network.significance(network.cooccurrence(copies), copies)["q"] > 0.05).all()


def test_a_report_of_two_stories_is_named(tmp_path):
    mentions = pd.DataFrame({"report_id": ["r1", "r1"], "actor": ["A", "B"], "story": ["s", "t"]})
    with pytest.raises(ValueError, match="report 'r1' lies in two stories"):
        network.cooccurrence(mentions)


def two_subjects():
    one, other = crowd(seed=5, actors=25), crowd(seed=6, actors=25)
    other = other.assign(report_id="s" + other["report_id"], actor="b" + other["actor"])
    return pd.concat([one.assign(topic="one"), other.assign(topic="other")], ignore_index=True)


def test_topics_are_the_strata_where_mentions_have_them():
    mentions = two_subjects()
    ties = network.cooccurrence(mentions)
    tested = network.significance(ties, mentions)
    assert (tested["q"] > 0.05).all() and (tested["q_pooled"] < 0.05).sum() > 50
    pooled = network.significance(ties, mentions, strata=None)
    np.testing.assert_allclose(pooled["q"], tested["q_pooled"])
    np.testing.assert_allclose(pooled["q_stratified"], tested["q"])
    plain = network.significance(ties, mentions.drop(columns="topic"))
    np.testing.assert_allclose(plain["q"], pooled["q"])
    assert not {"q_pooled", "q_stratified"} & set(plain)


def test_reports_without_a_topic_are_a_stratum_of_their_own():
    mentions = two_subjects()
    gap = mentions.assign(topic=mentions["topic"].where(mentions["topic"] == "one"))
    ties = network.cooccurrence(mentions)
    pd.testing.assert_frame_equal(network.significance(ties, mentions), network.significance(ties, gap))


def test_topics_reach_mentions_through_claims(tmp_path):
    c = loaded(
        tmp_path / "c",
        outlets=[["outlet"], ["Daily Reed"]],
        reports=[["report_id", "outlet"], *([r, "Daily Reed"] for r in ("r1", "r2", "r3", "r4"))],
        questions=[
            ["question_id", "question", "answer_type", "topic"],
            ["q1", "Has the dam held?", "yes_no", "flood"],
            ["q2", "Who pays?", "text", "money"],
            ["q3", "When?", "text", ""],
        ],
        claims=[
            ["claim_id", "report_id", "question_id", "value"],
            *(
                [f"c{k}", r, q, "yes"]
                for k, (r, q) in enumerate(
                    zip(["r1"] * 3 + ["r2"] * 2 + ["r3"], ["q1", "q2", "q1", "q1", "q2", "q3"], strict=True)
                )
            ),
        ],
        mentions=[
            ["report_id", "start", "end", "surface"],
            *([r, 0, 3, "abc"] for r in ("r1", "r2", "r3", "r4")),
        ],
    )
    found = network.with_topics(c.mentions, c.claims, c.questions)
    assert found["topic"].fillna("none").tolist() == ["flood", "flood", "none", "none"]
    coded = found.assign(topic="by hand")
    assert network.with_topics(coded, c.claims, c.questions) is coded
    bare = c.questions.assign(topic=pd.NA)
    assert "topic" not in network.with_topics(c.mentions, c.claims, bare)


def test_an_engine_refuses_what_it_does_not_have():
    table = ibis.memtable(pd.DataFrame({"report_id": ["r"], "actor": ["A"], "topic": ["t"]}))
    ties = network.cooccurrence(table)
    with pytest.raises(ValueError, match="strata: tested on DataFrames only"):
        network.significance(ties, table)
    assert network.significance(ties, table, strata=None).count().execute() == 0
