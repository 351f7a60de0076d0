"""Answers worked by hand: small tables with made-up names, from CSV files to the calls, and neighbours of each."""

import pandas as pd
import pytest
from answers_cases import added, answer, write

pytestmark = pytest.mark.slow  # each example is written as files and read again

NUMBER = {"answer_type": "number"}
HEIGHT = NUMBER | {"unit": "m"}
DATE = {"answer_type": "date"}


def person(name, of):
    return {"actor": name, "kind": "person", "affiliation": of}


def body(name, of=""):
    return {"actor": name, "kind": "organisation", "affiliation": of}


def none(cell):
    return cell is None or pd.isna(cell) or cell == ""


# Positions


def tents(folder, first="310", wrong="31000", last="350"):
    rows = [
        ("Relief Board", first, "2031-06-03"),
        ("Relief Board", first, "2031-06-03"),
        ("Relief Board", wrong, "2031-06-05", {"spoken_on": "2031-06-03"}),
        ("Relief Board", last, "2031-06-09"),
    ]
    return write(folder, rows, question=NUMBER)


def test_the_latest_word_of_the_usual_version_counts_and_a_misprint_never(tmp_path):
    c = tents(tmp_path / "a")
    then = answer(c, "2031-06-05").position("Relief Board")
    assert (then["answer"], then["misprints"], then["report_ids"]) == ("310", "r2", "r0 r1")
    assert answer(c, "2031-06-09").position("Relief Board")["answer"] == "350"
    assert answer(c).position("Relief Board")["answer"] == "350"
    assert answer(tents(tmp_path / "b", "4200", "42", "4500"), "2031-06-05").verdict.answer == "4200"


def test_a_lone_page_that_misprints_an_old_number_on_a_later_day_moves_nothing(tmp_path):
    rows = [("Relief Board", "310"), ("Relief Board", "310"), ("Relief Board", "3100", "2031-06-08", {"spoken_on": ""})]
    found = answer(write(tmp_path / "a", rows, question=NUMBER)).position("Relief Board")
    assert (found["answer"], found["misprints"]) == ("310", "r2")
    dated = [*rows[:2], ("Relief Board", "3100", "2031-06-08")]
    assert answer(write(tmp_path / "b", dated, question=NUMBER)).position("Relief Board")["answer"] == "310"


def test_an_old_magnitude_does_not_win_over_later_reports(tmp_path):
    rows = [("Bank", "3000", "2031-06-01"), *[("Bank", "3000000", "2031-06-05")] * 4]
    assert answer(write(tmp_path, rows, question=NUMBER)).position("Bank")["answer"] == "3000000"


def test_an_undated_copy_moves_no_number(tmp_path):
    rows = [("Tide Office", "4.1")] * 4 + [("Tide Office", "3.6", "2031-06-08", {"spoken_on": ""})]
    found = answer(write(tmp_path / "a", rows, question=HEIGHT))
    assert found.position("Tide Office")["answer"] == "4.1"
    assert found.verdict.answer == "4.1"
    again = [("Ann", "80"), ("Ann", "80"), ("Ann", "95", "2031-06-20", {"spoken_on": ""})]
    assert answer(write(tmp_path / "b", again, question=NUMBER)).position("Ann")["answer"] == "80"


def test_an_undated_page_brings_back_no_answer_that_was_left(tmp_path):
    undated = {"spoken_on": ""}
    rows = [("Port", "no", "2031-06-02"), ("Port", "", "2031-06-05", {"modality": "cannot_confirm"})]
    c = write(tmp_path / "a", [*rows, ("Port", "no", "2031-06-09", undated)])
    assert none(answer(c).position("Port")["answer"])
    assert added(c, "2031-06-09").empty
    new = answer(write(tmp_path / "b", [("Port", "no", "2031-06-02"), ("Port", "yes", "2031-06-09", undated)]))
    assert new.position("Port")["answer"] == "yes"
    back = [("Port", "no", "2031-06-02"), ("Port", "yes", "2031-06-05"), ("Port", "no", "2031-06-09", undated)]
    assert answer(write(tmp_path / "c", back)).position("Port")["answer"] == "yes"


