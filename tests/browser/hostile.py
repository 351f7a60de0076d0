"""A case whose names, titles, questions and notes are attacks, and two stand-in notebooks that show all of it."""

import json
import shutil
from pathlib import Path

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

RUN = "top.hit=1;document.title='hit'"
ATTACKS = [
    f'<iframe srcdoc="<script>{RUN}</script>"></iframe>',
    f"[read on](javascript:{RUN})",
    "![seen](https://evil.example/seen.png)",
    r"$\href{javascript:top.hit=1}{Aster}$",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"'\"--><script>{RUN}</script>",
    '=HYPERLINK("https://evil.example";"Aster")',
    "<https://evil.example> &lt;b&gt; \\<i\\> `code` **bold** ~~gone~~ |a|b|",
    "[ref]: https://evil.example 'x'",
    f"<details open ontoggle={RUN}><style>@import 'https://evil.example/x.css'</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'><base href=https://evil.example/>",
    f'<a href="data:text/html,<script>{RUN}</script>">Aster</a>',
    r"\(\unicode{x} \def\x{\x\x}\x\) $$\frac{$$ www.evil.example @evil",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "Ast\u202eretsA\u2066 \u200fPost" + "o" * 120,
]
NAMES = {
    "Northwire": ATTACKS[0], "Aster Post": ATTACKS[1], "Copydesk": ATTACKS[2], "Lumen Gazette": ATTACKS[3],
    "Lumen Radio": ATTACKS[4], "State Herald": ATTACKS[5], "Ada Brandt": ATTACKS[6], "Carl Dunn": ATTACKS[7],
    "River Agency": ATTACKS[8], "Finance Ministry of Lumen": ATTACKS[11], "Bridge Fund": ATTACKS[12],
    "Ferry Crossing": ATTACKS[13], "bridge": ATTACKS[14], "crossing": ATTACKS[15],
}  # fmt: skip
TEXTS = {
    "reports": ["url"], "questions": ["question", "unit"], "texts": ["title"], "actors": ["description"],
    "claims": ["note", "override_reason"], "figures": ["note"], "outcomes": ["basis"], "outlets": ["ownership"],
}  # fmt: skip


def case(toy: Path, folder: Path) -> Path:
    """The toy case, every name in it an attack and every free text one of them in turn."""
    shutil.copytree(toy, folder)
    for file in folder.glob("*.csv"):
        table = pd.read_csv(file, dtype=str, keep_default_na=False)
        named = table.drop(columns="surface", errors="ignore")
        table[named.columns] = named.replace(NAMES)
        if "via" in table:
            table["via"] = table["via"].replace("Aster Post + Northwire > River Agency", NAMES["Aster Post"])
        for number, column in enumerate(TEXTS.get(file.stem, [])):
            if column == "url":
                table.loc[1::3, column] = 'https://good.example/"><script>top.hit=1</script>'
            else:
                table[column] = [ATTACKS[(number + row) % len(ATTACKS)] for row in range(len(table))]
        table.to_csv(file, index=False)
    about = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    about["title"] = ATTACKS[0] + ATTACKS[2]
    (folder / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


SHOWN = """
from helpers import case, page, reliability
from helpers.plots import overview, reliability as draw
c = case.load(case_path)
claims = reliability.origins(c.claims, c.reports, c.actors, c.questions)
rows = [row for _, row in c.reports.iterrows()]
===
for table in (c.reports, c.questions, c.claims, c.actors, c.outlets, c.figures, c.mentions):
    for column in table:
        page.say("**{{ name }}**: {{ values | listed }}. {{ values | join(' | ') }}", name=column, values=table[column])
page.say("{{ rows | map('link') | listed }}, {{ 'javascript:top.hit=1' | link }}", rows=rows)
page.say("{% for r in rows %}\\n- {{ r.outlet }}, {{ r.published | date }}: {{ r.url }}\\n{% endfor %}", rows=rows)
===
page.say("| outlet | url |\\n|---|---|\\n{% for r in rows %}| {{ r.outlet }} | {{ r.url }} |\\n{% endfor %}", rows=rows)
===
from IPython.display import display
for name in ("reports", "questions", "claims", "actors", "outlets", "outcomes", "figures", "texts"):
    table = getattr(c, name)
    page.keep(table, name)
    display(page.linked(table[table.columns[:8]], c.reports, caption=table.iloc[0, 1], folded=str(table.iloc[0, 1])))
display(page.linked(page.keep(claims, "origins")[["report_id", "origin", "speaker", "note"]], c.reports, quote="note"))
===
names = c.outlets["outlet"].tolist()
for number, name in enumerate(names):
    table = c.reports["outlet"].value_counts().rename_axis("label").reset_index(name="value")
    axes = overview.bars(table, name, name, note=name)
    page.show(axes, f"bars-{number}", finding=name, shows=f"bars of the reports of {name} and the others", source=name)
page.show(draw.chains(claims, names[1]), "chains", finding=names[0], shows="who relays whom in this case", source=c)
"""
FOREIGN = """
from IPython.display import HTML, Javascript, Latex, Markdown, SVG, display
ATTACKS = {attacks!r}
for text in ATTACKS:
    display(HTML(text), Markdown(text), Latex(text), Javascript("top.hit=1"))
    display({{"text/html": text, "image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg' onload='top.hit=1'/>"}},
        raw=True)
    print(text)
display(Markdown("\\n\\n".join(ATTACKS)))
===
raise ValueError("".join(ATTACKS))
"""


def notebooks(folder: Path) -> list[Path]:
    """One notebook that shows the case by the helpers, and one that a stranger wrote, which does not."""
    folder.mkdir()
    parameters = new_code_cell('case_path = ""\nas_of = None', metadata={"tags": ["parameters"]})
    books = {
        "00-shown": ("# What is shown?", SHOWN),
        "01-foreign": (f"# {ATTACKS[0]}", FOREIGN.format(attacks=ATTACKS)),
    }
    for name, (title, code) in books.items():
        cells = [
            new_markdown_cell(f"{title}\n\nIn short: {ATTACKS[1] if name != '00-shown' else 'nothing'}."),
            parameters,
        ]
        cells += [new_code_cell(part.strip()) for part in code.split("===\n")]
        if name == "01-foreign":
            cells += [new_markdown_cell(text) for text in ATTACKS]
        nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")
    return sorted(folder.glob("*.ipynb"))
