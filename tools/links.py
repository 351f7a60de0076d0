"""Write the notebook links of README.md from the project's address in pyproject.toml.

Without an address (``[project.urls] repository``) each notebook is linked by its relative path; with one, also on
nbviewer and Binder.
"""

import re
import tomllib

from books import ROOT


def links(path, repository):
    """Markdown links to one notebook.

    >>> links("notebooks/a.ipynb", None)
    '[open](notebooks/a.ipynb)'
    >>> links("notebooks/a.ipynb", "https://github.com/someone/crossread").count("](")
    3
    """
    found = [f"[open]({path})"]
    if repository:
        place = re.sub(r"^https?://(www\.)?", "", repository.rstrip("/").removesuffix(".git"))
        owner = place.removeprefix("github.com/")
        found.append(f"[nbviewer](https://nbviewer.org/github/{owner}/blob/main/{path})")
        found.append(f"[Binder](https://mybinder.org/v2/gh/{owner}/main?labpath={path.replace('/', '%2F')})")
    return " · ".join(found)


def rewrite(readme, repository):
    """README text with the last cell of each notebook's row rewritten."""

    def row(match):
        return f"{match.group(1)}| {links(match.group(2), repository)} |"

    return re.sub(r"^(\|.*)\| \[open\]\((notebooks/[^)]+\.ipynb)\)[^|]*\|$", row, readme, flags=re.M)


def main():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    readme = ROOT / "README.md"
    readme.write_text(
        rewrite(readme.read_text(encoding="utf-8"), project.get("urls", {}).get("repository")), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
