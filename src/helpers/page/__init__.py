"""What stands on a page: sentences (`say`), pictures (`show`), tables that are kept (`keep`) and linked (`linked`).

Whatever comes from a table is foreign: it is shown as plain text, whatever HTML, Markdown or TeX it holds, and only
http(s) addresses are linked. The environment variable ``CROSSREAD_RESULTS`` names the folder that takes pictures and
tables; the runner sets it, a reader need not.
"""

from .picture import show
from .table import keep, linked
from .words import Markdown, link, render, say

__all__ = ["Markdown", "keep", "link", "linked", "render", "say", "show"]
