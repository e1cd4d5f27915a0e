"""The documents: one table, one file a document."""

from collections.abc import Callable
from datetime import datetime

from kelompok_tui.documents.log import log
from kelompok_tui.documents.report import Report
from kelompok_tui.guide import Guide
from kelompok_tui.model import Group, Session
from kelompok_tui.words import Words

Document = Callable[[Group, Session, Guide, Words, datetime, str, str], Report]

# name -> (group, session, guide, words, now, leader, school) -> Report
DOCUMENTS: dict[str, Document] = {"log": log}
