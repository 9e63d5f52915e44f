"""What keeps people from using a page: axe's findings, and a page wider than the screen."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

from tests.browser.visits import NARROW

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast"]
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]})
  .then(found => found.violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`)))"""


def on_screen(page: Page) -> list[str]:
    """What axe finds in the page just as it is shown."""
    # Not a script tag, which the content security policy would stop.
    page.evaluate(AXE)
    return page.evaluate(RUN, TAGS)


def problems(page: Page) -> list[str]:
    """What is wrong with the page as it stands: wide and narrow, light and dark."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(AXE)
    found = []
    for size, first, second in ((page.viewport_size, "light", "dark"), (NARROW, "dark", "light")):
        page.set_viewport_size(size)
        # Of all rules, only that of contrast sees another page when the scheme changes.
        for scheme, rules in ((first, TAGS), (second, CONTRAST)):
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme}, {size['width']}: {one}" for one in page.evaluate(RUN, rules)]
    if width_of(page) > NARROW["width"]:
        found.append("scrolls sideways")
    return found


def width_of(page: Page) -> int:
    """How many pixels wide the page is, in a window that may be narrower."""
    return page.evaluate("document.documentElement.scrollWidth")
