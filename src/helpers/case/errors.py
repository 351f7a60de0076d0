"""What is wrong with a case, told to the person who can mend it."""

from dataclasses import dataclass

SHOWN = 20
LONGEST = 120  # of a cell that a message repeats


@dataclass(frozen=True)
class Problem:
    """One defect: `row` counts as a spreadsheet does, the header being row 1 (None: the whole file);
    in a ``.jsonl`` file it is the line."""

    file: str
    row: int | None
    column: str | None
    found: str
    expected: str
    remedy: str

    def __str__(self):
        where = self.file
        if self.row is not None:
            where += f", {'line' if self.file.endswith(('.jsonl', '.json')) else 'row'} {self.row}"
        if self.column:
            where += f", column {self.column}"
        return f"{where}: found {_cut(self.found)}; expected {_cut(self.expected)}. {self.remedy}"


def _cut(words):
    return words if len(words) <= 3 * LONGEST else words[: 3 * LONGEST] + " …"


def shown(cell):
    """A cell as a message repeats it.

    >>> shown("x" * 200)[-4:]
    "x …'"
    """
    cell = str(cell)
    return repr(cell if len(cell) <= LONGEST else cell[:LONGEST] + " …")


def listed(n, noun):
    """A count with its noun.

    >>> listed(1, "cell"), listed(3, "cell")
    ('1 cell', '3 cells')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


class CaseError(ValueError):
    """The case cannot be used as it is; ``problems`` holds every defect found, the message the first ones.

    >>> problem = Problem("claims.csv", 3, "modality", "'said'", "one of asserts, denies", "Correct the cell.")
    >>> print(CaseError([problem]))
    1 problem in this case:
    - claims.csv, row 3, column modality: found 'said'; expected one of asserts, denies. Correct the cell.
    """

    def __init__(self, problems):
        self.problems = list(problems)
        n = len(self.problems)
        lines = [f"{listed(n, 'problem')} in this case:"]
        lines += [f"- {p}" for p in self.problems[:SHOWN]]
        if n > SHOWN:
            lines.append(f"... and {n - SHOWN} more.")
        super().__init__("\n".join(lines))
