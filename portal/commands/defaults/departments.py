"""The units to which requests are referred."""

DEPARTMENTS = [
    {"key": "technical", "name": "واحد فنی"},
    {"key": "finance", "name": "واحد مالی"},
    {"key": "sales", "name": "واحد فروش"},
    {"key": "lines", "name": "واحد خطوط و پترن"},
    {"key": "identity", "name": "واحد احراز هویت و مدارک"},
    {"key": "management", "name": "مدیریت"},
]