def test_persons_and_the_bodies_they_speak_for_are_one_voice(tmp_path):
    actors = [person("Lena Orr", "River Trust"), person("Pat Quill", "River Trust")]
    rows = [(name, "yes") for name in ("Lena Orr", "River Trust", "Pat Quill", "Farmers' League")]
    assert answer(write(tmp_path, rows, actors=actors)).verdict.voices_for == 2


def test_an_outlet_that_names_no_source_is_no_voice(tmp_path):
    found = answer(write(tmp_path / "a", [("Mayor", "yes"), *[("", "yes")] * 6]))
    assert (found.verdict.voices_for, found.digits()["Mayor"]) == (1, 6)
    assert found.positions["authority"].tolist() == ["Mayor"]
    quoted = [("Mayor", "yes"), ("Outlet 0", "yes"), ("Media reports", "yes"), ("", "yes", {"cites": "Outlet 0"})]
    found = answer(write(tmp_path / "b", quoted))
    assert (found.verdict.voices_for, found.digits()["Mayor"]) == (1, 6)
    seen = answer(write(tmp_path / "c", [("Mayor", "yes"), ("", "yes", {"basis": "seen"})])).verdict
    assert (seen.voices_for, seen.origins_for_low) == (2, 2)


def checked(folder, kind, checkers=("Sound or Unsound", "Proofroom")):
    rows = [("Forum user", "yes")]
    for i, name in enumerate(checkers):
        rows.append(("", "no", {"outlet": name, "modality": "refutes", "cites": "" if i else "Valley Paper"}))
    return answer(write(folder, rows, outlets=[{"outlet": name, "kind": kind} for name in checkers]))


def test_a_fact_checker_has_a_voice_of_its_own(tmp_path):
    verdict = checked(tmp_path / "a", "fact_checker").verdict
    assert (verdict.answer, verdict.voices_for, verdict.voices_against) == ("no", 2, 1)
    verdict = checked(tmp_path / "b", "website").verdict
    assert (verdict.answer, verdict.voices_for, verdict.voices_against) == ("yes", 1, 0)
    verdict = checked(tmp_path / "c", "fact_checker", ["Proofroom"]).verdict
    assert verdict.tie
    assert none(verdict.answer)


def test_satire_and_what_was_retracted_carry_nothing(tmp_path):
    joke = [("Mayor", "yes"), ("Baker", "no", {"outlet": "The Spoof"})]
    found = answer(write(tmp_path / "a", joke, outlets=[{"outlet": "The Spoof", "kind": "satire"}]))
    assert (found.verdict.voices_for, found.verdict.voices_against) == (1, 0)
    c = write(tmp_path / "b", [("Mayor", "yes"), ("Baker", "no", {"retracted_on": "2031-06-05"})])
    assert answer(c, "2031-06-04").verdict.tie
    assert answer(c, "2031-06-05").verdict.answer == "yes"
    assert added(c, "2031-06-05").empty


def test_names_may_hold_a_plus(tmp_path):
    rows = [("", "yes", {"outlet": "Prime+"}), ("", "yes", {"outlet": "Prime"}), ("Q+A Desk", "yes")]
    found = answer(write(tmp_path / "a", rows)).tally.iloc[0]
    assert (found["outlets"], found["origins_low"], found["speakers"]) == (3, 3, 1)
    joint = answer(write(tmp_path / "b", [("Q+A Desk + Dairy Union", "yes")]))
    assert (joint.tally["speakers"].iloc[0], joint.verdict.voices_for) == (2, 2)
    for i, name in enumerate(("Prime+", "Prima")):
        cited = write(tmp_path / f"c{i}", [("", "yes", {"cites": name}), ("", "yes", {"outlet": name})])
        assert answer(cited).tally["origins_low"].iloc[0] == 1
        assert not answer(cited).claims["sourced"].any()


def test_unknown_outlets_are_missing_and_each_its_own_origin(tmp_path):
    found = answer(write(tmp_path / "a", [("", "yes", {"outlet": ""})] * 4))
    assert found.tally[["outlets", "origins_low", "origins_high"]].values.tolist() == [[0, 4, 4]]
    assert found.claims["outlet"].isna().all()
    mixed = answer(write(tmp_path / "b", [("", "yes", {"outlet": ""}), ("", "yes"), ("Ann", "yes", {"outlet": ""})]))
    assert mixed.tally[["outlets", "origins_low"]].values.tolist() == [[1, 3]]


