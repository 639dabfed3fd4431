"""The public pages: home, search, listing, shop, communes."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.places.gazetteer import province_names
from marketplace.places.models import Commune
from marketplace.places.queries import communes_of, old_units_named, quang_ninh_commune, quang_ninh_communes
from marketplace.places.tilemap import Place, TileMap, tile_map
from marketplace.text import sort_key
from marketplace.web.audience import public
from marketplace.web.paging import asked_page
from vendors.certificates.queries import valid_on
from vendors.delivery.words import WAY_KINDS
from vendors.holidays.calendar import SOON_DAYS
from vendors.holidays.queries import calendars_of
from vendors.lexicon.operations import note_miss
from vendors.listings.food import names_of
from vendors.onboarding.checklist import PAPER_NAMES
from vendors.reductions.queries import was_prices
from vendors.stock.offers import lot_on_sale, offers_of
from vendors.storefront import queries
from vendors.storefront.arrival import delivery_of, destination_of, remember
from vendors.storefront.cards import card_of, in_language, in_season, unit_price
from vendors.storefront.filters import address_of, place_from, question_from
from vendors.storefront.panel import Panel
from vendors.storefront.search import Destination, Question, Sort
from vendors.storefront.sellers import proofs_of
from vendors.storefront.structured import of_listing, of_market, of_shop
from vendors.storefront.suggestions import suggested
from vendors.views.counting import count_view
from vendors.words import KIND_NAMES

blueprint = Blueprint("storefront", __name__)
blueprint.app_template_global("in_language")(in_language)
blueprint.app_template_global("unit_price")(unit_price)
blueprint.app_template_global("in_season")(in_season)
blueprint.app_template_global("names_of_allergens")(names_of)


@blueprint.get("/")
@public
def home() -> str:
    """Show the market's first page."""
    return render_template(
        "storefront/home.html",
        figures=queries.figures(),
        certified=[card_of(entry) for entry in queries.newly_certified()],
        seasonal=[card_of(entry) for entry in queries.seasonal()],
        coming=[card_of(entry) for entry in queries.coming()],
        month=clock.today().month,
        map=_map(queries.counts_by_commune(), quang_ninh_communes()),
        graph=of_market(),
    )


@blueprint.get("/search")
@public
def search() -> Response:
    """Answer a search; without words it is the way to browse."""
    asked, place = question_from(request.args), place_from(request.args)
    if any(not value.strip() for _name, value in request.args.items(multi=True)):
        return redirect(address_of(asked, place))
    answer = queries.answer(asked, place, str(get_locale()))
    if answer.is_unfound:
        note_miss(asked.words)
    near = communes_of(asked.reaches.province) if asked.reaches.province else []
    page = make_response(
        render_template(
            "storefront/search.html",
            asked=asked,
            answer=answer,
            panel=Panel(answer.question, answer.counts, _name_of(asked.reaches, near)),
            old_units=old_units_named(asked.words) if answer.is_unfound else [],
            cards=[card_of(entry) for entry in answer.sheet.rows],
            near=near,
            provinces=province_names(),
            sorts=Sort,
            address_of=address_of,
            search_words=answer.question.words,
        )
    )
    page.headers["HX-Push-Url"] = address_of(answer.question, place)
    return page


def _name_of(destination: Destination, communes: Sequence[Commune]) -> str:
    commune = next((each.full_name for each in communes if each.code == destination.commune), "")
    return commune or province_names().get(destination.province, "")


@blueprint.get("/search/suggestions")
@public
def suggestions() -> str:
    """Offer ways to go on while somebody types: goods, producers, communes, product sets."""
    asked = question_from(request.args)
    return render_template("storefront/suggestions.html", found=suggested(asked.words, str(get_locale())))


@blueprint.get("/p/<vendor_slug>/<listing_slug>")
@public
def listing(vendor_slug: str, listing_slug: str) -> Response:
    """Show a listing to buyers, and what bringing it to them costs as soon as they say where they are."""
    found = queries.listing_on_show(vendor_slug, listing_slug)
    if found is None:
        abort(404)
    count_view(found.id, request)
    offers, beside = offers_of(found.id), queries.beside(found)
    star = found.certificate
    certificate = star if star and valid_on(star, clock.today()) else None
    delivery = delivery_of(found, offers, destination_of(request))
    page = make_response(
        render_template(
            "storefront/listing.html",
            listing=found,
            vendor=found.vendor,
            offers=offers,
            certificate=certificate,
            was=was_prices(found.id),
            lot=lot_on_sale(found.id),
            delivery=delivery,
            way_names=WAY_KINDS,
            provinces=province_names(),
            similar=[card_of(entry) for entry in beside.similar],
            nearby=[card_of(entry) for entry in beside.nearby],
            rating=beside.rating,
            product=of_listing(found, offers, certificate, beside.rating),
        )
    )
    remember(page, delivery, secure=request.is_secure)
    return page


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
        closed=calendars_of([vendor.id])[vendor.id].soon(clock.today(), within_days=SOON_DAYS),
        proofs=proofs_of(vendor),
        kind_names=KIND_NAMES,
        paper_names=PAPER_NAMES,
        organization=of_shop(vendor),
    )


@blueprint.get("/communes")
@public
def communes() -> str:
    """Show the communes as a way in."""
    counts, known = queries.counts_by_commune(), quang_ninh_communes()
    drawn = _map(counts, known)
    return render_template("storefront/communes.html", districts=_by_district(known), counts=counts, map=drawn)


def _map(counts: Mapping[str, int], communes: Sequence[Commune]) -> TileMap:
    return tile_map(
        Place(
            place.code,
            place.name,
            place.full_name,
            url_for("storefront.commune", slug=place.slug),
            counts.get(place.code, 0),
        )
        for place in communes
    )


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
    page = queries.search(Question(communes=(found.code,), sort=Sort.STARS), number=asked_page())
    cards = [card_of(entry) for entry in page.rows]
    return render_template("storefront/commune.html", commune=found, page=page, cards=cards)
