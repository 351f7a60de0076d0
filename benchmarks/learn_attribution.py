"""Learn the cue lexicon and the coefficients of `helpers.reading.attribution` from PolNeAR-style data.

    python benchmarks/learn_attribution.py POLNEAR.zip

Counts the cues of the train split, then fits a conditional logit over the readings of each cue
(L-BFGS, ridge penalty), drops the small coefficients, fits again, and writes `cues.csv` and
`coefficients.csv` into the package: figures only, no text.
"""

import argparse
import csv
from collections import Counter
from pathlib import Path

import numpy as np
from polnear import gold, overlap, touch
from scipy import optimize, sparse

from helpers.reading import attribution, language
from helpers.reading import text as texts
from helpers.reading.attribution import confidence, cues, readings

PACKAGE = Path(attribution.__file__).parent
LEAST_CLAIMS, LEAST_RATE = 2, 0.05
LEAST_SEEN = 5  # of a feature
SMALL = 0.07  # coefficients below are dropped
RIDGE = 2.0
KIND = {"cue": "q", "speaker": "s", "first": "c", "last": "c"}  # what a vector is added to


def inflections(lemma):
    """Regular forms of a verb, so that a form that the data lack is known too."""
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    if lemma.endswith(("s", "sh", "ch", "x")):
        return lemma + "es", lemma + "ed", lemma + "ing"
    return lemma + "s", lemma + "ed", lemma + "ing"


def cue_head(tokens, spans, offset):
    """The token of a cue that carries it: its head, or the first full word under an auxiliary."""
    marked = [t for t in tokens if any(offset + t.idx < e and s < offset + t.idx + len(t) for s, e in spans)]
    if not marked or marked[0].lower_ == "according":
        return marked[0] if marked else None
    places = {t.i for t in marked}
    head = next((t for t in marked if t.head.i not in places or t.head.i == t.i), marked[0])
    full = [t for t in marked if t.tag_[0] in "VNJ" and t.lemma_ not in ("be", "have")]
    if full and (head.tag_[0] not in "VNJI" or head.lemma_ in ("be", "have")):
        return full[0]
    return head


def count_cues(documents):
    """Rows of cues.csv."""
    nlp = language.load()
    seen, claims = Counter(), Counter()
    for _, text, rows in documents:
        spans = [s for p in plain(text) for s in p.sentences]
        for doc, (start, end) in nlp.pipe([(text[s:e], (s, e)) for s, e in spans], as_tuples=True, disable=["ner"]):
            seen.update((t.lower_, t.tag_[0], t.lemma_.lower()) for t in doc)
            for row in rows:
                if row.get("cue") and start <= row["cue"][0][0] < end:
                    head = cue_head(doc, row["cue"], start)
                    if head is not None:
                        claims[head.lower_, head.tag_[0], head.lemma_.lower()] += 1
    return lexicon_rows(seen, claims)


def pair_features(content, speaker, reading):
    name, _, start, end, _ = speaker
    return confidence.pair_features(*confidence.pair(content[0], name, start, end, content[1], reading.start))


def lexicon_rows(seen, claims):
    lemma_seen, lemma_claims = Counter(), Counter()
    for (_, part, lemma), n in seen.items():
        lemma_seen[lemma, part] += n
    for (_, part, lemma), n in claims.items():
        lemma_claims[lemma, part] += n
    kept = {
        key
        for key, n in lemma_claims.items()
        if n >= LEAST_CLAIMS and n / lemma_seen[key] >= LEAST_RATE and (key[1] in "VNJI:")
    }
    best = {}
    for (form, part, lemma), n in seen.items():
        if (lemma, part) in kept:
            row = (n, form, part, lemma, claims[form, part, lemma])
            best[form, part] = max(best.get((form, part), row), row)
    for lemma, part in kept:
        for form in inflections(lemma) if part == "V" and lemma.isalpha() else ():
            if (form, part) not in best:
                best[form, part] = (0, form, part, lemma, 0)
    counted = {(lemma, part) for n, _, part, lemma, _ in best.values() if n}
    return sorted((form, part, lemma, n, k) for n, form, part, lemma, k in best.values() if (lemma, part) in counted)


def plain(text):
    return readings.paragraphs(text, texts.lines(text))


def examples(documents):
    """Every reading of every cue, and whether it is right: [(reading, right as matrix)]."""
    out = []
    for name, text, rows in documents:
        for r in next(readings.readings([text], [plain(text)])):
            if r.sure is not None:  # read by rule
                continue
            mine = [g for g in rows if not g.get("cue") or g["cue"][0][0] - 1 <= r.start < g["cue"][-1][1]]
            by_content = [{i for i, g in enumerate(mine) if overlap(g["content"], c[1]) >= 0.5} for c in r.contents]
            by_speaker = [{i for i, g in enumerate(mine) if touch(g["source"], [(s[2], s[3])])} for s in r.speakers]
            tensor = r.token.doc.tensor
            r.vectors = {
                "cue": tensor[[r.token.i]],
                "speaker": tensor[[s[1].i for s in r.speakers]],
                "first": tensor[[c[3][0] for c in r.contents]],
                "last": tensor[[c[3][1] for c in r.contents]],
            }
            r.token = None  # lets the parse go
            r.speakers = [(n, None, s, e, f) for n, _, s, e, f in r.speakers]
            out.append((r, [[bool(a & b) for b in by_speaker] for a in by_content], name))
    return out


