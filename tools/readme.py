"""Write README.md's index of notebooks and its picture from the notebooks as they are stored.

Each row has the notebook's question (its H1), its finding (first sentence of the output of the cell tagged
``finding``) and links: by relative path, and on nbviewer and Binder too once pyproject.toml names the project's
address (``[project.urls] repository``).
"""

import base64
import re
import sys
import tomllib

import nbformat
from books import ROOT, chapters

COVER = ("02-source-reliability", ROOT / ".github" / "cover.png")
BEGIN, END = "<!-- index: written by tools/readme.py -->\n", "<!-- /index -->"


def links(path, repository):
    """Markdown links to one notebook.

    >>> links("notebooks/a.ipynb", None)
    '[open](notebooks/a.ipynb)'
    >>> links("notebooks/a.ipynb", "https://github.com/someone/crossread").count("](")
    3
    """
    found = [f"[open]({path})"]
    if repository:
        owner = re.sub(r"^https?://(www\.)?github\.com/", "", repository.rstrip("/").removesuffix(".git"))
        found.append(f"[nbviewer](https://nbviewer.org/github/{owner}/blob/main/{path})")
        found.append(f"[Binder](https://mybinder.org/v2/gh/{owner}/main?labpath={path.replace('/', '%2F')})")
    return " · ".join(found)


def finding(book):
    """First sentence of what the notebook found, as stored: of the cell tagged ``finding``, else of the first text."""
    cells = [c for c in book.cells if c.cell_type == "code"]
    tagged = [c for c in cells if "finding" in c.metadata.get("tags", [])]
    texts = [
        o.data["text/markdown"] for c in tagged or cells for o in c.outputs if "text/markdown" in o.get("data", {})
    ]
    texts = [text for text in texts if not re.fullmatch(r"\*[^*].*\*", text.strip(), re.S)]  # no caption
    words = " ".join(texts[0].replace("|", "/").split()).lstrip("- ") if texts else ""
    sentences = re.split(r"(?<=[.!?])\s", words)
    whole = (n for n in range(1, len(sentences)) if " ".join(sentences[:n]).count("**") % 2 == 0)
    return " ".join(sentences[: next(whole, len(sentences))])  # never half of what is bold


def index(repository=None):
    """The table of notebooks."""
    rows = ["| | Question | Finding | |", "|---|---|---|---|"]
    for path in chapters():
        book = nbformat.read(path, as_version=4)
        question = book.cells[0].source.splitlines()[0].lstrip("# ")
        where = links(path.relative_to(ROOT).as_posix(), repository)
        rows.append(f"| {path.name[:2]} | {question} | {finding(book)} | {where} |")
    return "\n".join(rows) + "\n"


def rewrite(readme, repository=None):
    """README text with the index written anew between its two marks."""
    before, rest = readme.split(BEGIN)
    return before + BEGIN + index(repository) + END + rest.split(END)[1]


def picture():
    """PNG bytes of the first picture of the notebook that lends the cover."""
    (path,) = [p for p in chapters() if p.stem == COVER[0]]
    cells = nbformat.read(path, as_version=4).cells
    pictures = [o.data["image/png"] for c in cells for o in c.get("outputs", []) if "image/png" in o.get("data", {})]
    return base64.b64decode(pictures[0])


def main():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    readme = ROOT / "README.md"
    text = rewrite(readme.read_text(encoding="utf-8"), project.get("urls", {}).get("repository"))
    readme.write_text(text, encoding="utf-8")
    COVER[1].write_bytes(picture())


if __name__ == "__main__":
    sys.exit(main())
