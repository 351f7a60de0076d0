"""Executed notebooks as pages: no script, no request anywhere, formulas as MathML, code folded, output cleaned."""

import base64
import functools
import html
import re
from pathlib import Path
from urllib.parse import quote

import jinja2
import nbformat
import nh3
from latex2mathml.converter import convert
from markupsafe import Markup
from nbconvert.filters import highlight, strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

_IMAGE = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')  # as the cleaner writes it
_IDS = re.compile(r' id="[^"]*"')
CODE = '<details class="code"><summary>Code</summary>'
TEMPLATES = Path(__file__).resolve().parent / "template"
_MATH = "math mrow mi mo mn ms mtext mspace msup msub msubsup mfrac msqrt mroot munder mover munderover mtable mtr mtd"
MATH = {*f"{_MATH} mstyle mpadded mphantom menclose".split()}
TAGS = (nh3.ALLOWED_TAGS - {"nav", "header", "footer", "map", "area"}) | MATH
ATTRIBUTES = {
    "a": {"href", "id"},
    "img": {"src", "alt", "width", "height"},
    "th": {"scope", "colspan", "rowspan", "style"},
    "td": {"colspan", "rowspan", "style"},
    "details": {"open"},
    "ol": {"start"},
    "math": {"display", "xmlns"},
    "mo": {"stretchy", "fence", "form", "separator", "lspace", "rspace", "largeop", "movablelimits", "accent"},
    "mi": {"mathvariant"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mspace": {"width"},
    "mfrac": {"linethickness"},
    "mtable": {"columnalign", "rowspacing", "columnspacing"},
    "span": {"class"},
    "div": {"class"},
} | {f"h{n}": {"id"} for n in range(1, 7)}


def clean(text):
    """HTML without anything that runs, loads or draws over the page: a second wall behind the escape of each value."""
    cleaned = nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto", "data"},
        filter_style_properties={"text-align"},
        link_rel=None,
    )
    return Markup(_IMAGE.sub(lambda found: found[0] if ' src="' in found[1] else "", cleaned))


def _kept(tag, attribute, value):
    """Pictures only where they are inlined, links only to the web, to files beside the page and within it."""
    if (tag, attribute) == ("img", "src"):
        return value if re.match(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]*$", value) else None
    if attribute == "href":
        return None if re.match(r"\s*data:", value, re.I) else value
    if attribute == "class":
        return value if re.fullmatch(r"[a-z0-9 -]*", value) else None
    return value


class _Renderer(IPythonRenderer):
    """Markdown as nbconvert reads it, but for mathematics, which becomes MathML here and now."""

    def heading(self, text, level, **_):
        name = re.sub(r"<[^>]*>", "", text).replace(" ", "-")
        return f'<h{level} id="{name}">{text}</h{level}>\n'

    def inline_math(self, body):
        return _mathml(body, "inline")

    def block_math(self, body):
        return f"<p>{_mathml(body, 'block')}</p>\n"

    def latex_environment(self, name, body):
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")


def _mathml(tex, display):
    try:
        return convert(html.unescape(tex), display=display)
    except Exception:
        return f"<code>{html.escape(tex)}</code>"


def markdown(text):
    """Markdown as clean HTML."""
    return clean(MarkdownWithMath(renderer=_Renderer(escape=False)).render(text))


@functools.cache
def _environment():
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def style():
    """The style of all pages, to be inlined."""
    return Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))


def fill(template, **values):
    """A page from a template; every value that is not clean HTML is escaped."""
    return _environment().get_template(template).render(style=style(), **values)


def title(book):
    """The question of a notebook: its first heading."""
    heading = next((c.source for c in book.cells if c.cell_type == "markdown" and c.source.startswith("# ")), "# ")
    return re.sub(r"[`*]", "", heading.splitlines()[0].lstrip("# "))


