"""A folder of photos in, all of it out: planned before the start, journalled while it runs. Free of Qt and of torch."""

from tintype.batch.events import Event
from tintype.batch.plan import Plan, Row, make_plan
from tintype.batch.report import REPORTS, write_report
from tintype.batch.request import Clean, Conflict, Format, Request, Steps
from tintype.batch.run import Batch
from tintype.batch.telling import JsonTeller, Teller, TextTeller
from tintype.batch.watch import Watch

__all__ = [
    "REPORTS",
    "Batch",
    "Clean",
    "Conflict",
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
    "make_plan",
    "write_report",
]
