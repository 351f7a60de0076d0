"""What the bundled case must say, day by day: each line was wrong once."""

from pathlib import Path

import pytest

from helpers import case
from helpers.exchange import stix
from helpers.reliability import assess, changes, grade, origins, positions

pytestmark = pytest.mark.slow
REAL = Path(__file__).parent.parent / "data" / "kursk_kazan_2024"


@pytest.fixture(scope="module")
def real():
    return case.load(REAL)


def told(c, as_of):
    coded = c.claims[c.claims["question_id"].notna()]
    return origins(coded, c.reports, c.actors, c.questions, outlets=c.outlets, as_of=as_of)


def verdict(c, question, as_of):
    stands = positions(told(c, as_of), c.questions, outlets=c.outlets, as_of=as_of)
    return assess(stands, c.questions).set_index("question_id").loc[question]


def test_an_old_no_to_combat_is_not_probable_and_the_yes_not_doubtful(real):
    grades = grade(
        told(real, "2025-01-23"), real.questions, as_of="2025-01-23", actors=real.actors, outlets=real.outlets
    )
    combat = grades[grades["question_id"].eq("nk_engaged_in_combat") & grades["sourced"]]
    assert not set(combat.loc[combat["answer"].eq("no"), "digit"]) & {1, 2, 3}
    assert set(combat.loc[combat["answer"].eq("yes") & ~combat["party"], "digit"]) <= {2, 3}
    gone = combat[combat["answer"].eq("no")]
    notes = [o for o in stix.bundle(gone)["objects"] if o["type"] == "note"]
    assert all("confidence" not in note for note in notes)


def test_zelensky_goes_from_ten_to_up_to_twelve_thousand_on_the_news_day(real):
    added = changes(told(real, "2024-10-22"), "2024-10-22", questions=real.questions, outlets=real.outlets)
    row = added[added["question_id"].eq("nk_troops_planned_total")].set_index("authority").loc["Ukraine"]
    assert row[["before", "now", "what"]].tolist() == ["10000", "at most 12000", "changed"]


def test_the_next_day_seoul_and_washington_change(real):
    added = changes(told(real, "2024-10-23"), "2024-10-23", questions=real.questions, outlets=real.outlets)
    found = added.set_index(["question_id", "authority"])
    assert found.loc[("nk_troops_planned_total", "South Korea"), "what"] == "changed"
    assert found.loc[("nk_troops_sent_to_date", "South Korea"), "what"] == "changed"
    washington = found.loc[("nk_troops_in_russia", "United States")]
    assert washington[["before", "now", "what"]].tolist() == ["cannot confirm", "yes", "changed"]


def test_the_denials_of_moscow_and_pyongyang_are_those_of_parties(real):
    row = verdict(real, "nk_troops_in_russia", "2024-10-22")
    assert (row["answer"], row["voices_against"], row["parties_against"]) == ("yes", 0, 2)
    assert row["abstaining"] > 0


def test_the_forecast_of_the_arrival_has_one_origin_and_no_likelihood(real):
    row = verdict(real, "nk_first_arrival_kursk", "2024-10-22")
    assert (row["answer"], row["origins_for_low"], row["hangs_on"]) == ("2024-10-23", 1, "HUR")
    assert row.isna()["likelihood"]
