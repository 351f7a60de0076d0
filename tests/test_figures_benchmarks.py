"""Pictures of accuracy, calibration and cost show the numbers they are given."""

import pandas as pd

from helpers.plots import benchmarks as draw


def test_calibrations_have_a_panel_for_each_set_with_its_name_and_number():
    bins = pd.DataFrame(
        {"stated": [0.6, 0.9], "right": [0.5, 0.95], "low": [0.4, 0.9], "high": [0.6, 1.0], "n": [1000, 234]}
    )
    sets = {"books": bins, "flights": bins[1:], "stocks": bins, "weather": bins[:1]}
    ax = draw.calibrations(sets)
    panels = ax.figure.axes
    named = ["books (n=1,234)", "flights (n=234)", "stocks (n=1,234)", "weather (n=1,000)"]
    assert [a.get_title(loc="left") for a in panels if a.axison] == named
    assert len(panels) == 6 and ax is panels[0]
    for panel, table in zip(panels, sets.values(), strict=False):
        (drawn,) = [x for x in panel.containers if x.get_label() == "verdicts"]
        assert drawn.lines[0].get_xydata().tolist() == table[["stated", "right"]].to_numpy().tolist()


def test_accuracy_keeps_the_baseline_apart():
    rows = [("d", "voting", 0.7, 0.0, 0.0, 0.0), ("d", "other", 0.8, 0.1, 0.05, 0.15)]
    columns = ["dataset", "method", "accuracy", "beyond_voting", "low", "high"]
    made = draw.accuracy(pd.DataFrame(rows, columns=columns))
    assert [t.get_text() for t in made.get_legend().get_texts()] == ["voting", "other"]
    assert [t.get_text() for t in made.get_yticklabels()] == ["d\n(voting 0.70)"]
    assert made.lines[-1].get_xdata().tolist() == [0.1]


def test_a_world_below_voting_has_a_mark_of_its_own():
    table = pd.DataFrame({"world": ["ring", "stale"], "beyond_voting": [0.5, -0.06], "worst": [0.4, -0.09]})
    ax = draw.worlds(table, labels={"stale": "stale truth"})
    assert [t.get_text() for t in ax.get_yticklabels()] == ["stale truth", "ring"]
    drawn = {line.get_label(): [float(x) for x in line.get_xdata()] for line in ax.lines}
    assert drawn["mean, below voting"] == [-0.06] and drawn["mean, above voting"] == [0.5]
    assert drawn["worst seed"] == [-0.09, 0.4]


def test_costs_stand_on_a_scale_of_tenfold_steps_with_the_name_of_each_tool():
    table = pd.DataFrame(
        {"task": ["count", "count"], "tool": ["ours", "pandas"], "cost": [0.3, 2.0], "ours": [True, False]}
    )
    ax = draw.costs(table)
    assert ax.get_xscale() == "log" and sorted(t.get_text() for t in ax.texts) == ["ours", "pandas"]
