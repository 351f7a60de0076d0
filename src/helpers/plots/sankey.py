"""A Sankey diagram that keeps text and bands apart: several hops, status by colour and hatch, values, fixed order."""

import textwrap
from functools import cache
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from . import style

STATUS_LOOK = {
    "disbursed": (style.BLUE, ""),
    "allocated": (style.SKY, "..."),
    "committed": (style.ORANGE, "///"),
    "pledged": (style.YELLOW, "xxx"),
    "announced": (style.PALE, "\\\\\\"),
}
# all lengths in inches; one unit of the axes is one inch
SIZE, LINE, PAD, TALL, GAP, WRAP = 9, 0.165, 0.14, 3.2, 1.5, 20
NARROW = 5.5
HEAD, FOOT = 0.75, 0.7  # room for a title, and for the key
SWEEPS = 12
UNKNOWN = "not traced to a payer"  # drawn with a broken edge


def sankey(links: pd.DataFrame, *, unit: float = 1e9, unit_name: str = "billion US dollars") -> Axes:
    """Draw money from payers to recipients, one column a step.

    Every node is a box that holds its name; every band carries its value beside the box it leaves, so that no text
    lies on a band or on other text. Payments back to an earlier node end in a box of their own ("again").

    Parameters
    ----------
    links : pandas.DataFrame
        source, target, status, value (see :func:`helpers.funding.flows`).
    unit : float
        Values are printed in this many currency units.
    unit_name : str
        What the unit is, printed under the picture.

    Returns
    -------
    matplotlib.axes.Axes
        Axes of a new figure, as large as the diagram needs, with room for a title above.

    >>> import pandas as pd
    >>> links = pd.DataFrame({"source": ["A"], "target": ["B"], "status": ["disbursed"], "value": [2e9]})
    >>> [t.get_text() for t in sankey(links).texts][:2]
    ['A', 'B']
    """
    bands = links.groupby(["source", "target", "status"], as_index=False)["value"].sum()
    bands = _forward(bands[bands["value"] > 0])
    if bands.empty:
        raise ValueError("links: no band with a value above zero to draw")
    order = {s: i for i, s in enumerate(STATUS_LOOK)}
    bands = bands.assign(look=bands["status"].map(order)).sort_values(["source", "target", "look"], ignore_index=True)
    layer = _layers(bands)
    paths = _paths(bands, layer)
    columns = _arranged(paths, layer)
    scale = TALL / max(_busiest(bands, layer), 1e-12)
    place = _Placed(bands, paths, columns, scale, unit)
    return _drawn(place, bands, unit_name)


def _forward(bands):
    """Bands without circles: a payment that would close one goes to a copy of its recipient."""
    onward, targets = {}, []
    for source, target in zip(bands["source"], bands["target"], strict=True):
        todo, seen = [target], set()
        while todo:
            here = todo.pop()
            if here not in seen:
                seen.add(here)
                todo += onward.get(here, ())
        target = f"{target} (again)" if source in seen else target
        onward.setdefault(source, set()).add(target)
        targets.append(target)
    return bands.assign(target=targets).groupby(["source", "target", "status"], as_index=False)["value"].sum()


def _layers(bands):
    """Column of each node: as far right as the longest way to it, and end points in the last one."""
    names = sorted(set(bands["source"]) | set(bands["target"]))
    layer = dict.fromkeys(names, 0)
    for _ in names:
        for source, target in zip(bands["source"], bands["target"], strict=True):
            layer[target] = max(layer[target], layer[source] + 1)
    last, payers = max(layer.values()), set(bands["source"])
    return {n: at if n in payers else last for n, at in layer.items()}


def _paths(bands, layer):
    """For each link the nodes it runs through; columns in between get a stand-in, so that bands go round boxes."""
    paths = {}
    for source, target in bands[["source", "target"]].drop_duplicates().itertuples(index=False):
        between = [(source, target, at) for at in range(layer[source] + 1, layer[target])]
        paths[source, target] = [source, *between, target]
    return paths


def _busiest(bands, layer):
    """The largest sum of bands between two columns."""
    return max(
        bands.loc[(bands["source"].map(layer) <= at) & (bands["target"].map(layer) > at), "value"].sum()
        for at in range(max(layer.values()))
    )