def page(executed, pictures, *, case, as_of=None, before=None, after=None, files=(), lead=lambda address: address):
    """One executed notebook as a page.

    Parameters
    ----------
    executed : path
    pictures : path
        Folder of the sharper pictures, taken instead of the stored ones where they are there.
    case : str
    as_of : str, optional
    before, after : dict, optional
        title and href of the neighbours.
    files : sequence of (href, name)
    lead : callable
        Where a link to a file of the project leads from this page.
    """
    book = nbformat.read(executed, as_version=4)
    pieces = _joined(p for cell in book.cells for p in _cell(cell, Path(pictures)))
    pieces = [_links(piece, lead) for piece in pieces]
    headings = re.findall(r'<h2 id="([^"]*)">(.*?)</h2>', "".join(pieces), re.S)
    contents = [(html.unescape(i), html.unescape(re.sub(r"<[^>]*>", "", h))) for i, h in headings]
    values = {"case": case, "as_of": as_of, "before": before, "after": after, "files": files}
    return fill("page.html.j2", title=title(book), pieces=pieces, contents=contents, **values)


def _cell(cell, pictures):
    """The pieces of a cell; parameters that the runner put in are told in the head of the page instead."""
    if cell.cell_type == "markdown":
        return [_tables(markdown(cell.source))]
    if cell.cell_type != "code" or "injected-parameters" in cell.metadata.get("tags", []):
        return []
    return [_code(cell.source), *_outputs(cell.outputs, pictures)]


def _code(source):
    colours = highlight.Highlight2HTML()(source, language="ipython3")
    return f"{CODE}{clean(_IDS.sub('', colours))}</details>" if source.strip() else ""


def _joined(pieces):
    """The pieces, code that follows code folded with it."""
    joined = []
    for piece in filter(str.strip, pieces):
        if piece.startswith(CODE) and joined and joined[-1].startswith(CODE):
            joined[-1] = joined[-1].removesuffix("</details>") + piece.removeprefix(CODE)
        else:
            joined.append(piece)
    return joined


def _outputs(outputs, pictures):
    """Each output; a caption that follows a picture stands with it."""
    pieces, rest = [], list(outputs)
    while rest:
        output = rest.pop(0)
        if "image/png" in output.get("data", {}):
            following = rest[0].get("data", {}).get("text/markdown", "") if rest else ""
            caption = rest.pop(0).data["text/markdown"] if re.fullmatch(r"\*.+\*", following.strip(), re.S) else ""
            pieces.append(_figure(output, caption, pictures))
        else:
            pieces.append(_output(output))
    return pieces


def _output(output):
    if output.output_type == "stream":
        return f"<pre>{html.escape(strip_ansi(output.text))}</pre>"
    if output.output_type == "error":
        return f'<pre class="error">{html.escape(strip_ansi(f"{output.ename}: {output.evalue}"))}</pre>'
    data = output.data
    if "text/html" in data:
        return _tables(clean(data["text/html"]))
    if "text/markdown" in data:
        return _tables(markdown(data["text/markdown"]))
    return f"<pre>{html.escape(data.get('text/plain', ''))}</pre>"


def _tables(text):
    """Tables in a frame that scrolls by itself and can be reached by keyboard."""
    text = re.sub(r"<th[^>]*></th>", "<td></td>", text)
    frame = '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>'
    return re.sub(r"<table[^>]*>", frame, text).replace("</table>", "</table></div>")


def _figure(output, caption, pictures):
    name = str(output.metadata.get("name", ""))
    about = output.metadata.get("image/png", {})
    sharp = pictures / f"{name}.png"
    known = re.fullmatch(r"[a-z0-9-]+", name)
    data = base64.b64encode(sharp.read_bytes()).decode() if known and sharp.is_file() else output.data["image/png"]
    width = f' width="{int(about["width"])}"' if about.get("width") else ""
    image = f'<img src="data:image/png;base64,{data.strip()}"{width} alt="{html.escape(about.get("alt", ""))}">'
    words = f"<figcaption>{markdown(caption)}</figcaption>" if caption else ""
    return f"<figure{f' id={chr(34)}{name}{chr(34)}' if known else ''}>{image}{words}</figure>"


def _links(text, lead):
    """Links to the project's files lead to their pages or files from where the page stands."""

    def led(match):
        address = html.unescape(match[2])
        file, mark, anchor = address.partition("#")
        if not file or re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.I):
            return match[0]
        return f'{match[1]}"{html.escape(quote(lead(file), safe="/%._-~") + mark + anchor)}"'

    return Markup(re.sub(r'(<a [^>]*?href=)"([^"]*)"', led, text))
