"""What follows when staff verifies the certificate that renews another: the goods show the new one."""

from sqlalchemy import select

from marketplace import clock
from marketplace.database import db
from vendors import shown
from vendors.certificates.models import Certificate
from vendors.certificates.queries import valid_on
from vendors.listings.models import Listing


def show_renewed(certificate_id: int) -> None:
    """Let the goods of the earlier certificate show its renewal; repeated without harm."""
    renewal = db.session.get_one(Certificate, certificate_id)
    if renewal.renews_id is None or not valid_on(renewal, clock.today()):
        return
    earlier = select(Listing).where(Listing.certificate_id == renewal.renews_id, Listing.vendor_id == renewal.vendor_id)
    goods = db.session.scalars(earlier.order_by(Listing.id).with_for_update(key_share=True)).all()
    for listing in goods:
        listing.certificate_id = renewal.id
    if goods:
        shown.changed_vendors(renewal.vendor_id)
