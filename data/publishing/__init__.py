"""From accepted batches to what readers see: publish, step back, list, set batches aside."""

from data.publishing.publish import next_version, publish, rollback, versions
from data.publishing.release import Inconsistent, Release
from data.publishing.setting_aside import discard, restore

__all__ = ["Inconsistent", "Release", "discard", "next_version", "publish", "restore", "rollback", "versions"]