def test_a_voice_is_not_evidence(tmp_path):
    council = ("Grand Council", "yes", {"origin_override": "Spy Office"})
    rows = [("Spy Office", "yes"), council, ("Kingdom", "yes", {"strength": "highly likely"})]
    found = answer(write(tmp_path / "a", rows))
    v = found.verdict
    assert (v.voices_for, v.origins_for_low, v.origins_for_high) == (3, 2, 3)
    assert found.position("Kingdom")["strength"] == "highly likely"
    fewer = answer(write(tmp_path / "b", rows[:2]))
    assert (fewer.verdict.voices_for, fewer.verdict.origins_for_low) == (2, 1)
    assert none(fewer.verdict.likelihood)
    assert fewer.verdict.hangs_on == "Spy Office"
    assert set(fewer.digits().values()) == {6}


def test_unnamed_officials_of_a_state_that_is_told_are_that_state(tmp_path):
    actors = [{"actor": "Realm", "kind": "state"}, person("Realm officials", "Realm"), person("Ira Moss", "Realm")]
    rows = [("Realm officials", "yes")] * 5 + [("Ira Moss", "yes")]
    v = answer(write(tmp_path / "a", rows, actors=actors)).verdict
    assert (v.voices_for, v.voices_unnamed) == (1, 0)
    untold = [{"actor": "Realm", "kind": "state"}, {"actor": "Realm officials", "kind": "person"}, actors[2]]
    assert answer(write(tmp_path / "b", rows, actors=untold)).verdict.voices_for == 1
    words = [("", "yes", {"speaker_words": "Realm officials"})] * 5 + [("Ira Moss", "yes")]
    assert answer(write(tmp_path / "c", words, actors=actors[::2])).verdict.voices_for == 1
    differ = [("Realm officials", "no"), ("Ira Moss", "yes")]
    found = answer(write(tmp_path / "d", differ, actors=actors)).position("Realm")
    assert (found["answer"], found["background"]) == ("yes", "no")


def test_groups_and_unnamed_voices_are_counted_apart(tmp_path):
    rows = [("Western officials", "yes"), ("Western officials", "yes"), ("Ann", "yes")]
    v = answer(write(tmp_path / "a", rows)).verdict
    assert (v.voices_for, v.voices_unnamed) == (1, 2)
    words = [("", "yes", {"speaker_words": "two farmhands"}), ("Ann", "no")]
    v = answer(write(tmp_path / "b", words)).verdict
    assert (v.answer, v.voices_for, v.voices_unnamed) == ("no", 1, 1)


def test_the_usual_version_counts_relays_not_copies(tmp_path):
    copies = [("Ranger", "301", {"via": "Agency"})] * 5
    rows = [*copies, ("Ranger", "310"), ("Ranger", "310")]
    exact = NUMBER | {"tolerance": "0"}
    assert answer(write(tmp_path / "a", rows, question=exact)).position("Ranger")["answer"] == "310"
    assert answer(write(tmp_path / "b", rows, question=NUMBER | {"tolerance": "2"})).verdict.answer == "310"
    cited = [("Ranger", "301", {"cites": "Agency"})] * 5 + rows[5:]
    assert answer(write(tmp_path / "c", cited, question=exact)).position("Ranger")["answer"] == "310"


def test_an_authoritys_own_page_goes_before_its_relays(tmp_path):
    rows = [("Tide Office", "41"), ("Tide Office", "41"), ("Tide Office", "47", {"outlet": "Tide Office"})]
    c = write(tmp_path, rows, question=NUMBER, actors=[body("Tide Office")])
    assert answer(c).position("Tide Office")["answer"] == "47"


# States

MOVING = NUMBER | {"course": "moving", "window": "5"}


