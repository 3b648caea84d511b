"""The way in: files of observations are read, checked row by row and landed as batches; readers see nothing yet.

`load_files` lands, `check_files` only checks. `data.publishing` turns the accepted batches into a release.
"""

from data.loading.load import Landed, check_files, load_files
from data.loading.refusals import Busy, FileRefused, OutOfSpace, Refused, RowsRefused

__all__ = ["Busy", "FileRefused", "Landed", "OutOfSpace", "Refused", "RowsRefused", "check_files", "load_files"]
