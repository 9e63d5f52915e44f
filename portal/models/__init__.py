"""All models, one aggregate a module."""

from portal.models.department import Category, CategoryField, Department
from portal.models.etiquette import EtiquetteCount
from portal.models.event import Event, Verb
from portal.models.file import Attachment, Upload
from portal.models.notification import (
    Channel,
    ChannelHold,
    DeliveryState,
    NoticeState,
    Notification,
)
from portal.models.panel import Panel, PanelOrder
from portal.models.search import SearchDocument
from portal.models.setting import (
    CannedReply,
    GuideEntry,
    Holiday,
    JobLease,
    Setting,
    WorkingHours,
)
from portal.models.terms import Acceptance, Terms
from portal.models.ticket import (
    NUMBER_BASE,
    QUEUED,
    STATUS_GROUPS,
    Chain,
    CloseReason,
    Message,
    MessageKind,
    Status,
    Ticket,
    Urgency,
)
from portal.models.user import (
    STAFF_ROLES,
    Challenge,
    ChallengePurpose,
    LoginSession,
    Role,
    User,
    membership,
)

__all__ = [
    "NUMBER_BASE",
    "QUEUED",
    "STAFF_ROLES",
    "STATUS_GROUPS",
    "Acceptance",
    "Attachment",
    "CannedReply",
    "Category",
    "CategoryField",
    "Chain",
    "Challenge",
    "ChallengePurpose",
    "Channel",
    "ChannelHold",
    "CloseReason",
    "DeliveryState",
    "Department",
    "EtiquetteCount",
    "Event",
    "GuideEntry",
    "Holiday",
    "JobLease",
    "LoginSession",
    "Message",
    "MessageKind",
    "NoticeState",
    "Notification",
    "Panel",
    "PanelOrder",
    "Role",
    "SearchDocument",
    "Setting",
    "Status",
    "Terms",
    "Ticket",
    "Upload",
    "Urgency",
    "User",
    "Verb",
    "WorkingHours",
    "membership",
]