class Design:
    """Sparse design matrices of cues, contents, speakers and pairs."""

    def __init__(self, data, vocabulary):
        pieces = {k: ([], [0]) for k in "qcsp"}

        def add(kind, features):
            ids, ends = pieces[kind]
            ids.extend(vocabulary[f] for f in features if f in vocabulary)
            ends.append(len(ids))

        cue, content, speaker, right, contents, speakers = [], [], [], [], 0, 0
        for q, (r, matrix, _) in enumerate(data):
            add("q", r.features)
            for c in r.contents:
                add("c", c[2])
            for s in r.speakers:
                add("s", s[4])
            for i, c in enumerate(r.contents):
                for j, s in enumerate(r.speakers):
                    add("p", pair_features(c, s, r))
                    cue.append(q)
                    content.append(contents + i)
                    speaker.append(speakers + j)
                    right.append(matrix[i][j])
            contents += len(r.contents)
            speakers += len(r.speakers)
        self.m = {
            k: sparse.csr_matrix((np.ones(len(i)), i, e), shape=(len(e) - 1, len(vocabulary)))
            for k, (i, e) in pieces.items()
        }
        self.dense = {role: np.concatenate([r.vectors[role] for r, _, _ in data]) for role in confidence.ROLES}
        self.where = {"q": np.array(cue), "c": np.array(content), "s": np.array(speaker)}
        self.right = np.array(right, float)

    def split(self, w):
        """Weights of the words, and of the vectors of each role."""
        size = self.m["q"].shape[1]
        return w[:size], dict(zip(confidence.ROLES, w[size:].reshape(len(confidence.ROLES), -1), strict=True))

    def score(self, w):
        w, v = self.split(w)
        parts = {k: self.m[k] @ w for k in self.where}
        for role, rows in self.dense.items():
            parts[KIND[role]] = parts[KIND[role]] + rows @ v[role].astype("float32")
        return sum(parts[k][at] for k, at in self.where.items()) + self.m["p"] @ w

    def loss(self, w, back):
        cue, n = self.where["q"], self.m["q"].shape[0]
        score = self.score(w)
        top = np.zeros(n)
        np.maximum.at(top, cue, score)
        weight = np.exp(score - top[cue])
        total = np.bincount(cue, weight, n) + np.exp(-top)
        p = weight / total[cue]
        good = np.bincount(cue, p * self.right, n)
        any_right = np.bincount(cue, self.right, n) > 0
        likelihood = np.log(np.where(any_right, good, np.exp(-top) / total) + 1e-12).sum()
        g = np.where(any_right[cue], p * self.right / np.maximum(good[cue], 1e-12), 0) - p
        summed = {k: np.bincount(at, g, self.m[k].shape[0]) for k, at in self.where.items()}
        gradient = back["p"] @ g + sum(back[k] @ summed[k] for k in self.where)
        dense = [self.dense[role].T @ summed[KIND[role]].astype("float32") for role in confidence.ROLES]
        return RIDGE / 2 * w @ w - likelihood, RIDGE * w - np.concatenate([gradient, *dense])


def fit(data, vocabulary, start=None):
    design = Design(data, vocabulary)
    back = {k: m.T.tocsr() for k, m in design.m.items()}
    start = np.zeros(len(vocabulary) + sum(m.shape[1] for m in design.dense.values())) if start is None else start
    return optimize.minimize(design.loss, start, args=(back,), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x


def vocabulary_of(data):
    count = Counter()
    for r, _, _ in data:
        count.update(r.features)
        for c in r.contents:
            count.update(c[2])
            for s in r.speakers:
                count.update(pair_features(c, s, r))
        for s in r.speakers:
            count.update(s[4])
    return {f: i for i, f in enumerate(sorted(f for f, n in count.items() if n >= LEAST_SEEN and f))}


def write(name, header, rows):
    with (PACKAGE / name).open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", help="zip file with train/text and train/attributions")
    parser.add_argument("--cues", action="store_true", help="count the cues again as well")
    options = parser.parse_args()
    documents = list(gold(options.data, "train"))
    if options.cues:
        write("cues.csv", ("form", "part", "lemma", "seen", "claims"), count_cues(documents))
        cues.lexicon.cache_clear()
    data = examples(documents)
    vocabulary = vocabulary_of(data)
    weights = fit(data, vocabulary)
    kept = [f for f, i in vocabulary.items() if abs(weights[i]) >= SMALL]
    begin = np.concatenate([weights[[vocabulary[f] for f in kept]], weights[len(vocabulary) :]])
    again = fit(data, {f: i for i, f in enumerate(kept)}, begin)
    size = (len(again) - len(kept)) // len(confidence.ROLES)
    kept += [f"{role}[{n}]" for role in confidence.ROLES for n in range(size)]
    write("coefficients.csv", ("feature", "weight"), [(f, f"{w:.3f}") for f, w in zip(kept, again, strict=True)])


if __name__ == "__main__":
    main()