def test_an_old_answer_to_a_moving_question_is_outdated(tmp_path):
    rows = [("Red Wing", "80", "2031-06-01"), ("Town Clerk", "240", "2031-06-12")]
    found = answer(write(tmp_path / "a", rows, question=MOVING))
    assert found.position("Red Wing")["state"] == "outdated"
    assert (found.verdict.answer, found.verdict.voices_for, found.verdict.voices_against) == ("240", 1, 0)
    assert found.digits() == {"Red Wing": 6, "Town Clerk": 6}
    near = answer(write(tmp_path / "b", [rows[0], ("Town Clerk", "240", "2031-06-04")], question=MOVING)).verdict
    assert near.tie
    assert (near.voices_for, near.voices_against) == (1, 1)
    flagged = NUMBER | {"time_dependent": "true"}
    assert answer(write(tmp_path / "c", rows, question=flagged)).position("Red Wing")["state"] == "outdated"


def test_where_all_are_old_the_last_is_given_as_last_known(tmp_path):
    c = write(tmp_path, [("Red Wing", "80", "2031-06-01"), ("Clerk", "80", "2031-06-02")], question=MOVING)
    found = answer(c, "2031-06-20")
    assert found.positions["state"].tolist() == ["last known", "last known"]
    assert found.position("Clerk")["days_old"] == 18
    assert found.verdict.answer == "80"
    assert none(found.verdict.likelihood)


GROWING = {"course": "growing"}


def test_a_no_is_overtaken_by_a_later_yes(tmp_path):
    others = [("Pilots", "no", "2031-06-02"), ("Ferrymen", "no", "2031-06-02")]
    rows = [("Toll Office", "no", "2031-06-02"), ("Hauliers' Union", "yes", "2031-06-09")]
    c = write(tmp_path / "a", rows, question=GROWING)
    assert answer(c, "2031-06-05").position("Toll Office")["state"] == "current"
    found = answer(c, "2031-06-09")
    assert found.position("Toll Office")["state"] == "overtaken"
    assert (found.verdict.answer, found.verdict.voices_against) == ("yes", 0)
    found = answer(write(tmp_path / "b", [*others, *rows], question=GROWING))
    assert found.digits()["Toll Office"] not in (1, 2, 3)
    assert found.digits()["Hauliers' Union"] not in (4, 5)
    same_day = answer(write(tmp_path / "c", [rows[0], ("Hauliers' Union", "yes", "2031-06-02")], question=GROWING))
    assert same_day.verdict.tie


def test_a_count_that_grows_is_overtaken_by_higher_ones_only(tmp_path):
    rows = [("Ranger", "40", "2031-06-02"), ("Institute", "90", "2031-06-08"), ("Harbour Police", "70", "2031-06-09")]
    seals = NUMBER | GROWING
    found = answer(write(tmp_path / "a", rows, question=seals)).positions.set_index("authority")["state"]
    assert found.to_dict() == {"Ranger": "overtaken", "Institute": "current", "Harbour Police": "current"}
    floor = [("Ranger", "40", "2031-06-02", {"low": "40"}), ("Institute", "90", "2031-06-08")]
    found = answer(write(tmp_path / "b", floor, question=seals))
    assert found.position("Ranger")["state"] == "overtaken"
    assert found.digits()["Ranger"] == 6


def test_one_rumour_overtakes_nobody(tmp_path):
    rows = [("Institute", "90", "2031-06-08"), ("a channel, unnamed", "4000", "2031-06-10")]
    found = answer(write(tmp_path / "a", rows, question=NUMBER | GROWING))
    assert found.position("Institute")["state"] != "overtaken"
    driver = [("Toll Office", "no", "2031-06-02"), ("a driver, unnamed", "yes", "2031-06-09")]
    found = answer(write(tmp_path / "b", driver, question=GROWING))
    assert found.position("Toll Office")["state"] == "earlier"
    v = found.verdict
    assert (v.answer, v.voices_for, v.voices_against, v.voices_unnamed) == ("yes", 0, 0, 1)
    assert none(v.likelihood)
    words = [driver[0], ("", "yes", "2031-06-09", {"speaker_words": "a driver"})]
    assert answer(write(tmp_path / "c", words, question=GROWING)).position("Toll Office")["state"] == "earlier"
    tenfold = [("Ranger", "40", "2031-06-02"), ("Angler", "4000", "2031-06-10")]
    found = answer(write(tmp_path / "d", tenfold, question=NUMBER | GROWING))
    assert found.position("Ranger")["state"] == "current"
    second = [*tenfold, ("Diver", "4100", "2031-06-11")]
    found = answer(write(tmp_path / "e", second, question=NUMBER | GROWING))
    assert found.position("Ranger")["state"] == "overtaken"


