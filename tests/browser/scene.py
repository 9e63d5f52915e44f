"""People and tickets in every state that a page may show."""

import io
from dataclasses import dataclass

from portal.models import CloseReason, Role
from portal.services import desk, files, handling
from portal.services.transaction import new_token
from tests import factories
from tests.browser import steps
from tests.browser.running import Portal

DETAILS = {
    "sms_text": steps.SMS,
    "sent_date": "2026-11-16",
    "sent_time": {"time": "14:05", "approximate": True},
    "sender_line": "3000123456",
    "recipients": ["+989121234567"],
    "shown_status": "not_delivered",
    "scope": "some",
    "send_id": "2020304050",
}
LETTER = (
    "با سلام و احترام\nگزارش ارسال به شناسهٔ recId 2020304050 بررسی شد.\n\n"
    '```\nPOST /api/send HTTP/1.1\n{"to": "09121234567", "status": "blocked", '
    '"explanation": "a long line that does not fit on a narrow screen"}\n```\nبا احترام'
)


@dataclass(frozen=True)
class Scene:
    """Ids of people, and numbers of tickets."""

    customer: int
    newcomer: int
    agent: int
    supervisor: int
    admin: int
    answered: int
    flagged: int
    closed: int
    letter: int

    def path(self, pattern: str) -> str:
        """A path with names of this scene in braces."""
        return pattern.format_map(vars(self))


def make_scene(portal: Portal) -> Scene:
    """Makes them; in an app context."""
    customer = portal.customer("آرش نیک‌پور", email="arash@scene.example")
    agent = portal.staff()
    supervisor = portal.staff(Role.SUPERVISOR, "نیما شایان")
    admin = portal.staff(Role.ADMIN, "دانا فرهمند")
    made = steps.picture()
    image = files.store_upload(customer, made["name"], io.BytesIO(made["buffer"]))
    text = files.store_upload(customer, "log.txt", io.BytesIO(b"2026-11-16 14:05 blocked\n"))
    answered = factories.make_ticket(
        customer, details=DETAILS, uploads=[image.token, text.token], subject=steps.SUBJECT
    )
    desk.see(agent, answered.number)
    desk.note(agent, answered.number, "یادداشت: گزارش اپراتور بررسی شد.", token=new_token())
    letter = desk.reply(agent, answered.number, LETTER, revision=None, token=new_token())
    factories.reply(customer, answered)
    flagged = factories.make_ticket(
        customer, subject="پیگیری پرترافیک بودن خط ۲۰۰۰", overrides=["finglish"], urgency="high"
    )
    closed = factories.make_ticket(customer, subject="درخواست دیگر دربارهٔ خط ۱۰۰۰")
    handling.close(
        agent,
        closed.number,
        CloseReason.BROKE_RULES,
        revision=None,
        broken_rules=["generic_title", "incomplete"],
        note="با نگارش تازه، زودتر پاسخ می‌گیرید.",
    )
    return Scene(
        customer=customer.id,
        newcomer=portal.customer("بهار رستگار").id,
        agent=agent.id,
        supervisor=supervisor.id,
        admin=admin.id,
        answered=answered.number,
        flagged=flagged.number,
        closed=closed.number,
        letter=letter.id,
    )
