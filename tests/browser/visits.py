"""Browsers as people hold them, and what must never happen in one."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
NARROW = {"width": 360, "height": 740}


@dataclass
class Watch:
    """Notes in `wrong` what must not happen: errors and warnings in the console (what the content
    security policy stops is among them), requests to other hosts, answers of 500 and above."""

    url: str
    wrong: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watches all pages of a browser."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.wrong.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, said: ConsoleMessage) -> None:
        # What the browser and htmx say about answers of 400 and above and lost connections.
        expected = "Failed to load resource" in said.text or "Failed to fetch" in said.text
        if said.type in ("error", "warning") and not expected:
            self.wrong.append(f"console: {said.text}")

    def _request(self, asked: Request) -> None:
        if not asked.url.startswith(f"{self.url}/"):
            self.wrong.append(f"foreign: {asked.url}")

    def _response(self, answer: Response) -> None:
        if answer.status >= 500:
            self.wrong.append(f"{answer.status}: {answer.url}")
