"""What is said to vendors about their stock; called by the workers' subscriptions, ids only."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace import clock
from marketplace.database import db
from marketplace.letters import write
from marketplace.notices.operations import tell
from vendors.listings.mail import WRITERS, people_of
from vendors.listings.models import Variant
from vendors.stock.models import StockItem


def tell_vendor_low(stock_item_id: int) -> None:
    """Tell whoever looks after the vendor's goods that one runs low, once a day at most."""
    names = joinedload(StockItem.variant).joinedload(Variant.listing)
    item = db.session.scalars(select(StockItem).where(StockItem.id == stock_item_id).options(names)).one()
    key, link = f"stock-low/{item.id}/{clock.today()}", f"/seller/stock/{item.id}"
    for person in people_of(item.vendor_id, WRITERS):
        letter = write("stock/low", person.locale, item=item, person=person, link=link)
        tell(key, letter, user=person, mail_to=person.email, link=link)
