"""The parts of a listing that a seller writes: words, food, sending, product set and certificate."""

from flask import Blueprint
from flask_babel import get_locale
from flask_login import current_user

from vendors.access import current_vendor, seller
from vendors.certificates.queries import certificates_of
from vendors.listings import operations
from vendors.listings.food import asked_of
from vendors.listings.proposals.overlay import AsProposed
from vendors.listings.queries import categories
from vendors.permissions import Right
from vendors.shelf.forms import FactsForm, FoodForm, SendingForm, TextForm, by_sector
from vendors.shelf.saving import Page, own, saved

blueprint = Blueprint("parts", __name__)


@blueprint.route("/<int:listing_id>/text", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def text(listing_id: int) -> Page:
    """Change name and words in three languages."""
    listing = own(listing_id)
    form = TextForm(obj=AsProposed(listing))
    return saved(form, "shelf/text.html", listing, lambda: operations.change(listing, by=current_user, **form.values))


@blueprint.route("/<int:listing_id>/facts", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def facts(listing_id: int) -> Page:
    """Change product set and certificate."""
    listing = own(listing_id)
    form = FactsForm(obj=AsProposed(listing))
    form.offer(by_sector(categories(), str(get_locale())), certificates_of(current_vendor()))
    return saved(form, "shelf/facts.html", listing, lambda: operations.change(listing, by=current_user, **form.values))


@blueprint.route("/<int:listing_id>/food", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def food(listing_id: int) -> Page:
    """Change what is in the goods, how they are kept and how long."""
    listing = own(listing_id)
    now = AsProposed(listing)
    form, asked = FoodForm(obj=now), asked_of(now.category_number)
    form.ask(asked, none_said=now.allergens == [])
    return saved(
        form,
        "shelf/food.html",
        listing,
        lambda: operations.change(listing, by=current_user, **form.values),
        asked=asked,
    )


@blueprint.route("/<int:listing_id>/sending", methods=["GET", "POST"])
@seller(Right.EDIT_LISTINGS)
def sending(listing_id: int) -> Page:
    """Change when the goods are there, how soon they leave and how long they bear to travel."""
    listing = own(listing_id)
    form = SendingForm(obj=listing)
    form.offer()
    return saved(
        form, "shelf/sending.html", listing, lambda: operations.change(listing, by=current_user, **form.values)
    )