def test_one_interested_voice_overtakes_nobody_and_two_do(tmp_path):
    asked = GROWING | {"interested": "North + South", "parties": "Isle"}
    rows = [("Clerk", "no", "2031-06-02"), ("Isle", "no", "2031-06-02", {"modality": "denies"})]
    one = answer(write(tmp_path / "a", [*rows, ("North", "yes", "2031-06-05")], question=asked))
    assert one.positions.set_index("authority")["state"].to_dict() == {
        "Clerk": "earlier",
        "Isle": "current",
        "North": "current",
    }
    both = [*rows, ("North", "yes", "2031-06-05"), ("South", "yes", "2031-06-06")]
    two = answer(write(tmp_path / "b", both, question=asked))
    assert two.position("Clerk")["state"] == "overtaken"
    assert two.position("Isle")["state"] == "current"
    assert two.verdict.parties_against == 1


def test_an_expectation_whose_day_has_passed_is_due(tmp_path):
    rows = [
        ("Scout Office", "2031-06-04", "2031-06-01", {"modality": "expects"}),
        ("Scout Office", "2031-06-04", "2031-06-06", {"modality": "asserts"}),
        ("Port Log", "2031-06-06", "2031-06-07", {"modality": "asserts"}),
    ]
    c = write(tmp_path, rows, question=DATE)
    then = answer(c, "2031-06-03").position("Scout Office")
    assert (then["state"], then["modality"]) == ("current", "expects")
    due = answer(c, "2031-06-05")
    assert due.position("Scout Office")[["state", "borne_out"]].tolist() == ["due", "nobody has said"]
    assert due.verdict.voices_for == 0
    came = answer(c, "2031-06-06")
    assert came.position("Scout Office")["borne_out"] == "by its author only"
    assert came.verdict.voices_for == 1
    assert answer(c, "2031-06-07").position("Scout Office")["borne_out"] == "contradicted"


def test_nothing_grows_old_on_a_fixed_question(tmp_path):
    rows = [("Museum", "1712", "2029-06-01"), ("Abbey", "1712", "2031-06-01")]
    for kind in (NUMBER, NUMBER | {"course": "fixed"}):
        found = answer(write(tmp_path / str(len(kind)), rows, question=kind))
        assert found.positions["state"].tolist() == ["current", "current"]
        assert found.verdict.voices_for == 2


# Parties

CABLE = {"parties": "Verdania"}
ACCUSED = [
    ("Cable Firm", "yes"),
    ("Coast Guard", "yes"),
    ("Sweelund", "yes"),
    ("Admiral Kroll", "no", {"modality": "denies"}),
    ("Neutral Register", "", {"modality": "cannot_confirm"}),
]
NAVY = [{"actor": "Verdania", "kind": "state"}, person("Admiral Kroll", "Verdania")]


def test_the_denial_of_the_accused_is_counted_apart(tmp_path):
    found = answer(write(tmp_path / "a", ACCUSED, question=CABLE, actors=NAVY))
    v = found.verdict
    assert (v.answer, v.voices_for, v.voices_against, v.parties_against, v.abstaining) == ("yes", 3, 0, 1, 1)
    digits = found.grades.set_index("answer")["digit"]
    assert digits["yes"].tolist() == [2, 2, 2]
    assert digits["no"] == 5
    rows = [*ACCUSED[:4], ("Neutral Register", "no")]
    v = answer(write(tmp_path / "b", rows, question=CABLE, actors=NAVY)).verdict
    assert (v.voices_for, v.voices_against, v.parties_against) == (3, 1, 1)
    silent = [*ACCUSED[:3], ("Admiral Kroll", "no")]
    assert answer(write(tmp_path / "c", silent, question=CABLE, actors=NAVY)).verdict.parties_against == 1


