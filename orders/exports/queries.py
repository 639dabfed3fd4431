"""Reading exports, always through their vendor, and only those that the reader's role may take."""

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.errors import NotFound
from orders.exports.models import DataExport, ExportKind
from vendors.models import Vendor


def exports_of(vendor: Vendor, kinds: Collection[ExportKind], *, may_see_buyers: bool) -> Select[DataExport]:
    """Select the vendor's exports of these kinds, the newest first; those with buyers only for who may see them."""
    query = select(DataExport).where(DataExport.vendor_id == vendor.id, DataExport.kind.in_(kinds))
    if not may_see_buyers:
        query = query.where(DataExport.with_buyers.is_(False))
    return query.options(joinedload(DataExport.by)).order_by(DataExport.id.desc())


def export_of(vendor: Vendor, export_id: int, kinds: Collection[ExportKind], *, may_see_buyers: bool) -> DataExport:
    """One of them. Raises NotFound."""
    query = exports_of(vendor, kinds, may_see_buyers=may_see_buyers)
    export = db.session.scalar(query.where(DataExport.id == export_id))
    if export is None:
        raise NotFound
    return export