def _arranged(paths, layer):
    """Nodes of each column from top to bottom, with as few crossings as barycentre sweeps find."""
    columns = [[] for _ in range(max(layer.values()) + 1)]
    edges = sorted({pair for path in paths.values() for pair in pairwise(path)}, key=str)
    for node in sorted({n for path in paths.values() for n in path}, key=str):
        columns[node[2] if isinstance(node, tuple) else layer[node]].append(node)
    best, fewest = [list(c) for c in columns], _crossings(columns, edges)
    for sweep in range(SWEEPS):
        ahead = sweep % 2 == 0
        for at in range(1, len(columns)) if ahead else range(len(columns) - 2, -1, -1):
            beside = {n: i for i, n in enumerate(columns[at - 1 if ahead else at + 1])}
            near = {n: [beside[a if ahead else b] for a, b in edges if (b if ahead else a) == n] for n in columns[at]}
            here = {n: i for i, n in enumerate(columns[at])}
            columns[at].sort(key=lambda n: (np.mean(near[n]) if near[n] else here[n], here[n]))
        count = _crossings(columns, edges)
        if count < fewest:
            best, fewest = [list(c) for c in columns], count
    return best


def _crossings(columns, edges):
    """How many pairs of bands cross, over all neighbouring columns."""
    row = {n: (at, i) for at, column in enumerate(columns) for i, n in enumerate(column)}
    total = 0
    for at in range(len(columns) - 1):
        ends = np.array([(row[a][1], row[b][1]) for a, b in edges if row[a][0] == at])
        if len(ends):
            one, other = ends[:, None, :], ends[None, :, :]
            total += int(((one[..., 0] < other[..., 0]) & (one[..., 1] > other[..., 1])).sum())
    return total


@cache
def _width(text):
    font = FontProperties(family="DejaVu Sans")
    return TextPath((0, 0), text or " ", size=SIZE, prop=font).get_extents().width / 72


class _Placed:
    """Where every box and every band is, in inches."""

    def __init__(self, bands, paths, columns, scale, unit):
        self.bands, self.paths, self.columns, self.scale = bands, paths, columns, scale
        self.thick = np.maximum(bands["value"].to_numpy() * scale, 0.015)
        self.value = [_printed(v / unit) for v in bands["value"]]
        self.slot = np.maximum(self.thick, LINE)  # room beside the box for the value
        self.gutter = max(_width(v) for v in self.value) + 0.12
        self.text = {n: textwrap.wrap(n, WRAP) for column in columns for n in column if isinstance(n, str)}
        self.out = {n: np.flatnonzero((bands["source"] == n).to_numpy()) for n in self.text}
        self.came = {n: np.flatnonzero((bands["target"] == n).to_numpy()) for n in self.text}
        self.links = {
            pair: np.flatnonzero(((bands["source"] == pair[0]) & (bands["target"] == pair[1])).to_numpy())
            for pair in paths
        }
        self.tall = {n: self._height(n) for column in columns for n in column}
        self.height = max(sum(self.tall[n] + PAD for n in column) for column in columns) - PAD
        words = [[t for n in column if n in self.text for t in self.text[n]] for column in columns]
        self.box = [max([_width(t) for t in column], default=0) + 0.16 for column in words]
        gap = float(np.clip(0.3 * self.height, GAP, 2 * GAP))  # steep bands look thinner than they are
        self.left = np.concatenate([[0], np.cumsum([w + self.gutter + gap for w in self.box])])[: len(columns)]
        self.width = self.left[-1] + self.box[-1]
        self.top = {}
        for column in columns:
            used = sum(self.tall[n] for n in column)
            pad = min((self.height - used) / (len(column) + 1), 0.5) if len(column) > 1 else 0
            y = (self.height + used + pad * (len(column) - 1)) / 2
            for n in column:
                self.top[n] = y
                y -= self.tall[n] + pad
        self.column = {n: i for i, column in enumerate(columns) for n in column}
        self._ports()

    def _height(self, node):
        if not isinstance(node, str):
            return self.thick[self.links[node[:2]]].sum()
        return max(
            len(self.text[node]) * LINE + 0.08, self.slot[self.out[node]].sum(), self.thick[self.came[node]].sum()
        )

    def _ports(self):
        """Height of the top of each band where it leaves (leave) and where it arrives (arrive)."""
        self.leave, self.arrive = np.zeros(len(self.bands)), np.zeros(len(self.bands))
        pairs = list(zip(self.bands["source"], self.bands["target"], strict=True))
        for node in self.text:
            out = sorted(self.out[node], key=lambda i: (-self.top[self.paths[pairs[i]][1]], i))
            y = self.top[node] - (self.tall[node] - self.slot[out].sum()) / 2
            for i in out:
                self.leave[i] = y - (self.slot[i] - self.thick[i]) / 2
                y -= self.slot[i]
            came = sorted(self.came[node], key=lambda i: (-self.top[self.paths[pairs[i]][-2]], i))
            y = self.top[node] - (self.tall[node] - self.thick[came].sum()) / 2
            for i in came:
                self.arrive[i] = y
                y -= self.thick[i]

    def course(self, band):
        """(x, height of the top) of the points a band runs through."""
        pair = (self.bands["source"][band], self.bands["target"][band])
        path = self.paths[pair]
        first, last = self.column[pair[0]], self.column[pair[1]]
        points = [(self.left[first] + self.box[first] + self.gutter, self.leave[band])]
        before = self.thick[[i for i in self.links[pair] if i < band]].sum()
        for node in path[1:-1]:
            at = self.column[node]
            y = self.top[node] - before
            points += [(self.left[at], y), (self.left[at] + self.box[at] + self.gutter, y)]
        return [*points, (self.left[last], self.arrive[band])]


