"""Examples that hypothesis draws may take their time on a busy machine: a slow example is no wrong one."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
