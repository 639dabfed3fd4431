"""The register as the market itself knows it: what a register begins with before the province's first spreadsheet."""

from sqlalchemy import exists, func, insert, literal, null, select

from marketplace import clock
from marketplace.database import db
from marketplace.text import fold
from vendors.certificates.models import Certificate
from vendors.certificates.queries import in_force
from vendors.listings.models import Listing, ListingStatus
from vendors.models import Vendor
from vendors.programme.models import RegisterProducer, RegisterProduct, RegisterRating

SHOWN = (ListingStatus.ON_SALE, ListingStatus.PAUSED)


def found_register() -> int:
    """Enter each product on the market that the register does not have, with its producer and star; give how many."""
    _enter_producers()
    before = select(func.count(RegisterProduct.id)).scalar_subquery()
    begun = db.session.scalar(select(before)) or 0
    _enter_products()
    _enter_ratings()
    return (db.session.scalar(select(before)) or 0) - begun


def _enter_producers() -> None:
    """A producer for each vendor with goods; folding is Python's, so these are written from here."""
    listed = exists().where(Listing.vendor_id == Vendor.id, Listing.status.in_(SHOWN))
    known = exists().where(RegisterProducer.vendor_id == Vendor.id)
    new = select(Vendor.id, Vendor.name, Vendor.kind, Vendor.tax_code, Vendor.commune_code).where(listed, ~known)
    rows = [
        {
            "vendor_id": key,
            "name": name,
            "name_fold": fold(name),
            "kind": kind,
            "tax_code": "".join(sign for sign in code or "" if sign.isdigit()) or None,
            "commune_code": commune,
        }
        for key, name, kind, code, commune in db.session.execute(new.order_by(Vendor.id))
    ]
    if rows:
        db.session.execute(insert(RegisterProducer), rows)


def _enter_products() -> None:
    """A product for each listing; a star only under a certificate in force, whose number is the code."""
    entered = exists().where(RegisterProduct.listing_id == Listing.id)
    chosen = (
        select(
            RegisterProducer.id,
            Certificate.number,
            Listing.title_vi,
            Listing.title_fold,
            Listing.category_number,
            Listing.commune_code,
            Certificate.star,
            func.coalesce(Certificate.decision, ""),
            Certificate.issued_on,
            Certificate.expires_on,
            Listing.first_registered_on,
            Listing.id,
            null(),
        )
        .join(RegisterProducer, RegisterProducer.vendor_id == Listing.vendor_id)
        .outerjoin(Certificate, (Certificate.id == Listing.certificate_id) & in_force(clock.today()))
        .where(Listing.status.in_(SHOWN), ~entered)
        .order_by(Listing.id)
    )
    columns = ("producer_id", "code", "name", "name_fold", "category_number", "commune_code", "star", "decision")
    days = ("issued_on", "expires_on", "registered_on", "listing_id", "gone_on")
    db.session.execute(insert(RegisterProduct).from_select([*columns, *days], chosen))


def _enter_ratings() -> None:
    told = exists().where(RegisterRating.product_id == RegisterProduct.id)
    same = ("code", "star", "decision", "issued_on", "expires_on")
    chosen = select(RegisterProduct.id, *(getattr(RegisterProduct, name) for name in same), literal(clock.now())).where(
        RegisterProduct.star.is_not(None), RegisterProduct.listing_id.is_not(None), ~told
    )
    db.session.execute(insert(RegisterRating).from_select(["product_id", *same, "told_at"], chosen))