def test_an_accused_who_says_yes_is_a_voice(tmp_path):
    rows = [("Cable Firm", "yes"), ("Verdania", "yes", {"modality": "asserts"})]
    v = answer(write(tmp_path, rows, question=CABLE, actors=NAVY)).verdict
    assert (v.voices_for, v.parties_against) == (2, 0)


def test_the_word_of_an_outlet_that_a_party_controls_is_the_partys(tmp_path):
    state = [{"outlet": "Verdan Wire", "editorial_control": "state", "country": "Verdania"}]
    rows = [*ACCUSED[:3], ("", "no", {"outlet": "Verdan Wire", "modality": "denies"})]
    v = answer(write(tmp_path, rows, question=CABLE, actors=NAVY, outlets=state)).verdict
    assert (v.voices_for, v.voices_against, v.parties_against) == (3, 0, 1)


def test_interested_accusers_alone_make_nothing_probable(tmp_path):
    mines = {"parties": "Old Harbour", "interested": "North League + South League + East League"}
    rows = [(f"{side} League", "yes") for side in ("North", "South", "East")]
    rows += [("Old Harbour", "no", {"modality": "denies"}), ("Inspectors", "", {"modality": "cannot_confirm"})]
    found = answer(write(tmp_path / "a", rows, question=mines))
    v = found.verdict
    assert (v.answer, v.voices_for, v.interested_for, v.voices_against) == ("yes", 3, 3, 0)
    assert (v.parties_against, v.abstaining, v.confidence) == (1, 1, "low")
    assert found.grades.set_index("answer")["digit"]["yes"].tolist() == [3, 3, 3]
    seen = answer(write(tmp_path / "b", [*rows[:4], ("Inspectors", "yes")], question=mines))
    assert set(seen.grades.set_index("answer")["digit"]["yes"]) == {2}
    assert seen.verdict.confidence != "low"


def test_declining_is_not_withdrawing(tmp_path):
    rows = [
        ("Verdania", "no", "2031-06-01", {"modality": "denies"}),
        ("Verdania", "", "2031-06-05", {"modality": "no_comment"}),
    ]
    c = write(tmp_path / "a", rows, question=CABLE)
    found = answer(c).position("Verdania")
    assert (found["answer"], found["modality"], str(found["declined_on"])[:10]) == ("no", "denies", "2031-06-05")
    assert added(c, "2031-06-05").empty
    only = answer(write(tmp_path / "b", [("Ann", "yes"), ("Bo", "", {"modality": "no_comment"})])).verdict
    assert (only.voices_for, only.abstaining) == (1, 1)


def test_the_promise_of_those_who_decide_is_counted_apart(tmp_path):
    ferry = {"parties": "Ferry Company"}
    rows = [("Ferry Company", "yes", {"modality": "promises"})]
    rows += [(who, "yes", {"modality": "expects"}) for who in ("Port Authority", "Passengers' Council")]
    v = answer(write(tmp_path / "a", rows, question=ferry)).verdict
    assert (v.answer, v.voices_for, v.parties_for) == ("yes", 2, 1)
    assert none(v.likelihood)
    done = [*rows[1:], ("Ferry Company", "yes", "2031-07-03", {"modality": "asserts"})]
    assert answer(write(tmp_path / "b", done, question=ferry)).verdict.voices_for == 3
    share = NUMBER | {"parties": "Treasury"}
    alone = answer(write(tmp_path / "c", [("Treasury", "20", {"modality": "expects"})], question=share)).verdict
    assert (alone.answer, alone.voices_for, alone.parties_for) == ("20", 0, 1)
    assert none(alone.likelihood)


# Assessment


def test_a_tie_stays_a_tie(tmp_path):
    rows = [("Ann", "yes", "2031-06-01"), ("Bo", "yes"), ("Cy", "no"), ("Di", "no"), *[("", "yes")] * 5]
    v = answer(write(tmp_path / "a", rows)).verdict
    assert v.tie
    assert none(v.answer)
    assert v.likelihood == "about even (45–55 %)"
    swapped = [(name, {"yes": "no", "no": "yes"}[value], *more) for name, value, *more in rows]
    assert answer(write(tmp_path / "b", swapped)).verdict.tie


