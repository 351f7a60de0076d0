"""Score small inputs of the readers against what is right for them; the form of a case is told in `wrong`."""

import base64
import contextlib
import importlib
import io
import json
import logging
import re
import warnings
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).parent / "cases"
CONFIDENT = 0.5  # from here on a claim counts against "no claims"
MARKS = re.compile(r"[\"“”„‟«»‹›‘’'`]|[.,;:!?…]+(?=\s|$)")


def load(name):
    """The cases of ``tests/cases/<name>.jsonl``."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def wrong(case, folder):
    """What comes out of a case other than it should, as sentences; empty where all is right.

    Parameters
    ----------
    case : dict
        ``call`` (attribution.find, actors.find, money.find, text.read, text.documents, case.create), ``input`` (or
        ``base64``, or ``files``: name -> text or ``{"base64": ...}``), ``file`` (the name it is saved under; without
        it the text itself is given), ``table`` (rows of actors), ``sources`` (what `case.create` is given), ``right``:

        - ``claims``: each has a claim with one of these speakers whose content holds and lacks these words, with this
          modality and via; ``no_claim``: none with this speaker and these words; ``no_claims``: none at all;
          ``joint_speakers``: all of them speak in claims that hold the words;
        - ``sums``: exactly these, in order (low, high, currency; null is open or missing, of a list any will do);
          ``sums_include``: these among others; ``sums_exclude``: no sum with such a bound;
        - ``names``: each (surface, actor) as often as it stands here; ``no_actor``, ``no_surface``: must not be found;
          ``kinds``: surface -> kind, or a list of kinds of which any will do;
        - ``lines``: the line that holds the words has one of these labels ("absent": there is no such line);
        - ``text_is``, ``text_holds``, ``text_lacks``: of the stored text;
        - ``published``, ``published_basis``, ``outlet``, ``language``, ``reports`` (their number): as stored;
        - ``told``: one of each group of words is logged, warned of, printed or raised;
        - ``any_of``: alternatives of all this, of which one must be right.
    folder : Path
        Empty folder to write in.
    """
    made = _outcome(case, folder)
    if made["error"] is not None and "told" not in json.dumps(case["right"]):
        return [f"raised {made['error']!r}"]
    return _failures(made, case["right"])


def _failures(made, right):
    found = []
    for name, wanted in right.items():
        if name == "any_of":
            each = [_failures(made, one) for one in wanted]
            found += [] if any(not one for one in each) else [" OR ".join("; ".join(one) for one in each)]
        else:
            found += CHECKS[name](made, wanted)
    return found


# --- running a case --------------------------------------------------------------------------------------------------


def _outcome(case, folder):
    told, error, made = io.StringIO(), None, {}
    handler = logging.StreamHandler(told)
    logging.getLogger().addHandler(handler)
    try:
        with (
            warnings.catch_warnings(record=True) as caught,
            contextlib.redirect_stdout(told),
            contextlib.redirect_stderr(told),
        ):
            warnings.simplefilter("always")
            made = CALLS[case["call"]](case, folder)
    except Exception as raised:
        error = raised
        told.write(f"{type(raised).__name__}: {raised}")
    finally:
        logging.getLogger().removeHandler(handler)
    for one in caught:
        told.write(str(one.message))
    nothing = {"text": "", "lines": [], "claims": [], "sums": [], "names": []}
    return {"error": error, "told": told.getvalue(), **nothing, **made}


def _reader(name):
    return importlib.import_module(f"helpers.reading.{name}")


def _actors(case):
    if "table" not in case:
        return None
    columns = ["actor", "kind", "aliases", "country", "description", "affiliation"]
    table = pd.DataFrame(case["table"])
    return table.reindex(columns=[c for c in columns if c in table or c in columns[:3]]).astype("str")


def _given(case, folder):
    """The input as a call takes it: a file that was written, or the text itself."""
    if "file" not in case:
        return case["input"]
    file = folder / case["file"]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(base64.b64decode(case["base64"]) if "base64" in case else case["input"].encode("utf-8"))
    return file


def _claims(frame, text):
    return [
        {
            "speaker": _cell(row.speaker),
            "content": " … ".join(text[start:end] for start, end in row.content_spans),
            "modality": _cell(row.modality),
            "via": _cell(row.via),
            "confidence": row.confidence,
        }
        for row in frame.itertuples()
    ]


def _sums(frame):
    return [tuple(_cell(cell) for cell in row) for row in frame[["low", "high", "currency"]].itertuples(index=False)]


def _names(frame):
    frame = frame.reindex(columns=["surface", "actor", "kind"])
    return [
        (" ".join(str(row.surface).split()), _cell(row.actor), _cell(row.kind)) for row in frame.itertuples(index=False)
    ]


def _find_claims(case, folder):
    text = case["input"]
    claims = _reader("attribution").find(text, _actors(case))
    return {
        "text": text,
        "claims": _claims(claims, text),
        "names": [(None, row["speaker"], None) for row in _claims(claims, text)],
    }


def _find_names(case, folder):
    text = case["input"]
    found = _reader("actors").find(text, _actors(case))
    for row in found.itertuples():
        assert text[row.start : row.end] == row.surface, f"offsets of {row.surface!r} do not fit"
    return {"text": text, "names": _names(found)}


def _find_sums(case, folder):
    text = case["input"]
    found = _reader("money").find(text)
    for row in found.itertuples():
        assert text[row.start : row.end] == row.surface, f"offsets of {row.surface!r} do not fit"
    return {"text": text, "sums": _sums(found)}


def _read(case, folder):
    found = _reader("text").read(_given(case, folder))
    return {"lines": list(zip(found["text"], found["label"], strict=True)), "text": "\n".join(found["text"])}


def _documents(case, folder):
    found = _reader("text").documents(_given(case, folder))
    first = {name: _cell(found[name].iloc[0]) for name in ("published", "outlet", "language")}
    return {"text": found["text"].iloc[0], "reports": len(found), **first}


def _create(case, folder):
    from helpers import case as cases

    for name, content in case.get("files", {}).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(content["base64"]) if isinstance(content, dict) else content.encode("utf-8"))
    given = [_given(case, folder)] if "file" in case else [folder / name for name in case.get("files", {})]
    if "sources" in case:
        given = [folder / name for name in case["sources"]]
    made = cases.create(folder / "a case", given, actors=_actors(case))
    text = "\n\n".join(made.text.values())
    lines = [line for one in made.text.values() for line in _lines(one)]
    claims = [
        {
            "speaker": _cell(row.speaker) or _cell(row.speaker_words),
            "content": row.content,
            "modality": _cell(row.modality),
            "via": _cell(row.via),
            "confidence": float(row.confidence),
        }
        for row in made.claims.itertuples()
    ]
    first = made.reports.iloc[0]
    return {
        "text": text,
        "lines": lines,
        "claims": claims,
        "sums": _sums(made.figures),
        "names": _names(made.mentions),
        "reports": len(made.reports),
        **{name: _cell(first[name]) for name in ("published", "published_basis", "outlet", "language")},
    }


def _lines(text):
    found = _reader("text").read(text + "\n")
    return list(zip(found["text"], found["label"], strict=True))


def _cell(value):
    return None if pd.isna(value) else value


CALLS = {
    "attribution.find": _find_claims,
    "actors.find": _find_names,
    "money.find": _find_sums,
    "text.read": _read,
    "text.documents": _documents,
    "case.create": _create,
}


# --- what is right ---------------------------------------------------------------------------------------------------


def plain(words):
    """Words without quotation marks, capitals, final stops and odd spaces."""
    return " ".join(MARKS.sub(" ", (words or "").replace("’s", "'s")).lower().split())


def _speaks(claim, wanted):
    """Whether a claim's speaker is one of these; a title before and an apposition after are fine."""
    speaker = claim["speaker"]
    if speaker is None or wanted is None:
        return speaker is None and None in (wanted if isinstance(wanted, list) else [wanted])
    before_apposition = plain(speaker.split(",")[0])
    options = {plain(speaker), before_apposition}
    names = [plain(name) for name in (wanted if isinstance(wanted, list) else [wanted]) if name is not None]
    return any(option == name or option.endswith(" " + name) for option in options for name in names)


