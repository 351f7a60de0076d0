"""The bundled case: it validates, nothing in it changes unseen, and its data sheet says what the tables hold."""

import hashlib
import json
import re
from pathlib import Path

import frictionless
import pandas as pd
import pytest
from schema import renewed

from helpers import case, schema
from helpers.case import agreement

DATA = Path(__file__).parent.parent / "data"
CASE = DATA / "kursk_kazan_2024"
SUMS = CASE / "SHA256SUMS"
# What the comparison of the coders, or our own reading, changed in the first coder's claims.
AFTER_THE_FACT = [
    "correction",
    "corrected on reading",
    "day filled",
    "hedge recoded",
    "no comment recoded",
    "question corrected",
    "row added",
    "speaker corrected",
]
RULES = {  # every kind of change in changes.csv, and the rule it follows
    "abstention recoded": "“unconfirmed” is a missing value with modality cannot_confirm",
    "actor renamed": "the name that outlets.csv or common use has",
    "address mended": "the publisher's address instead of a proxy, origin server or port",
    "affiliation": "the body a person speaks for, and the state a body belongs to",
    "affiliation removed": "parliaments and their members, regions and central banks do not speak for the government",
    "backing named": "one name for what repays or secures, so that figures can be joined",
    "basis added": "how the source knows it, where the digest tells it",
    "bound": "at least, over, up to and ranges stand in low and high, open where the page leaves them open",
    "capital": "a capital is a place where a sentence says that someone is, goes or writes there; else the state",
    "cites": "names as in actors.csv or outlets.csv; joint ones with +",
    "corrected on reading": "what the digest tells is another answer or another way of saying it",
    "correction": "found wrong when the two codings were compared",
    "country blanked": "the coders disagree",
    "country unified": "as in outlets.csv; an international body stands for those who speak for it",
    "date cut": "only the month is known",
    "date filled": "the year that the page or its other figures give",
    "day filled": "the day of the words, where another report of the same statement tells it",
    "denial recoded": "a denial is “no” with modality denies",
    "funding and control coded": "one typology for all countries, blank where unknown",
    "hedge recoded": "may and might are an estimate of yes; the word stays in note",
    "instrument named": "loan, grant, tranche and the like; the page's own words go to note",
    "no comment recoded": "declines, evades or speaks only under an if; cannot_confirm says that evidence is lacking",
    "not a number": "an answer in words stands in note",
    "note": "remark added",
    "origin override": "hidden dependence, each with its reason; the outlet itself where cites is about other claims",
    "outlet kind": "state media is an owner, not a kind",
    "outlet renamed": "one name whether the outlet publishes or is named; domain says where the copy stood",
    "ownership added": "what a directory or page says of the owner",
    "party named": "as in actors.csv; a payment through a fund is paid by the fund",
    "qualifier added": "as the digest tells it",
    "question corrected": "what the words answer: the front or training is not Russia, a ceiling not a sum",
    "row added": "missed before, or needed by another table",
    "row merged": "one actor under two names; a government as a whole is its state",
    "row removed": "no answer to that question",
    "speaker corrected": "the page reports who said it",
    "speaker name": "one name for one speaker; joint speakers with +",
    "speaker unattributed": "missing where the page names nobody and its outlet stood in",
    "strength added": "the source's own word of probability, as the page or its digest has it",
    "status": "announced to disbursed as the page tells it; none for what lies in a fund",
    "time dependence": "what grows or moves changes from day to day",
    "via chain": "reader first, A > B; joint relays A + B",
    "via": "repeats the speaker, or another spelling",
}


@pytest.fixture(scope="module")
def bundled():
    return case.load(CASE)


def table_rows(c):
    """Lines of the data sheet's table of tables."""
    present = [t for t in schema.TABLES if t not in c.missing]
    return [f"| {t} | {len(getattr(c, t)):,} | {schema.TABLES[t].description} |" for t in present]


def change_rows(c):
    """Lines of the data sheet's table of changes."""
    made = c.changes.groupby(["table", "kind"]).size()
    return [f"| {table} | {kind} | {n:,} | {RULES[kind]} |" for (table, kind), n in made.items()]