def _printed(value):
    return f"{value:,.0f}" if value >= 99.95 else f"{value:.1f}" if value >= 0.95 else f"{value:.2g}"


def _drawn(place, bands, unit_name):
    legend = [s for s in STATUS_LOOK if s in set(bands["status"])]
    keys = sum(0.36 + _width(s) + 0.3 for s in legend)
    width = max(place.width + 0.02, keys, _width(f"Values in {unit_name}."), NARROW) + 0.4
    height = place.height + FOOT + 0.15
    fig = plt.figure(figsize=(width, height + HEAD), layout="none")
    ax = fig.add_axes((0.2 / width, 0, 1 - 0.4 / width, height / (height + HEAD)))
    ax.set(xlim=(0, width - 0.4), ylim=(-FOOT, place.height + 0.15))
    ax.axis("off")
    for node, words in place.text.items():
        _box(ax, place, node, words)
    for i in np.argsort(-place.thick, kind="stable"):
        colour, hatch = STATUS_LOOK[bands["status"][i]]
        ax.add_patch(PathPatch(_band(place.course(i), place.thick[i]), fc=colour, ec="white", hatch=hatch, lw=0.4))
        x, y = place.course(i)[0]
        ax.text(x - 0.05, y - place.thick[i] / 2, place.value[i], fontsize=SIZE, ha="right", va="center")
    _legend(ax, legend)
    ax.text(0, -FOOT + 0.08, f"Values in {unit_name}.", fontsize=SIZE, color="#555555", va="bottom")
    return ax


def _box(ax, place, node, words):
    at = place.column[node]
    x, y = place.left[at], place.top[node] - place.tall[node]
    ax.add_patch(
        Rectangle(
            (x, y),
            place.box[at],
            place.tall[node],
            fc="#F3F3F3",
            ec=style.BLACK,
            lw=0.8,
            ls="--" if node == UNKNOWN else "-",
        )
    )
    ax.text(
        x + place.box[at] / 2, y + place.tall[node] / 2, "\n".join(words), fontsize=SIZE, ha="center", va="center"
    )  # fmt: skip


def _band(points, thick):
    """Outline of a band of even thickness through points, level where it meets a box."""
    upper, codes = [points[0]], [Path.MOVETO]
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        upper += [(middle, y0), (middle, y1), (x1, y1)]
        codes += [Path.CURVE4] * 3
    lower = [(x, y - thick) for x, y in reversed(upper)]
    return Path(
        [*upper, *lower, upper[0]], [*codes, Path.LINETO, *[Path.CURVE4] * (len(lower) - 1), Path.CLOSEPOLY]
    )  # fmt: skip


def _legend(ax, statuses):
    x = 0.0
    for status in statuses:
        colour, hatch = STATUS_LOOK[status]
        ax.add_patch(Rectangle((x, -0.36), 0.3, 0.15, fc=colour, ec="white", hatch=hatch, lw=0.4))
        ax.text(x + 0.36, -0.285, status, fontsize=SIZE, va="center")
        x += 0.36 + _width(status) + 0.3
