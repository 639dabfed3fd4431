"""What the market takes, told to the vendor: its rules, and the fee of a price while it is typed."""

from flask import Blueprint, render_template, request

from marketplace import clock
from marketplace.web.paging import slice_of
from vendors.access import current_vendor, seller
from vendors.commissions import fees, words
from vendors.commissions.forms import PriceForm
from vendors.listings.queries import listing_of
from vendors.permissions import Right

blueprint = Blueprint("fees", __name__)
PAGE_SIZE = 20


@blueprint.get("")
@seller(Right.SEE_LISTINGS)
def index() -> str:
    """Show the rules that apply to this vendor, and what is taken of each of its goods."""
    vendor = current_vendor()
    goods = fees.goods_of(vendor)
    rules, sought = fees.rules_for(vendor, goods), request.args.get("q", "")[:100]
    return render_template(
        "commissions/fees.html",
        rules=rules,
        has_goods=any(each.fee for each in goods),
        page=slice_of([each for each in goods if each.fee and each.is_named(sought)], size=PAGE_SIZE),
        sought=sought,
        words=words,
        now=clock.now(),
        examples={rule.id: fees.Fee(rule.words, rule.rate) for rule in rules},
    )


@blueprint.get("/quote")
@seller(Right.SEE_LISTINGS)
def quote() -> str:
    """Say what would be taken at the price that is being typed; by an example while it is none."""
    form = PriceForm(request.args)
    form.validate()
    price_dong = None if form.price_dong.errors else form.price_dong.data
    return render_template("commissions/quote.html", fee=_fee(form, price_dong), words=words)


def _fee(form: PriceForm, price_dong: int | None) -> fees.Fee:
    if form.listing_id.data and not form.listing_id.errors:
        return fees.fee_on(listing_of(current_vendor(), form.listing_id.data), price_dong)
    return fees.fee_for(current_vendor(), category_number=form.category_number.data or 0, price_dong=price_dong)
