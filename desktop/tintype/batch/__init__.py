"""A folder of photos in, all of it out: planned before the start, journalled while it runs. Free of Qt and of torch."""

from tintype.batch.contact_sheet import free_path, shown_rows, write_contact_sheet
from tintype.batch.control import Control
from tintype.batch.events import Event
from tintype.batch.plan import Plan, Row, make_plan
from tintype.batch.report import REPORTS, summary, write_report
from tintype.batch.request import Clean, Conflict, Format, Request, Steps
from tintype.batch.run import Batch
from tintype.batch.telling import JsonTeller, Teller, TextTeller
from tintype.batch.watch import Watch

__all__ = [
    "REPORTS",
    "Batch",
    "Clean",
    "Conflict",
    "Control",
    "Event",
    "Format",
    "JsonTeller",
    "Plan",
    "Request",
    "Row",
    "Steps",
    "Teller",
    "TextTeller",
    "Watch",
    "free_path",
    "make_plan",
    "shown_rows",
    "summary",
    "write_contact_sheet",
    "write_report",
]
