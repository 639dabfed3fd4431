"""A check of what was taken against the terms that were copied, for `flask ledger audit`."""

from collections.abc import Iterator

from sqlalchemy import func, select

from marketplace.database import db
from marketplace.ledger.audit import check
from orders.models import OrderLine, VendorOrder
from vendors.commissions.queries import TERMS, commission_in_sql


@check
def commission_is_that_of_the_copied_terms() -> Iterator[str]:
    """Every line gives what its own terms say, or all that tax leaves of it where that is less."""
    terms = {term: getattr(OrderLine, f"commission_{term}") for term in TERMS}
    agreed = commission_in_sql(terms, line_dong=OrderLine.line_dong, quantity=OrderLine.quantity)
    after_tax = OrderLine.line_dong - OrderLine.vat_dong - OrderLine.pit_dong
    lines = select(VendorOrder.number, OrderLine.sku).join(OrderLine.vendor_order)
    for number, sku in db.session.execute(lines.where(OrderLine.commission_dong != func.least(agreed, after_tax))):
        yield f"the commission of {sku} in vendor order {number} is not that of its terms"