def counts(c):
    """Every number in the data sheet's prose, as it must stand there."""
    news, claims = c.reports[c.reports["scope"] == "news"], c.claims
    speakers = claims.drop_duplicates(["report_id", "speaker"])["speaker"]
    answered = claims.dropna(subset=["value"]).drop_duplicates(["report_id", "question_id", "value"])
    twice = agreement.match(agreement.undo(claims, c.changes, AFTER_THE_FACT), c.second_coding)
    agreed = agreement.agreement(twice, c.questions).set_index("compared")
    yes_no, modality = agreed.loc["value (yes_no)"], agreed.loc["modality"]
    both = int((twice["found"] == "both").sum())
    added = claims[claims["claim_id"].str.startswith("n")]
    kind = dict(zip(c.questions["question_id"], c.questions["answer_type"], strict=True))
    found = twice.loc[twice["found"] == "both", "question_id"].map(kind).value_counts()
    late = added["question_id"].map(kind).value_counts()
    low, high = agreement.wilson(len(added), len(added) + both)
    read_once = claims[~claims["report_id"].isin(set(c.second_coding["report_id"]))]
    topics = c.questions.set_index("question_id")["topic"]
    stories = agreement.stories(claims, c.questions)
    coded = set(c.texts.loc[c.texts["mentions_coded"], "report_id"])
    named = {
        t: f"{sum(stories.get(r) == t for r in coded)} of {sum(stories.get(r) == t for r in c.texts['report_id'])}"
        for t in topics.unique()
    }
    settled = c.outcomes.set_index("question_id")
    no = claims[(claims["question_id"] == "nk_troops_in_russia") & (claims["value"] == "no")]
    drawn = {"outlets": news["outlet"], "speakers": speakers, "answers": answered["question_id"] + answered["value"]}
    share = {k: agreement.coverage(v) for k, v in drawn.items()}
    spread = {k: f"{v['coverage']:.0%} ({v['low']:.0%}–{v['high']:.0%})" for k, v in share.items()}
    return {
        "news": f"{len(news)} news reports",
        "money": f"{(c.reports['scope'] == 'money').sum()} further reports",
        "outlets": f"{news['outlet'].nunique()} outlets",
        "single": f"{(news['outlet'].value_counts() == 1).sum()} of them with one report",
        "claims": f"{len(claims)} claims",
        "questions": f"{len(c.questions)} questions",
        "texts": f"{len(c.texts)} reports have a digest",
        "uncoded": f"{(~c.texts['mentions_coded']).sum()} digests have no coded mention",
        **{f"named{i}": f"{t} {n}" for i, (t, n) in enumerate(sorted(named.items()))},
        "inferred": f"{(news['published_basis'] == 'inferred_from_event').sum()} of the news reports",
        "inferred_money": f"{(c.reports['published_basis'] == 'inferred_from_event').sum()} of all reports",
        "undated": f"{c.reports['published'].isna().sum()} reports have no date",
        "unattributed": f"{claims['speaker'].isna().sum()} claims are unattributed",
        "override": f"{claims['origin_override'].notna().sum()} claims carry an override",
        "bounded": f"{(claims['low'].fillna('') != claims['high'].fillna('')).sum()} claims have unequal bounds",
        "second": f"{c.second_coding['report_id'].nunique()} reports were coded again",
        "pairs": f"{both} claims were found by both",
        "numbers": "{:.0f} of {:.0f} numbers".format(*agreed.loc["value (number)", ["agree", "pairs"]]),
        "yes_no": "{:.0f} of {:.0f} yes/no answers".format(*yes_no[["agree", "pairs"]]),
        "yes_no_kappa": f"kappa {yes_no['kappa']:.2f}",
        "dates": "{:.0f} of {:.0f} dates".format(*agreed.loc["value (date)", ["agree", "pairs"]]),
        "modality": f"modality in {modality['share']:.0%}",
        "modality_kappa": "kappa {:.2f}, 95 % interval {:.2f} to {:.2f}".format(
            *modality[["kappa", "kappa_low", "kappa_high"]]
        ),
        "speaker": f"speaker in {agreed.loc['speaker', 'share']:.0%}",
        "via": f"via in {agreed.loc['via', 'share']:.0%}",
        "missed": f"{len(added)} of {len(added) + both} claims ({len(added) / (len(added) + both):.0%}",
        "missed_range": f"95 % interval {low:.0%} to {high:.0%})",
        "missed_yes_no": f"{late['yes_no'] / (late['yes_no'] + found['yes_no']):.0%} of the yes/no answers",
        "missed_number": f"{late['number'] / (late['number'] + found['number']):.0%} of the numbers",
        "read_once": f"{len(read_once)} claims come from reports that one coder read",
        "cover_outlets": f"outlets {spread['outlets']}",
        "cover_speakers": f"speakers {spread['speakers']}",
        "cover_answers": f"answers {spread['answers']}",
        "funding": f"{c.outlets['funding'].notna().sum()} have funding",
        "control": f"{c.outlets['editorial_control'].notna().sum()} have editorial control",
        "all_outlets": f"{len(c.outlets)} outlets in the table",
        "cannot_confirm": f"evidence is lacking ({(claims['modality'] == 'cannot_confirm').sum()} claims)",
        "no_comment": f"({(claims['modality'] == 'no_comment').sum()} claims)",
        "strength": f"{claims['strength'].notna().sum()} claims have one",
        "basis": f"({claims['basis'].notna().sum()} claims)",
        "reread": f"{claims['claim_id'].str.startswith('a').sum()} more claims were added",
        "no": f'{len(no)} claims say "no" to troops in Russia',
        "denials": f"{(no['modality'] == 'denies').sum()} of them are denials by Russia or North Korea",
        "affiliated": f"{c.actors['affiliation'].notna().sum()} have an affiliation",
        "all_actors": f"Of {len(c.actors)} actors",
        "ids": f"identifier for {c.actors['ids'].notna().sum()} actors",
        "window": f"{c.questions.set_index('question_id').loc['nk_troops_planned_total', 'window']}.",
        "outcomes": f"{len(settled)} questions are settled",
        "independent": f"{settled['independent'].sum()} of these independently",
        "controlled": f"{settled['controlled_by'].notna().sum()} have an answer that somebody controls",
    }


