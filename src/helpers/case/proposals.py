"""What a drafted claim may answer: proposals of a question and a value, each with how sure it is.

A question is proposed from the wording of the questions and, where claims are coded already, from theirs: words are
weighed by TF-IDF, and a linear model (ridge regression, in its dual form) learns which words go with which question.
What a claim holds (a sum, a number, a date) must suit the question's type and unit. Nothing proposed counts as coded.
"""

import re
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import sparse

from ..reading import money
from ..reading import text as texts

__all__ = ["actors", "propose", "ranked", "sentence"]

COLUMNS = ["claim_id", "question_id", "second", "third", "value", "speaker", "confidence"]
LEAST = 0.25  # of confidence, below which nothing is proposed
RIDGE, LEARNED = 0.5, 1.0
# How scores become shares (sharpness, weight of "no question", of a fitting type), with and without coded claims:
# fitted on the bundled case, leaving each report out.
LEARNED_SHARES, WORDING_SHARES = (9.0, 9.0, 0.15), (22.0, 5.0, 0.05)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
MONEY = re.compile(
    r"\b(EUR|USD|GBP|euros?|dollars?|pounds?|[A-Z]{3} ?(bn|m|k)|billion|million|money|price|cost|loan)\b", re.I
)
NUMBER = re.compile(
    r"\d|\b(hundred|thousand|dozen|two|three|four|five|six|seven|eight|nine|ten|twelve|million)s?\b", re.I
)
_MONTHS = "january february march april may june july august september october november december"
MONTHS = _MONTHS.split()
DAY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({'|'.join(MONTHS)})\b(?:\s+(\d{{4}}))?", re.I)
DAY_US = re.compile(rf"\b({'|'.join(MONTHS)})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}}))?", re.I)
_COMMON = """
the a an of to in on at by for from with and or that this it its is are was were be been has have had will would
did does do what when which who how whether as than not no any there their they he she his her said say says
"""
COMMON = frozenset(_COMMON.split())


def propose(case):
    """Proposals for the claims of a case that answer no question yet.

    Parameters
    ----------
    case : Case

    Returns
    -------
    DataFrame
        ``claim_id``, ``question_id, second, third`` (the likeliest questions), ``value`` and ``speaker`` (missing where
        none can be read), ``confidence`` (how often such a proposal is right, as measured on the bundled case); the
        surest first. No row for a claim of which nothing is likely.
    """
    claims, questions = case.claims, case.questions
    if questions.empty or "content" not in claims:
        return pd.DataFrame(columns=COLUMNS)
    said = claims[claims["content"].notna()]
    coded, open_ = said[said["question_id"].notna()], said[said["question_id"].isna()]
    if open_.empty:
        return pd.DataFrame(columns=COLUMNS)
    shares = ranked(_around(case, open_), questions, _around(case, coded), coded["question_id"])
    published = dict(zip(case.reports["report_id"], case.reports["published"], strict=True))
    called, rows = _called(case.actors), []
    for (_, claim), row in zip(open_.iterrows(), shares, strict=True):
        order = np.argsort(-row, kind="stable")[:3]
        if row[order[0]] < LEAST:
            continue
        named = [questions["question_id"].iloc[i] for i in order] + [None, None]
        asked = questions.iloc[order[0]]
        value = _value(claim["content"], claim["modality"], asked, published.get(claim["report_id"]))
        speaker = called.get(claim.get("speaker_words")) if pd.isna(claim["speaker"]) else None
        rows.append((claim["claim_id"], *named[:3], value, speaker, round(float(row[order[0]]), 3)))
    made = pd.DataFrame(rows, columns=COLUMNS)
    return made.sort_values(["confidence", "claim_id"], ascending=[False, True], ignore_index=True)


def _around(case, claims):
    """Each claim as its content, and its content with what stands around it: sentence, title, speaker."""
    titles = dict(zip(case.texts["report_id"], case.texts["title"], strict=True))
    made = []
    for row in claims.to_dict("records"):
        name = next((v for v in (row.get("speaker"), row.get("speaker_words")) if isinstance(v, str)), "")
        parts = [
            sentence(case.text.get(row["report_id"]), row.get("start"), row.get("end")),
            titles.get(row["report_id"]),
        ]
        around = " ".join(part for part in parts if isinstance(part, str))
        made.append((row["content"], f"{row['content']} {around} speaker{re.sub(r'[^0-9A-Za-z]', '', name)}"))
    return made


