"""Free-text properties are about what is true, not about how fast this machine is today."""

from hypothesis import settings

settings.register_profile("no_clock", deadline=None)
settings.load_profile("no_clock")
