"""The one house style of all figures: fonts, sizes, colours, hatches."""

import matplotlib as mpl

# Okabe and Ito (2008): told apart by readers with any of the common colour-vision deficiencies.
BLUE, ORANGE, GREEN, PURPLE, SKY, RED, YELLOW, BLACK = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#F0E442",
    "#222222",
)
GREY, PALE = "#8A8A8A", "#DDDDDD"
PALETTE = (BLUE, ORANGE, GREEN, PURPLE, SKY, RED, YELLOW, BLACK)
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "+++", "ooo", "---")

STYLE = {
    "figure.dpi": 100,
    "savefig.dpi": 100,
    "figure.figsize": (8.0, 4.5),
    "figure.constrained_layout.use": True,
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.titlesize": 11.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 10,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "legend.fontsize": 9,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#E6E6E6",
    "grid.linewidth": 0.8,
    "axes.prop_cycle": mpl.cycler(color=PALETTE),
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "crossread",
    "text.parse_math": False,  # a name with dollar signs is a name
    "svg.fonttype": "none",
}


def use():
    """Set the house style for all figures made from here on.

    >>> use()
    >>> mpl.rcParams["font.size"]
    10.0
    """
    from .labels import families

    mpl.rcParams.update(STYLE | {"font.family": list(families())})


def source(ax, text):
    """Write source and date under the axes, small and grey; returns the text artist."""
    return ax.annotate(
        text,
        xy=(0, 0),
        xycoords="axes fraction",
        xytext=(0, -38),
        textcoords="offset points",
        ha="left",
        va="top",
        fontsize=9,
        color="#555555",
        annotation_clip=False,
    )
