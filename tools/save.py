"""Re-execute notebooks from a clean kernel and store their outputs in place: ``save.py [NOTEBOOK ...]``."""

import sys
import tempfile
from pathlib import Path

import nbformat
from books import chapters, examples, execute

KEPT = {"tags"}


def tidy(executed, original):
    """The executed notebook without what changes from run to run: times, papermill's notes, versions."""
    book = nbformat.read(executed, as_version=4)
    book.cells = [c for c in book.cells if "injected-parameters" not in c.metadata.get("tags", [])]
    book.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
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
    sys.exit(main([Path(a).resolve() for a in sys.argv[1:]] or chapters() + examples()))
