"""The desk: worker processes that hold live models and answer the pages, so that nobody who draws has to solve."""

from rightfin.desk.desk import BusyError, Desk, Seat
from rightfin.desk.job import FailedError, Job
from rightfin.desk.request import Request, Task

__all__ = ["BusyError", "Desk", "FailedError", "Job", "Request", "Seat", "Task"]