@pytest.mark.parametrize(
    ("values", "more", "answered", "pro", "con"),
    [
        (["1180", "1190", "1200", "1600"], {}, "1190", 3, 1),
        (["7", "7.3", "10"], {}, "7", 2, 1),
        (["0.5", "0.51", "0.8"], {}, "0.5", 2, 1),
        (["300", "303", "305", "330", "340"], {}, "303", 3, 2),
        (["72000", "7.2e4", "72000.0", "50000"], {}, "72000", 3, 1),
        (["1e4", "10000", "10000.0", "9000", "9000"], {"tolerance": "0"}, "10000", 3, 2),
        (["100", "108", "150"], {"tolerance": "10"}, "100", 2, 1),
    ],
)
def test_numbers_are_answered_by_the_median_within_tolerance(tmp_path, values, more, answered, pro, con):
    rows = [(f"Source {i}", value) for i, value in enumerate(values)]
    v = answer(write(tmp_path, rows, question=NUMBER | more)).verdict
    assert (v.answer, v.voices_for, v.voices_against, v.tie) == (answered, pro, con, False)


def test_a_tolerance_of_nought_is_a_tolerance(tmp_path):
    rows = [("Ann", "1180"), ("Bo", "1190")]
    assert answer(write(tmp_path / "a", rows, question=NUMBER | {"tolerance": "0"})).verdict.tie
    assert not answer(write(tmp_path / "b", rows, question=NUMBER)).verdict.tie


def test_a_limit_is_no_count(tmp_path):
    rows = [("Budget Office", "41.6"), ("Assembly", "60", {"high": "60"})]
    v = answer(write(tmp_path / "a", rows, question=NUMBER)).verdict
    assert (v.answer, v.voices_against) == ("41.6", 0)
    low = [("Budget Office", "70"), ("Assembly", "60", {"high": "60"})]
    v = answer(write(tmp_path / "b", low, question=NUMBER)).verdict
    assert (v.answer, v.voices_against) == ("70", 1)
    floors = [("Ann", "3000", {"low": "3000"}), ("Bo", "3000", {"low": "3000"}), ("Cy", "12000")]
    v = answer(write(tmp_path / "c", floors, question=NUMBER)).verdict
    assert (v.answer, v.voices_against) == ("12000", 0)


def test_a_limit_that_more_voices_give_rules_the_count_out(tmp_path):
    rows = [("Budget Office", "12"), ("Assembly", "30", {"low": "30"})]
    v = answer(write(tmp_path / "a", rows, question=NUMBER)).verdict
    assert (v.answer, v.voices_for, v.voices_against) == ("12", 1, 1)
    more = [*rows, ("Senate", "30", {"low": "30"})]
    v = answer(write(tmp_path / "b", more, question=NUMBER)).verdict
    assert (v.answer, v.voices_for, v.voices_against) == ("at least 30", 2, 1)


def ballot(folder, pro, con):
    rows = [(f"Pro {i}", "yes") for i in range(pro)] + [(f"Con {i}", "no") for i in range(con)]
    return answer(write(folder, rows)).verdict


def test_likelihood_goes_by_origins_on_the_ladder_and_confidence_stands_apart(tmp_path):
    five, two, one = (ballot(tmp_path / f"{n}", *n) for n in ((5, 1), (2, 1), (1, 0)))
    assert five.likelihood == "likely (55–80 %)"
    assert five.share > two.share > 0.55
    assert none(one.likelihood)
    assert one.likelihood_reason
    assert five.confidence in ("low", "moderate", "high")
    assert 0 < len(five.reason.split()) <= 8
    pair = ballot(tmp_path / "pair", 2, 0)
    assert pair.likelihood == "likely (55–80 %)"  # fewer than three origins
    many = ballot(tmp_path / "many", 20, 0)
    assert many.likelihood == "very likely (80–95 %)"  # the last word needs a settled outcome


def test_the_strongest_case_against_is_named_with_its_reports(tmp_path):
    rows = [("Ann", "yes"), ("Bo", "yes"), ("Cy", "no"), ("Verdania", "no", {"modality": "denies"})]
    v = answer(write(tmp_path, rows, question=CABLE)).verdict
    assert (v.case_against, v.case_against_ids) == ("Cy: no", "r2")


# Grades and changes


