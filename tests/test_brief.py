"""The brief of a day: what stands on it, what must not, and that it is made of the tables alone."""

import re

import pandas as pd
import pytest

from helpers import brief, case

FERRY = {
    "reports.csv": """report_id,outlet,url,published
a,Post,https://post.example/a,2031-06-02
b,Echo,https://echo.example/b,2031-06-03
c,Herald,https://herald.example/c,2031-06-04
d,Wire,https://wire.example/d,2031-06-04
e,Post,https://post.example/e,2031-06-04
f,Gazette,https://gazette.example/f,2031-06-05
g,Echo,https://echo.example/g,2031-06-09
""",
    "outlets.csv": "outlet\nPost\nEcho\nHerald\nWire\nGazette\n",
    "actors.csv": """actor,kind,affiliation
Scout Office,organisation,
Port Log,organisation,
Harbour Union,organisation,
Ferry Company,organisation,
Lena Orr,person,Ferry Company
""",
    "questions.csv": """question_id,question,answer_type,unit,label,course,parties,contrast
sunk,Has the ferry sunk?,yes_no,,Sinking of the ferry,growing,Ferry Company,
aboard,How many people were aboard?,number,people,People aboard,fixed,,cabin: in the cabin
cabin,How many people were in the cabin?,number,people,People in the cabin,fixed,,
back,On what date will the ferry sail again?,date,,Return of the ferry,fixed,,
""",
    "claims.csv": """claim_id,report_id,speaker,question_id,value,high,modality,spoken_on
1,a,Scout Office,sunk,yes,,asserts,2031-06-02
2,b,Port Log,aboard,120,,estimates,2031-06-03
3,c,Lena Orr,sunk,no,,denies,2031-06-04
4,c,Port Log,aboard,,150,estimates,2031-06-04
5,d,Harbour Union,sunk,,,cannot_confirm,2031-06-04
6,e,Scout Office,back,2031-06-05,,expects,2031-06-04
7,e,Scout Office,cabin,40,,asserts,2031-06-04
8,f,Port Log,back,2031-06-05,,asserts,2031-06-05
9,g,Harbour Union,sunk,yes,,asserts,2031-06-09
""",
}


def _case(tmp_path, tables=FERRY, name="ferry"):
    folder = tmp_path / name
    folder.mkdir()
    for file, text in tables.items():
        (folder / file).write_text(text, encoding="utf-8")
    return case.load(folder)


@pytest.fixture
def ferry(tmp_path):
    return _case(tmp_path)


def _part(page, heading):
    return re.split(r"^## ", page.split(f"## {heading}")[1], flags=re.M)[0]


def test_the_day_brings_what_is_new_what_changed_and_who_denies(ferry):
    page = brief.markdown_page(brief.brief(ferry, as_of="2031-06-04"))
    assert "Scout Office expects 5 June 2031, tomorrow; nobody else says so" in _part(page, "New")
    changed = _part(page, "Changed")
    assert "Port Log estimates up to 150 people" in changed and "on 3 June 120" in changed
    denied = _part(page, "Unconfirmed")
    assert "Harbour Union cannot confirm" in denied and "Lena Orr denies, as a party" in denied


def test_nothing_later_than_the_day_stands_on_the_page(ferry):
    for day, later in {"2031-06-02": "bcdefg", "2031-06-03": "cdefg", "2031-06-04": "fg"}.items():
        page = brief.brief(ferry, as_of=day)
        text = brief.markdown_page(page) + brief.html_page(page) + page.events.to_csv()
        assert not [r for r in later if f"example/{r}" in text]


def test_what_was_new_is_not_new_again(ferry):
    assert "Scout Office" not in _part(brief.markdown_page(brief.brief(ferry, as_of="2031-06-05")), "New")


def test_the_next_brief_tells_how_the_last_one_did(ferry):
    page = brief.markdown_page(brief.brief(ferry, as_of="2031-06-05"))
    last = _part(page, "How the last brief did")
    assert "Return of the ferry" in last and "now stated by Port Log" in last


def test_since_gathers_several_days(ferry):
    page = brief.brief(ferry, as_of="2031-06-05", since="2031-06-02")
    assert set(page.events["day"]) == {"2031-06-03", "2031-06-04", "2031-06-05"}
    with pytest.raises(ValueError, match="is not before"):
        brief.brief(ferry, as_of="2031-06-05", since="2031-06-05")


def test_without_a_day_the_last_dated_report_is_taken_or_the_day_of_the_case(ferry):
    assert brief.brief(ferry).day == "2031-06-09"
    ferry.day = "2031-06-04"
    assert brief.brief(ferry).day == "2031-06-04"


def test_both_pages_say_the_same_words(ferry):
    page = brief.brief(ferry, as_of="2031-06-04")
    words = [
        re.sub(r"<style>.*?</style>|<[^>]*>|\(http[^)]*\)|[*|#`\[\]-]", " ", text, flags=re.S)
        for text in (brief.markdown_page(page), brief.html_page(page))
    ]
    for line in brief.first_screen(page)["lines"]:
        plain = re.findall(r"\w+", re.sub(r"\(http[^)]*\)", "", str(line[1])))[:6]
        assert all(" ".join(plain) in " ".join(re.findall(r"\w+", w)) for w in words)