def _fits(claim, wanted):
    content = plain(claim["content"])
    return (
        ("speaker" not in wanted or _speaks(claim, wanted["speaker"]))
        and all(plain(words) in content for words in wanted.get("content_holds", []))
        and not any(plain(words) in content for words in wanted.get("content_lacks", []))
        and ("modality" not in wanted or claim["modality"] in wanted["modality"])
        and ("via" not in wanted or plain(claim["via"]) in map(plain, wanted["via"]))
    )


def _brief(claims):
    return [f"{claim['speaker']}: {claim['content']}" for claim in claims]


def _has_claims(made, wanted):
    return [
        f"no claim {one}, but {_brief(made['claims'])}"
        for one in wanted
        if not any(_fits(c, one) for c in made["claims"])
    ]


def _has_no_claim(made, wanted):
    return [f"claim {one}" for one in wanted if any(_fits(c, one) for c in made["claims"])]


def _no_claims(made, wanted):
    sure = [claim for claim in made["claims"] if claim["confidence"] >= CONFIDENT]
    return [f"claims {_brief(sure)}"] if wanted and sure else []


def _joint(made, wanted):
    words = wanted["content_holds"]
    holding = [c for c in made["claims"] if all(plain(w) in plain(c["content"]) for w in words)]
    speakers = [part for c in holding for part in re.split(r"\s\+\s", c["speaker"] or "")]
    missing = [name for name in wanted["speakers"] if not any(_speaks({"speaker": s}, name) for s in speakers)]
    return [f"{missing} do not speak: {_brief(made['claims'])}"] if missing else []


