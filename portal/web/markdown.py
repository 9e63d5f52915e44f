"""Staff-written pages: Markdown in, safe HTML out. Customers write plain text only."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote",
    "code", "pre", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=16)
def to_html(text: str) -> Markup:
    """The page as HTML. A first-level heading becomes a second-level one, since the title of the
    page is above it; raw HTML is shown as text, and no attribute but link targets survives."""
    tokens = _parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 4)}" if token.tag == "h1" else token.tag
    html = _parser.renderer.render(tokens, _parser.options, {})
    return Markup(nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}, "ol": {"start"}}))
