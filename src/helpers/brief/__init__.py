"""One page for a reader in a hurry: what is new, who says so, how sure, what conflicts, what to ask next.

``brief`` reads it off the tables of a case as of a day; ``write`` puts it into a folder as HTML and Markdown. It is the
one helper whose sentences stand in templates of its own; they are in ``sentences.j2``.
"""

from .build import Brief, brief
from .view import events
from .write import chain_question, first_screen, html_page, markdown_page, write

__all__ = ["Brief", "brief", "chain_question", "events", "first_screen", "html_page", "markdown_page", "write"]
