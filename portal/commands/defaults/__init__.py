"""What a fresh installation starts with, as plain data; the admin may change it afterwards.

The texts of the demonstration data (demo_texts) are imported by `demo` alone.
"""

from . import canned, categories, departments, guide, guide_examples, hours, panels, terms

__all__ = [
    "canned",
    "categories",
    "departments",
    "guide",
    "guide_examples",
    "hours",
    "panels",
    "terms",
]