def test_the_case_validates_and_lacks_only_what_it_does_not_need(bundled):
    """Every currency here is quoted by the European Central Bank, so the case needs no rates of its own."""
    assert set(bundled.missing) == set(bundled.lacks(*schema.TABLES)) == {"rates"}


def test_datapackage_is_as_generated_and_frictionless_accepts_it():
    kept = json.loads((CASE / "datapackage.json").read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(renewed(CASE))) and kept["day"] == "2024-10-22"
    report = frictionless.validate(str(CASE / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note"])


def test_no_file_of_the_case_changed_unseen():
    """If a change is meant: read the difference, then write the new sums with `sha256sum`, by hand."""
    wanted = dict(line.split("  ", 1)[::-1] for line in SUMS.read_text(encoding="utf-8").splitlines())
    files = {p.relative_to(CASE).as_posix(): p for p in CASE.rglob("*") if p.is_file() and p != SUMS}
    assert set(files) == set(wanted)
    changed = [n for n, p in files.items() if hashlib.sha256(p.read_bytes()).hexdigest() != wanted[n]]
    assert changed == []


def test_tables_are_plain_utf8_with_unix_line_ends_and_stable_order(bundled):
    for file in CASE.glob("*.csv"):
        raw = file.read_bytes()
        assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\n"), file.name
    for table, by in {"reports": "report_id", "texts": "report_id", "claims": "report_id"}.items():
        assert getattr(bundled, table)[by].is_monotonic_increasing, table
    starts = bundled.mentions.sort_values(["report_id", "start", "actor"], kind="stable")
    assert starts.index.equals(bundled.mentions.index)


def test_answers_follow_the_rules_of_coding(bundled):
    claims = bundled.claims.merge(bundled.questions[["question_id", "answer_type"]])
    assert claims["value"].isna().equals(claims["modality"].isin(["cannot_confirm", "no_comment"]))
    assert set(claims.loc[claims["modality"] == "denies", "value"]) == {"no"}
    bounded = claims["answer_type"].isin(["number", "date"]) & claims["value"].notna()
    assert (claims["low"].notna() | claims["high"].notna()).equals(bounded)
    number = claims[bounded & (claims["answer_type"] == "number")]
    value, low, high = (pd.to_numeric(number[c]) for c in ("value", "low", "high"))
    assert ((low.isna() | (low <= value)) & (high.isna() | (value <= high))).all()
    at_least = number["note"].str.match(r"(at least|more than|over)\b").fillna(False).astype(bool)
    up_to = number["note"].str.match(r"(up to|as many as)\b").fillna(False).astype(bool)
    assert at_least.sum() > 20 and number.loc[at_least, "high"].isna().all()
    assert up_to.sum() > 10 and number.loc[up_to, "low"].isna().all()
    assert not claims["via"].str.contains(",").any()
    joined = claims.merge(bundled.reports[["report_id", "outlet"]])
    assert not (joined["speaker"] == joined["outlet"]).any()
    assert bundled.claims["override_reason"].notna().equals(bundled.claims["origin_override"].notna())


def topmost(c):
    """Actor -> the authority it speaks for, itself where it speaks for nobody else."""
    above = c.actors.dropna(subset=["affiliation"]).set_index("actor")["affiliation"].to_dict()
    found = {}
    for actor in c.actors["actor"]:
        top = actor
        while top in above:
            top = above[top]
        found[actor] = top
    return found


def joined(cell):
    return [] if pd.isna(cell) else cell.split(" + ")


def test_every_question_has_a_short_label_and_a_course_that_fits(bundled):
    questions = bundled.questions
    words = questions["label"].str.split().str.len()
    assert words.between(3, 6).all() and questions["label"].is_unique
    assert not questions["label"].str.contains("…|\\?|_").any()
    assert questions["time_dependent"].eq(questions["course"] != "fixed").all()
    assert questions.loc[questions["window"].notna(), "course"].eq("moving").all()
    course = questions.set_index("question_id")["course"]
    assert course["nk_troops_in_russia"] == course["nk_killed"] == "growing"
    assert course["nk_troops_planned_total"] == course["nk_troops_in_kursk_number"] == "moving"
    assert course["us_share_g7_loan"] == course["brics_heads_of_state"] == "fixed"


def test_parties_and_the_interested_are_authorities_and_not_the_same(bundled):
    top = topmost(bundled)
    for question in bundled.questions.itertuples():
        parties, interested = joined(question.parties), joined(question.interested)
        assert parties and not set(parties) & set(interested), question.question_id
        assert all(top[name] == name for name in parties + interested), question.question_id


def test_each_contrast_names_another_question_and_the_word_that_tells_it_apart(bundled):
    known = set(bundled.questions["question_id"])
    for question in bundled.questions.dropna(subset=["contrast"]).itertuples():
        for part in question.contrast.split("; "):
            other, word = part.split(": ")
            assert other in known - {question.question_id} and word, (question.question_id, part)
    contrast = bundled.questions.set_index("question_id")["contrast"]
    assert "brics_heads_of_state: leaders" in contrast["brics_countries_represented"]
    assert "nk_troops_sent_to_date: already there" in contrast["nk_troops_planned_total"]


def test_no_party_lacks_evidence_of_its_own_deeds(bundled):
    """Who is accused, or decides, and gives no answer declines to comment; others may lack evidence."""
    top = topmost(bundled)
    claims = bundled.claims.dropna(subset=["speaker"]).merge(bundled.questions[["question_id", "parties"]])
    lacking = claims[claims["modality"] == "cannot_confirm"]
    assert len(lacking) > 20
    of_parties = [
        row.claim_id
        for row in lacking.itertuples()
        if {top.get(name, name) for name in joined(row.speaker)} & set(joined(row.parties))
    ]
    assert of_parties == []


def test_parliaments_regions_and_central_banks_do_not_speak_for_a_state(bundled):
    top, kind = topmost(bundled), bundled.actors.set_index("actor")["kind"]
    other = bundled.actors["actor"].str.contains(
        "Parliament|Assembly|lawmakers|Duma|Congress|House of Commons|Tatarstan|Central Bank|Council of the EU"
    )
    named = [*bundled.actors.loc[other, "actor"], "Lee Seong-kweun", "Park Sun-won", "Roberta Metsola"]
    assert len(named) > 15
    assert [name for name in named if name != top[name] and (kind[top[name]] == "state" or top[name] == "Russia")] == []
    assert top["European Commission"] == "European Union" != top["European Parliament"]
    assert (top["Lloyd Austin"], top["Kyrylo Budanov"], top["NIS"]) == ("United States", "Ukraine", "South Korea")


def test_a_denial_of_one_thing_is_no_denial_of_another(bundled):
    """By hand: training (15 October), the front (30 October), full combat (6 November), fighting (10 October)."""
    claims = bundled.claims.set_index("claim_id")
    assert claims.loc["c0483", ["question_id", "modality"]].tolist() == ["nk_training_in_russia", "denies"]
    assert set(claims.loc[["c0639", "c0642"], "question_id"]) == {"nk_troops_at_front"}
    assert claims.loc["c0602", "question_id"] == "nk_in_full_combat"
    assert set(claims.loc[["c0165", "c0453", "c0637", "c0638"], "question_id"]) == {"nk_engaged_in_combat"}
    denied = claims[(claims["question_id"] == "nk_troops_in_russia") & (claims["modality"] == "denies")]
    top = topmost(bundled)
    assert {top[n] for cell in denied["speaker"] for n in joined(cell)} == {"Russia", "North Korea"}
    assert claims.loc["c0552", "modality"] == "no_comment" and pd.isna(claims.loc["c0552", "value"])
    assert claims.loc["c0154", ["speaker", "via"]].tolist() == ["NATO members", "NATO"]


def test_the_source_keeps_its_own_word_of_probability(bundled):
    """By hand: four reports of one speech in London, three with "highly likely"."""
    claims = bundled.claims
    london = claims[(claims["speaker"] == "John Healey") & (claims["question_id"] == "nk_troops_in_russia")]
    assert london["strength"].value_counts().to_dict() == {"highly likely": 3, "likely": 1}
    assert london["basis"].isna().all()
    certain = claims[claims["strength"].notna()]
    assert not certain["modality"].isin(["denies", "cannot_confirm", "no_comment"]).any()


def test_the_facts_of_the_evening_of_22_october(bundled):
    dated = bundled.claims.merge(bundled.reports[["report_id", "published"]])
    seen = dated[dated["published"] <= "2024-10-22"].copy()
    seen["day"] = seen["spoken_on"].fillna(seen["published"])
    seen["authority"] = seen["speaker"].map(topmost(bundled))

    def of(question, authority=None):
        part = seen[seen["question_id"] == question]
        return part if authority is None else part[part["authority"] == authority]

    arrival = of("nk_first_arrival_kursk")
    assert (len(arrival), set(arrival["modality"]), set(arrival["speaker"])) == (4, {"expects"}, {"Kyrylo Budanov"})
    planned = of("nk_troops_planned_total")
    leader = planned[planned["speaker"] == "Volodymyr Zelensky"]
    assert leader.groupby("day")["value"].agg(set).to_dict() == {"2024-10-17": {"10000"}, "2024-10-22": {"12000"}}
    sent = "nk_troops_in_russia"
    assert set(of(sent, "NATO")["modality"]) == {"cannot_confirm"}
    assert set(of(sent, "United States")["modality"]) == {"cannot_confirm"}
    assert set(of(sent, "North Korea")["modality"]) == {"denies"}
    assert of(sent, "Russia").loc[of(sent, "Russia")["modality"] == "denies", "speaker"].tolist() == [
        "Kremlin",
        "Vassily Nebenzia",
    ]
    assert set(of(sent, "Ukraine").sort_values("day")["value"].tail(1)) == {"yes"}
    share = of("us_share_g7_loan", "United States")
    assert set(share["value"]) == {"20"} and set(of("g7_loan_total", "United States")["value"]) == {"50"}
    flows = bundled.figures[bundled.figures["flow_id"].isin(["era-us", "era-us-t1"])]
    assert flows.loc[flows["status"] == "disbursed", "date"].min() == "2024-12-10"
    ceiling = of("eu_loan_ceiling")
    assert set(ceiling["value"]) == {"35"} and ceiling["low"].isna().any() and of("eu_share_g7_loan").empty
    european = bundled.figures[bundled.figures["flow_id"].eq("era-eu") & bundled.figures["date"].le("2024-10-22")]
    assert set(european.loc[european["high"] == 35e9, "kind"]) == {"ceiling"}
    aide = of("brics_heads_of_state", "Russia")
    aide = aide[(aide["speaker"] == "Yury Ushakov") & aide["spoken_on"].notna()]
    assert aide.groupby("day")["value"].agg(set).to_dict() == {"2024-10-10": {"24"}, "2024-10-21": {"22"}}
    assert "36" in set(of("brics_countries_represented", "Russia")["value"])
    drones = of("us_drone_instrument").set_index("speaker")["value"]
    assert set(drones["Volodymyr Zelensky"]) == {"aid"} and drones["Lloyd Austin"] == "loan"
    assert set(of("us_drone_funding")["value"]) == {"800"}


def test_the_facts_of_the_next_day(bundled):
    dated = bundled.claims.merge(bundled.reports[["report_id", "published"]])
    day = dated[dated["spoken_on"] == "2024-10-23"]
    service = day[day["speaker"] == "NIS"].groupby("question_id")["value"].agg(set)
    assert service["nk_troops_planned_total"] == {"10000"} and service["nk_troops_sent_to_date"] == {"3000"}
    spokesman = day[(day["speaker"] == "John Kirby") & (day["question_id"] == "nk_troops_sent_to_date")]
    assert set(spokesman["value"]) == {"3000"} and spokesman["high"].isna().sum() > len(spokesman) / 2
    washington = day[(day["speaker"] == "Lloyd Austin") & (day["question_id"] == "nk_troops_in_russia")]
    assert set(washington["value"]) == {"yes"}


def test_the_last_logged_value_of_a_cell_is_what_stands_there(bundled):
    keys = {
        "claims": "claim_id",
        "actors": "actor",
        "outlets": "outlet",
        "figures": "figure_id",
        "questions": "question_id",
    }
    log = bundled.changes[bundled.changes["column"] != "(row)"].drop_duplicates(["table", "row", "column"], keep="last")
    wrong = []
    for table, key in keys.items():
        now = getattr(bundled, table).set_index(key)
        for change in log[(log["table"] == table) & log["row"].isin(now.index)].itertuples():
            if change.column in now and str(now.loc[change.row, change.column]).lower() != str(change.new).lower():
                wrong.append((table, change.row, change.column, change.new, now.loc[change.row, change.column]))
    assert wrong == []


def test_nothing_is_said_after_it_was_reported(bundled):
    claims = bundled.claims.merge(bundled.reports[["report_id", "published"]])
    whole = claims[(claims["published"].str.len() == 10) & (claims["spoken_on"].str.len() == 10)]
    assert len(whole) > 300 and (whole["spoken_on"] <= whole["published"]).all()


def test_special_forces_come_from_one_origin(bundled):
    """By hand: 22 reports of 19 outlets, 20 naming the NIS, one Seoul, one nobody."""
    told = bundled.claims[bundled.claims["question_id"] == "nk_special_forces_training"].merge(bundled.reports)
    assert (told["report_id"].nunique(), told["outlet"].nunique(), len(told)) == (22, 19, 22)
    assert told["speaker"].fillna("nobody").value_counts().to_dict() == {"NIS": 20, "South Korea": 1, "nobody": 1}
    assert set(told["origin_override"].fillna(told["speaker"])) == {"NIS"}


def test_arrival_in_kursk_by_hand(bundled):
    """By hand: 17 reports; 9 carry one interview's forecast, 5 HUR's sighting, 2 the officials of one newspaper."""
    told = bundled.claims[bundled.claims["question_id"] == "nk_first_arrival_kursk"].merge(bundled.reports)
    assert (len(told), told["outlet"].nunique(), set(told["value"])) == (17, 14, {"2024-10-23"})
    assert told["speaker"].value_counts().to_dict() == {
        "Kyrylo Budanov": 9,
        "HUR": 5,
        "US officials + Ukrainian officials": 2,
        "Ukrainian authorities": 1,
    }
    above = dict(zip(bundled.actors["actor"], bundled.actors["affiliation"], strict=True))
    assert above["Kyrylo Budanov"] == "HUR" and above["HUR"] == "Ukraine"


def test_every_text_is_marked_as_coded_or_not(bundled):
    coded = set(bundled.texts.loc[bundled.texts["mentions_coded"], "report_id"])
    assert coded == set(bundled.mentions["report_id"])


def test_every_figure_leads_to_an_address(bundled):
    assert bundled.figures.merge(bundled.reports, on="report_id")["url"].notna().sum() == len(bundled.figures)


def test_the_data_sheet_says_what_the_tables_hold(bundled):
    sheet = (DATA / "README.md").read_text(encoding="utf-8")
    said = [*counts(bundled).values(), *table_rows(bundled), *change_rows(bundled)]
    assert [s for s in said if s not in sheet] == []
    for s in sorted(said, key=len, reverse=True):
        sheet = sheet.replace(s, "")
    sheet = re.sub(r"`[^`]*`|\(http[^)]*\)|\b(CC BY 4\.0|UTF-8|ISO 4217|ISO 639-1|ISO 8601|G7|95 %)", "", sheet)
    sheet = re.sub(r"\b\d{1,2} (January|October|November|December)( \d{4})?|\b20(23|24|25|26)\b", "", sheet)
    assert re.findall(r"\d+", sheet) == []