def sentence(text, start, end):
    """The whole sentences between two places of a text; None where they are not known.

    >>> sentence("It rained. He left early. She stayed.", 14, 18)
    'He left early.'
    """
    try:
        start, end = int(float(start)), int(float(end))
    except (TypeError, ValueError):
        return None
    if text is None:
        return None
    starts = [*texts.sentences(text), len(text)]
    first = max((s for s in starts if s <= start), default=0)
    last = min((s for s in starts if s >= end), default=len(text))
    return " ".join(text[first:last].split())


BODY = re.compile(
    r"\b(bank|ministry|agency|office|union|board|authority|service|commission|council|company|party|group|fund|institute|"
    r"league|association|court|police|university|army|navy|command|department|centre|center|committee|government)\b",
    re.IGNORECASE,
)


def actors(case):
    """Names that drafted claims give as speakers and that are in no table yet, as rows for the table of actors.

    Parameters
    ----------
    case : Case

    Returns
    -------
    DataFrame[actor, kind, aliases, reports]
        Fullest form as the name, shorter ones as aliases; the kind is a guess. Those of most reports first.
    """
    columns = ["actor", "kind", "aliases", "reports"]
    if "speaker_words" not in case.claims:
        return pd.DataFrame(columns=columns)
    known = {*case.outlets["outlet"], *case.actors["actor"], *_called(case.actors)}
    seen = case.claims[case.claims["speaker"].isna()].dropna(subset=["speaker_words"])
    names = {}
    for words, reports in seen.groupby("speaker_words")["report_id"]:
        name = re.sub(r"^(the|a|an) ", "", str(words)).strip()
        if name not in known and re.match(r"[^\W\d_a-z]", name) and len(name) <= 60 and " and " not in name:
            names.setdefault(name, set()).update(reports)
    rows, short = [], {}
    for name in sorted(names, key=lambda n: (-len(n.split()), n)):
        full = next((other for other, *_ in rows if other.endswith(f" {name}")), None)
        if full:
            short.setdefault(full, []).append(name)
            names[full] |= names[name]
        else:
            kind = "organisation" if BODY.search(name) or name.isupper() else "person"
            rows.append((name, kind if len(name.split()) > 1 or kind == "organisation" else None))
    made = [(name, kind, "|".join(short.get(name, [])) or None, len(names[name])) for name, kind in rows]
    made.sort(key=lambda row: (-row[3], row[0]))
    return pd.DataFrame(made, columns=columns)


def _called(table):
    """Every name and alias of an actor -> the actor; those that two share are left out."""
    called = {}
    for actor, aliases in zip(table["actor"], table["aliases"], strict=True):
        for name in (actor, *(aliases.split("|") if isinstance(aliases, str) else ())):
            called.setdefault(name.strip(), set()).add(actor)
    return {name: next(iter(who)) for name, who in called.items() if len(who) == 1}


def ranked(claims, questions, coded=(), answers=()):
    """For each claim the share of belief that it answers each question; the rest is that it answers none.

    Parameters
    ----------
    claims : list of (str, str)
        The content of each claim, and its content with what stands around it.
    questions : DataFrame
        As in :mod:`helpers.schema`.
    coded : list of (str, str)
        The same of claims that are coded.
    answers : iterable of str
        The question_id of each coded claim.

    Returns
    -------
    ndarray of shape (claims, questions)
    """
    coded, answers = list(coded), list(answers)
    wordings = [_wording(row) for row in questions.to_dict("records")]
    matrix = _tfidf([*wordings, *(around for _, around in claims), *(around for _, around in coded)])
    n, m = len(wordings), len(wordings) + len(claims)
    asked, said, known = matrix[:n], matrix[n:m], matrix[m:]
    scores = (said @ asked.T).toarray()
    if coded:
        places = {q: i for i, q in enumerate(questions["question_id"])}
        target = np.zeros((len(coded) + n, n))
        for row, question in enumerate(answers):
            if question in places:
                target[row, places[question]] = 1
        target[len(coded) :] = np.eye(n)
        rows = sparse.vstack([known, asked])
        kernel = (rows @ rows.T).toarray()
        weights = np.linalg.solve(kernel + RIDGE * np.eye(len(kernel)), target)
        scores = scores + LEARNED * (said @ rows.T).toarray() @ weights
    sharpness, nothing, fitting = LEARNED_SHARES if coded else WORDING_SHARES
    grown = np.exp(sharpness * (scores + fitting * _suits([content for content, _ in claims], questions)))
    return grown / (grown.sum(axis=1, keepdims=True) + nothing)


