"""Reading imports, always through their vendor."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.errors import NotFound
from vendors.imports.models import ImportJob, ImportRow
from vendors.models import Vendor

SHOWN_PROBLEMS = 50
"""Bad rows that a page shows; the file to download has all of them."""


def imports_of(vendor: Vendor) -> Select[ImportJob]:
    """Select the vendor's imports with who sent them, the newest first."""
    query = select(ImportJob).where(ImportJob.vendor_id == vendor.id).order_by(ImportJob.id.desc())
    return query.options(joinedload(ImportJob.by))


def import_of(vendor: Vendor, job_id: int) -> ImportJob:
    """One of the vendor's imports. Raises NotFound."""
    job = db.session.scalar(imports_of(vendor).where(ImportJob.id == job_id))
    if job is None:
        raise NotFound
    return job


def bad_rows(job: ImportJob) -> tuple[Sequence[ImportRow], int]:
    """The first rows with something wrong, and how many there are: two statements."""
    wrong = select(ImportRow).where(ImportRow.job_id == job.id, ImportRow.problems != [])
    count = db.session.scalar(select(func.count()).select_from(wrong.subquery())) or 0
    rows = db.session.scalars(wrong.order_by(ImportRow.number).limit(SHOWN_PROBLEMS)).all() if count else []
    return rows, count
