"""The public pages: home, search, listing, shop, communes."""

from collections.abc import Sequence

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import get_locale

from marketplace import clock
from marketplace.places.models import Commune
from marketplace.places.queries import old_units_named, quang_ninh_commune, quang_ninh_communes
from marketplace.places.tilemap import Place, tile_map
from marketplace.text import sort_key
from marketplace.web.audience import public
from marketplace.web.paging import asked_page
from vendors.onboarding.checklist import PAPER_NAMES
from vendors.storefront import queries
from vendors.storefront.cards import card_of, in_language, in_season, unit_price
from vendors.storefront.filters import question_from
from vendors.storefront.search import Question, Sort
from vendors.storefront.sellers import proofs_of
from vendors.words import KIND_NAMES

blueprint = Blueprint("storefront", __name__)
blueprint.app_template_global("in_language")(in_language)
blueprint.app_template_global("unit_price")(unit_price)


@blueprint.get("/")
@public
def home() -> str:
    """Show the market's first page."""
    return render_template(
        "storefront/home.html",
        figures=queries.figures(),
        certified=[card_of(entry) for entry in queries.newly_certified()],
        seasonal=[card_of(entry) for entry in queries.seasonal()],
    )


@blueprint.get("/search")
@public
def search() -> str:
    """Answer a search; without words it is the way to browse."""
    asked = question_from(request.args)
    question, page = queries.search_as_meant(asked, number=asked_page())
    facets = queries.facets(question, str(get_locale()))
    return render_template(
        "storefront/search.html",
        question=question,
        asked=asked,
        old_units=[] if page.total else old_units_named(question.words),
        page=page,
        cards=[card_of(entry) for entry in page.rows],
        categories=[facet for facet in facets if facet.kind == "category"],
        communes=[facet for facet in facets if facet.kind == "commune"],
        sorts=Sort,
        search_words=question.words,
    )


@blueprint.get("/p/<vendor_slug>/<listing_slug>")
@public
def listing(vendor_slug: str, listing_slug: str) -> str:
    """Show a listing to buyers."""
    found = queries.listing_on_show(vendor_slug, listing_slug)
    if found is None:
        abort(404)
    certificate = found.certificate
    valid = bool(certificate and certificate.verified_at and not certificate.withdrawn_at)
    return render_template(
        "storefront/listing.html",
        listing=found,
        vendor=found.vendor,
        offers=queries.offers_of(found),
        certificate=certificate if valid and certificate and certificate.expires_on >= clock.today() else None,
        in_season=in_season(found.season_from_month, found.season_until_month),
        similar=[card_of(entry) for entry in queries.similar_to(found)],
    )


@blueprint.get("/shop/<vendor_slug>")
@public
def shop(vendor_slug: str) -> str:
    """Show a producer and what it sells."""
    vendor = queries.vendor_on_show(vendor_slug)
    if vendor is None:
        abort(404)
    page = queries.search(Question(vendor_id=vendor.id, sort=Sort.STARS), number=asked_page())
    cards = [card_of(entry) for entry in page.rows]
    return render_template(
        "storefront/shop.html",
        shop=vendor,
        page=page,
        cards=cards,
        today=clock.today(),
        proofs=proofs_of(vendor),
        kind_names=KIND_NAMES,
        paper_names=PAPER_NAMES,
    )


@blueprint.get("/communes")
@public
def communes() -> str:
    """Show the communes as a way in."""
    counts, known = queries.counts_by_commune(), quang_ninh_communes()
    drawn = tile_map(
        Place(
            place.code,
            place.name,
            place.full_name,
            url_for("storefront.commune", slug=place.slug),
            counts.get(place.code, 0),
        )
        for place in known
    )
    return render_template("storefront/communes.html", districts=_by_district(known), counts=counts, map=drawn)


def _by_district(communes: Sequence[Commune]) -> list[tuple[str, list[Commune]]]:
    """Group communes under the names of the old districts, both in the order of the Vietnamese alphabet."""
    groups: dict[str, list[Commune]] = {}
    for commune in sorted(communes, key=lambda place: place.sort_key):
        groups.setdefault(commune.former_district or "", []).append(commune)
    return sorted(groups.items(), key=lambda group: sort_key(group[0]))


@blueprint.get("/commune/<slug>")
@public
def commune(slug: str) -> str:
    """Show what one commune makes."""
    found = quang_ninh_commune(slug)
    if found is None:
        abort(404)
    page = queries.search(Question(commune=found.code, sort=Sort.STARS), number=asked_page())
    cards = [card_of(entry) for entry in page.rows]
    return render_template("storefront/commune.html", commune=found, page=page, cards=cards)
