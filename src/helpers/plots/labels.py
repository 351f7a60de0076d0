"""Names in pictures: letters that can be drawn, and labels that touch nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.figure import Figure

__all__ = ["beside", "drawable", "measure"]

# Fonts with Hangul, Han and Kana that systems have; one that is installed is used as it is.
EAST_ASIAN = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans CJK KR",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "Arial Unicode MS",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Microsoft YaHei",
    "Malgun Gothic",
    "NanumGothic",
)
GAPS = (4, 9, 16, 26, 38)
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """The installed fonts, in the order in which they are searched for a letter."""
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return ("DejaVu Sans", *(name for name in EAST_ASIAN if name in installed))


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """Every letter that one of the fonts has."""
    fonts = (font_manager.get_font(font_manager.findfont(name, fallback_to_default=False)) for name in families())
    return frozenset(code for font in fonts for code in font.get_charmap())


def drawable(name: str) -> str:
    """A name in letters that a font has: words that none can draw are written in Latin letters.

    >>> drawable("Пак (HUR)"), drawable("{x} $5")
    ('Пак (HUR)', '{x} $5')
    """
    known = _letters()
    if all(ord(letter) in known or letter.isspace() for letter in name):
        return name
    from anyascii import anyascii

    return "".join(letter if ord(letter) in known or letter.isspace() else anyascii(letter) for letter in name)


def measure(figure: Figure, names: Sequence[str], size: float = 9) -> list[tuple[float, float]]:
    """Width and height of names in pixels, as they will be drawn."""
    renderer = figure.canvas.get_renderer()
    boxes = []
    for name in names:
        text = mpl.text.Text(0, 0, name, fontsize=size, figure=figure, parse_math=False)
        box = text.get_window_extent(renderer)
        boxes.append((box.width, box.height))
    return boxes


def beside(
    points: np.ndarray, radii: Sequence[float], sizes: Sequence[tuple[float, float]], segments: np.ndarray
) -> tuple[list[tuple[float, float, float, float]], float]:
    """A box for each label beside its point, clear of points, lines and the other labels.

    Parameters
    ----------
    points : array, shape (n, 2)
        In pixels, the first to be labelled first.
    radii : sequence of float
        How far each point's marker reaches.
    sizes : sequence of (width, height)
    segments : array, shape (m, 4)
        Lines, from (x, y) to (x, y).

    Returns
    -------
    list of (left, bottom, right, top), float
        The number is 0 where every label is clear, and grows with what they touch.

    >>> beside(np.array([[0.0, 0.0]]), [5], [(20, 10)], np.empty((0, 4)))
    ([(9.0, -5.0, 29.0, 5.0)], 0.0)
    """
    taken: list[tuple[float, float, float, float]] = []
    markers = np.array([(x - r - 1, y - r - 1, x + r + 1, y + r + 1) for (x, y), r in zip(points, radii, strict=True)])
    touched = 0.0
    for (x, y), r, (wide, tall) in zip(points, radii, sizes, strict=True):
        best, worst = None, np.inf
        for gap in GAPS:
            for dx, dy in SIDES:
                far = (r + gap) * (0.75 if dx and dy else 1)
                left = x + far if dx > 0 else x - far - wide if dx < 0 else x - wide / 2
                low = y + far if dy > 0 else y - far - tall if dy < 0 else y - tall / 2
                box = (left, low, left + wide, low + tall)
                cost = 100 * _overlaps(box, taken) + 10 * _overlaps(box, markers) + _crossed(box, segments)
                if cost < worst:
                    best, worst = box, cost
                if not cost:
                    break
            if not worst:
                break
        touched += worst
        left, low, right, top = map(float, best)
        taken.append((left, low, right, top))
    return taken, float(touched)


def _overlaps(box, others, pad=2):
    others = np.asarray(others, float).reshape(-1, 4)
    left, low, right, top = box
    clear = (others[:, 0] > right + pad) | (others[:, 2] < left - pad)
    clear |= (others[:, 1] > top + pad) | (others[:, 3] < low - pad)
    return int((~clear).sum())


def _crossed(box, segments, pad=1):
    """How many lines pass through a box (Liang and Barsky 1984)."""
    if not len(segments):
        return 0
    start, end = segments[:, :2], segments[:, 2:]
    way = end - start
    low, high = np.array(box[:2]) - pad, np.array(box[2:]) + pad
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (low - start) / way, (high - start) / way
    inside = (start >= low) & (start <= high)
    enter = np.where(way == 0, np.where(inside, 0, np.inf), np.minimum(one, other)).max(axis=1)
    leave = np.where(way == 0, np.where(inside, 1, -np.inf), np.maximum(one, other)).min(axis=1)
    return int((np.maximum(enter, 0) <= np.minimum(leave, 1)).sum())