def _same(found, wanted):
    options = wanted if isinstance(wanted, list) else [wanted]
    return any(
        found is None if one is None else found is not None and (found == one or _close(found, one)) for one in options
    )


def _close(found, wanted):
    return not isinstance(found, str) and not isinstance(wanted, str) and abs(found - wanted) <= 1e-9 * abs(wanted)


def _same_sum(found, wanted):
    return all(
        _same(cell, wanted[name])
        for cell, name in zip(found, ("low", "high", "currency"), strict=True)
        if name in wanted
    )


def _exact_sums(made, wanted):
    same = len(made["sums"]) == len(wanted) and all(map(_same_sum, made["sums"], wanted))
    return [] if same else [f"sums {made['sums']}"]


def _include_sums(made, wanted):
    return [f"no sum {one}, but {made['sums']}" for one in wanted if not any(_same_sum(s, one) for s in made["sums"])]


def _exclude_sums(made, wanted):
    return [f"sum {one}" for one in wanted if any(one in found[:2] for found in made["sums"])]


def _has_names(made, wanted):
    found = [name[:2] for name in made["names"]]
    wanted = [(" ".join(surface.split()), actor) for surface, actor in wanted]
    return [
        f"{list(one)} stands {found.count(tuple(one))} times in {found}"
        for one in wanted
        if found.count(one) < wanted.count(one)
    ]


def _no_actor(made, wanted):
    return [f"{actor} is named: {made['names']}" for actor in wanted if any(n[1] == actor for n in made["names"])]


def _no_surface(made, wanted):
    return [f"{words!r} is a name" for words in wanted if any(n[0] == words for n in made["names"])]


def _kinds(made, wanted):
    kinds = {name[0]: name[2] for name in made["names"]}
    return [f"{s} is {kinds.get(s)}" for s, kind in wanted.items() if s not in kinds or not _same(kinds[s], kind)]


def _labels(made, wanted):
    wrong_lines = []
    for one in wanted:
        labels = [label for line, label in made["lines"] if one["holds"] in line] or ["absent"]
        if not any(label in one["label"] for label in labels):
            wrong_lines.append(f"the line with {one['holds'][:50]!r} is {labels}")
    return wrong_lines


def _text_is(made, wanted):
    return [] if made["text"].strip() == wanted else [f"text is {made['text'][:200]!r}"]


def _text_holds(made, wanted):
    return [f"text lacks {words[:60]!r}: {made['text'][:300]!r}" for words in wanted if words not in made["text"]]


def _text_lacks(made, wanted):
    return [f"text holds {words!r}" for words in wanted if words in made["text"]]


def _told(made, wanted):
    said = made["told"].lower()
    return [f"not told {group}: {said[:200]!r}" for group in wanted if not any(word.lower() in said for word in group)]


def _stored(name):
    return lambda made, wanted: [] if _same(made.get(name), wanted) else [f"{name} is {made.get(name)!r}"]


CHECKS = {
    "claims": _has_claims,
    "no_claim": _has_no_claim,
    "no_claims": _no_claims,
    "joint_speakers": _joint,
    "sums": _exact_sums,
    "sums_include": _include_sums,
    "sums_exclude": _exclude_sums,
    "names": _has_names,
    "no_actor": _no_actor,
    "no_surface": _no_surface,
    "kinds": _kinds,
    "lines": _labels,
    "text_is": _text_is,
    "text_holds": _text_holds,
    "text_lacks": _text_lacks,
    "told": _told,
    **{name: _stored(name) for name in ("published", "published_basis", "outlet", "language", "reports")},
}
