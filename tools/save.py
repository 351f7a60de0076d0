"""Re-execute notebooks from a clean kernel and store their outputs in place: ``save.py [NOTEBOOK ...]``.

Without names, ``NOTEBOOKS`` in the environment lists them, parted by blanks; else all are stored. What is stored
is what JupyterLab would write, so that opening and saving a notebook there changes nothing.
"""

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from books import chapters, examples, execute

KEPT = {"tags"}
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


def tidy(executed, original):
    """The executed notebook without what changes from run to run: times, papermill's notes."""
    book = nbformat.read(executed, as_version=4)
    book.cells = [c for c in book.cells if "injected-parameters" not in c.metadata.get("tags", [])]
    version = book.metadata.get("language_info", {}).get("version", "{}.{}.{}".format(*sys.version_info[:3]))
    book.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {**LANGUAGE, "version": version}})
    for number, cell in enumerate(book.cells):
        cell.id = f"cell-{number:03d}"
        cell.metadata = nbformat.from_dict({k: v for k, v in cell.metadata.items() if k in KEPT and v})
    nbformat.validate(book)
    nbformat.write(book, original)


def main(paths):
    failed = 0
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / path.name
            code, error = execute(path, target)
            if code:
                failed += 1
                print(f"not saved: {path}\n{error[-3000:]}", file=sys.stderr)
                continue
            tidy(target, path)
        print(f"saved {path}")
    return failed


if __name__ == "__main__":
    named = sys.argv[1:] or os.environ.get("NOTEBOOKS", "").split()
    sys.exit(main([Path(a).resolve() for a in named] or chapters() + examples()))