@pytest.mark.parametrize(
    ("agreeing", "against", "digit"),
    [(2, 0, 2), (3, 1, 2), (0, 3, 5), (1, 4, 5), (2, 7, 5), (2, 5, 4), (1, 2, 4), (1, 3, 5), (1, 0, 3), (4, 2, 3)],
)
def test_the_fifth_digit_mirrors_the_second(tmp_path, agreeing, against, digit):
    rows = [
        ("Item", "yes"),
        *[(f"Pro {i}", "yes") for i in range(agreeing)],
        *[(f"Con {i}", "no") for i in range(against)],
    ]
    found = answer(write(tmp_path, rows)).grades.set_index("origin").loc["Item"]
    assert (found["digit"], found["letter"]) == (digit, "F")


def test_a_one_needs_an_independent_outcome(tmp_path):
    settled = {"question_id": "q", "value": "yes", "settled_on": "2031-06-20", "settled_by": "Court"}
    for i, (independent, digit) in enumerate((("true", 1), ("false", 3))):
        c = write(tmp_path / f"{i}", [("Ann", "yes")], outcomes=[settled | {"independent": independent}])
        found = answer(c, "2031-06-21").grades
        assert found["digit"].tolist() == [digit]


DAY = "2031-06-14"
ADDED = [
    ("Garrison", "yes", "2031-06-08"),
    ("Board of Trade", "yes", "2031-06-08"),
    ("Chapel Fund", "yes", "2031-06-08"),
    ("Foreign Desk", "yes", "2031-06-08"),
    ("Consulate", "no", DAY),
    ("Board of Trade", "", DAY, {"modality": "cannot_confirm"}),
    ("Chapel Fund", "yes", DAY),
    ("Navy Staff", "", DAY, {"modality": "cannot_confirm"}),
    *[("", "yes", DAY)] * 3,
]
REALM = [{"actor": "Realm", "kind": "state"}, body("Navy Staff", "Realm"), body("Foreign Desk", "Realm")]


def test_what_a_day_adds(tmp_path):
    found = added(write(tmp_path, ADDED, actors=REALM), DAY)
    assert found["what"].to_dict() == {
        "Board of Trade": "withdrawn",
        "Chapel Fund": "repeated",
        "Consulate": "first statement",
        "Realm": "offices differ",
    }
    assert found.loc["Realm", "before"] == "yes"
    assert found.loc["Realm", "now"] == "Navy Staff: cannot confirm"


@pytest.mark.parametrize(
    ("before", "now", "more", "what"),
    [
        ("1500", "1800", {"high": "1800"}, "changed"),
        ("10000", "12000", {"high": "12000"}, "changed"),
        ("22", "20", {"low": "20"}, "repeated"),
        ("12000", "12000", {"high": "12000"}, "repeated"),
        ("1500", "1510", {}, "repeated"),
        ("1500", "2100", {"low": "2100"}, "changed"),
        ("1500", "1800", {}, "changed"),
    ],
)
def test_a_number_named_anew_is_a_change_beyond_tolerance(tmp_path, before, now, more, what):
    rows = [("Garrison", before, "2031-06-08"), ("Garrison", now, DAY, more)]
    found = added(write(tmp_path, rows, question=NUMBER), DAY).loc["Garrison"]
    assert (found["what"], found["before"]) == (what, before)


def test_a_head_speaks_for_its_offices_and_a_relay_of_old_words_is_nothing_new(tmp_path):
    actors = [*REALM, person("Queen", "Realm")]
    rows = [("Foreign Desk", "yes", "2031-06-08"), ("Queen", "no", DAY)]
    assert added(write(tmp_path / "a", rows, actors=actors), DAY)["what"].to_dict() == {"Realm": "changed"}
    late = [("Ann", "yes", "2031-06-08"), ("Ann", "yes", DAY, {"spoken_on": "2031-06-08"})]
    assert added(write(tmp_path / "b", late), DAY).empty
    answered = [("Foreign Desk", "", "2031-06-08", {"modality": "cannot_confirm"}), ("Navy Staff", "yes", DAY)]
    assert added(write(tmp_path / "c", answered, actors=actors), DAY)["what"].to_dict() == {"Realm": "changed"}
