"""A check of what was taken against the terms that were copied, for `flask ledger audit`."""

from collections.abc import Iterator

from sqlalchemy import select

from marketplace.database import db
from marketplace.ledger.audit import check
from orders.commissions.preview import commission_sql
from orders.models import OrderLine, VendorOrder


@check
def commission_is_that_of_the_copied_terms() -> Iterator[str]:
    """Every line gives what its own terms say, or less where tax leaves less of it."""
    table = OrderLine.__table__.c
    agreed = commission_sql(table, table, prefix="commission_")
    within = OrderLine.line_dong - OrderLine.vat_dong - OrderLine.pit_dong
    wrong = (
        select(VendorOrder.number, OrderLine.sku)
        .join(OrderLine.vendor_order)
        .where(OrderLine.commission_dong != least(agreed, within))
    )
    for number, sku in db.session.execute(wrong):
        yield f"the commission of {sku} in vendor order {number} is not that of its terms"