def _wording(question):
    parts = [question.get(c) for c in ("question", "label", "unit", "topic")]
    parts.append(re.sub(r"[_-]+", " ", str(question["question_id"])))
    return " ".join(str(p) for p in parts if isinstance(p, str))


def _terms(text):
    words = [w.casefold().replace("’", "'").removesuffix("'s") for w in WORD.findall(text)]
    words = [_stem(w) for w in words if w not in COMMON and not w.isdigit()]
    return words + [f"{a} {b}" for a, b in pairwise(words)]


def _stem(word):
    for ending in ("ations", "ation", "ingly", "ings", "ing", "edly", "ies", "ied", "es", "ed", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _tfidf(documents):
    """Rows of unit length, a column a word or pair of words."""
    vocabulary, rows, columns = {}, [], []
    for row, text in enumerate(documents):
        for term in _terms(text):
            rows.append(row)
            columns.append(vocabulary.setdefault(term, len(vocabulary)))
    shape = (len(documents), max(1, len(vocabulary)))
    counts = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    counts.sum_duplicates()
    counts.data = 1 + np.log(counts.data)
    frequency = np.bincount(counts.indices, minlength=shape[1])
    counts = counts @ sparse.diags(np.log((1 + shape[0]) / (1 + frequency)) + 1)
    length = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.where(length > 0, length, 1)) @ counts)


def _suits(contents, questions):
    """1 where what a claim holds is what the question asks for, -1 where a number, sum or date is asked and missing."""
    holds = np.array([_holds(text) for text in contents], dtype=bool).reshape(len(contents), 3)
    made = np.zeros((len(contents), len(questions)))
    for at, row in enumerate(questions.to_dict("records")):
        kind = row["answer_type"]
        if kind == "date":
            made[:, at] = np.where(holds[:, 2], 1, -1)
        elif kind == "number":
            sums = bool(MONEY.search(f"{row.get('unit') or ''} {row['question']}"))
            made[:, at] = np.where(holds[:, 0] if sums else holds[:, 1] & ~holds[:, 0], 1, -1)
    return made


def _holds(text):
    """Whether a claim holds a sum of money, a number, a date."""
    dated = bool(DAY.search(text) or DAY_US.search(text) or re.search(r"\b(today|tomorrow|yesterday|\w+day)\b", text))
    bare = DAY_US.sub(" ", DAY.sub(" ", text))
    return len(money.find(text)) > 0, bool(NUMBER.search(bare)), dated


def _value(content, modality, question, published):
    """The answer as far as it can be read; None where it cannot."""
    kind = question["answer_type"]
    if kind == "yes_no":
        return {"denies": "no", "refutes": "no", "cannot_confirm": None, "no_comment": None}.get(modality, "yes")
    if kind == "date":
        return _day(content, published)
    return _number(content, question) if kind == "number" else None


def _day(content, published):
    found = DAY.search(content)
    dom, month, year = found.groups() if found else (None, None, None)
    if not found and (found := DAY_US.search(content)):
        month, dom, year = found.groups()
    year = year or (published[:4] if isinstance(published, str) else None)
    if not found or not year:
        return None
    return f"{year}-{MONTHS.index(month.casefold()) + 1:02d}-{int(dom):02d}"


SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "k": 1e3, "m": 1e6, "bn": 1e9}
SMALL = {
    w: i
    for i, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}


def _number(content, question):
    """The first number in the question's unit."""
    unit = str(question.get("unit") or "")
    scale = next((s for w, s in SCALES.items() if re.search(rf"\b{w}\b", unit, re.I)), 1)
    if MONEY.search(f"{unit} {question['question']}"):
        sums = money.find(content)
        if sums.empty:
            return None
        amount = sums.loc[0, "high"] if not pd.isna(sums.loc[0, "high"]) else sums.loc[0, "low"]
        return f"{amount / scale:.15g}"
    bare = DAY_US.sub(" ", DAY.sub(" ", content))
    found = re.search(r"(?<![\w.])(\d{1,3}(?:[,  ]\d{3})+|\d+(?:\.\d+)?)(?:\s+(thousand|million|billion))?\b", bare)
    if found:
        number = float(re.sub(r"[,  ]", "", found[1])) * SCALES.get(found[2], 1)
        return f"{number / scale:.15g}"
    words = re.search(rf"\b({'|'.join(SMALL)})(?:\s+(thousand|million|billion))?\b", bare, re.I)
    if not words:
        return None
    return f"{SMALL[words[1].casefold()] * SCALES.get((words[2] or '').casefold(), 1) / scale:.15g}"