def test_a_case_without_coding_tells_which_columns_wait(tmp_path):
    tables = {"reports.csv": FERRY["reports.csv"], "outlets.csv": FERRY["outlets.csv"]}
    page = brief.brief(_case(tmp_path, tables, "raw"))
    text = brief.markdown_page(page)
    assert "claims.csv" in text and "question_id" in text and "figures.csv" in text and "Bottom line" not in text
    assert brief.html_page(page).count("<section") == 1  # what the pile cannot show


def test_hostile_words_stay_words(tmp_path):
    bad = "[x](javascript:1)<script>alert(1)</script>|*"
    tables = dict(FERRY)
    tables["outlets.csv"] = FERRY["outlets.csv"].replace("Post", f'"{bad}"')
    tables["reports.csv"] = FERRY["reports.csv"].replace(",Post,", f',"{bad}",')
    tables["questions.csv"] = FERRY["questions.csv"].replace("People aboard", f'"{bad}"')
    page = brief.brief(_case(tmp_path, tables, "hostile"), as_of="2031-06-04")
    text, markup = brief.markdown_page(page), brief.html_page(page)
    assert "[x](javascript" not in text and "<script" not in text and "<script" not in markup


def test_the_pages_are_written_beside_older_ones(ferry, tmp_path):
    for day in ("2031-06-04", "2031-06-03"):
        brief.write(brief.brief(ferry, as_of=day), tmp_path / "out")
    names = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert {"brief-2031-06-03.html", "brief-2031-06-04.html", "brief.html", "brief.md"} <= set(names)
    newest = (tmp_path / "out" / "brief.html").read_text(encoding="utf-8")
    assert "4 June 2031" in newest
    assert len(pd.read_csv(tmp_path / "out" / "brief-2031-06-04-events.csv")) == 5


def test_the_judgement_of_the_analyst_stands_above_and_is_not_merged(ferry):
    (ferry.path / "judgement.md").write_text("It has sunk. *A. Nalyst*", encoding="utf-8")
    page = brief.html_page(brief.brief(ferry, as_of="2031-06-04"))
    assert page.index("It has sunk.") < page.index("Bottom line")


def test_no_request_leaves_the_page_and_no_word_of_a_table_is_a_key(ferry):
    page = brief.html_page(brief.brief(ferry, as_of="2031-06-04"))
    assert "default-src 'none'" in page and not re.findall(r'src="http|<link', page)
    assert not re.search(
        r"\b(question_id|report_id|nan|None|NaT)\b", re.sub(r"<style>.*?</style>", "", page, flags=re.S)
    )


@pytest.fixture(scope="module")
def bundled():
    return case.load("data/kursk_kazan_2024")


@pytest.fixture(scope="module")
def news_day(bundled):
    return brief.brief(bundled, as_of="2024-10-22")


@pytest.mark.parametrize(
    "fact",
    [
        r"Kyrylo Budanov expects 23 October 2024, tomorrow",
        r"John Healey says that it is “highly likely”",
        r"Volodymyr Zelensky \w+ up to 12,000 soldiers.*on 17 October 10,000",
        r"Mark Rutte.*cannot confirm",
        r"United States.*cannot confirm",
        r"North Korea UN mission.* den(y|ies), as (a party|parties)",
        r"Janet Yellen.* expects USD 20 billion",
        r"nothing had been paid",
        r"up to 35 billion euros, a ceiling",
        r"36 countries.*36 leaders",
        r"22 leaders",
        r"Drone|drone",
    ],
)
def test_the_news_day_holds_its_facts(news_day, fact):
    assert re.search(fact, re.sub(r"\]\(http[^)]*\)|[\[*]", "", brief.markdown_page(news_day)))


@pytest.mark.parametrize("later", [r"3,000", r"October 2[3-9].*confirms", r"casualt", r"killed", r"disbursed"])
def test_the_news_day_holds_nothing_of_later_days(news_day, later):
    assert not re.search(later, brief.markdown_page(news_day))


def test_the_news_day_fits_on_a_page(news_day):
    lines = [x for x in brief.markdown_page(news_day).splitlines() if not x.startswith("|")]
    text = re.sub(r"\]\(http[^)]*\)", "", "\n".join(lines))
    assert len(re.findall(r"[^\s*#]*\w[^\s*#]*", text)) <= 450
    assert 5 <= len(news_day.rows) <= 7


def test_the_first_screen_has_at_most_six_lines_each_with_a_link(news_day):
    first = brief.first_screen(news_day)
    assert 4 <= len(first["lines"]) <= 6
    assert all("](http" in line for marker, line in first["lines"] if marker != "Money")


@pytest.mark.slow
def test_a_replay_day_by_day_loses_no_event_and_adds_none(bundled):
    from helpers import reliability

    for day in pd.date_range("2024-10-10", "2024-11-05").strftime("%Y-%m-%d"):
        listed = brief.events(bundled, as_of=day)
        claims = reliability.origins(
            bundled.claims, bundled.reports, bundled.actors, bundled.questions, outlets=bundled.outlets, as_of=day
        )
        moved = reliability.changes(claims, day, questions=bundled.questions, outlets=bundled.outlets)
        moved = moved[moved["what"] != "repeated"]
        assert int(listed["folded"].sum()) == len(moved)
        late = bundled.reports.loc[bundled.reports["published"] > day, "report_id"]
        assert not set(" ".join(listed["report_ids"]).split()) & set(late)
