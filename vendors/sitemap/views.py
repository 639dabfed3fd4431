"""`/robots.txt` and `/sitemap.xml` with its files."""

from collections.abc import Iterable, Iterator
from typing import Final

from flask import Blueprint, Response, url_for
from markupsafe import escape

from marketplace import clock
from marketplace.errors import NotFound
from marketplace.policies.queries import all_current
from marketplace.web.audience import public
from marketplace.web.links import absolute
from vendors.sitemap.queries import Found, Kind, addresses, files

blueprint = Blueprint("sitemap", __name__)
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
AN_HOUR = "public, max-age=3600"
NOT_FOR_ROBOTS: Final = (
    "/account",
    "/cart/",
    "/checkout",
    "/demo",
    "/desk",
    "/login",
    "/notices",
    "/orders",
    "/password",
    "/search/suggestions",
    "/seller",
    "/signup",
)
PAGES: Final = ("storefront.home", "storefront.communes", "storefront.search", "certificate_pages.index")


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """Tell robots what is not for them, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), f"Sitemap: {absolute('/sitemap.xml')}"]
    return _kept("\n".join([*lines, ""]), "text/plain")


@blueprint.get("/sitemap.xml")
@public
def index() -> Response:
    """List the files of the map."""
    paths = [url_for("sitemap.pages"), *(url_for("sitemap.file", kind=kind, number=number) for kind, number in files())]
    return _xml("sitemapindex", (f"<sitemap><loc>{escape(absolute(path))}</loc></sitemap>" for path in paths))


@blueprint.get("/sitemaps/pages.xml")
@public
def pages() -> Response:
    """List the market's own pages."""
    paths = [url_for(endpoint) for endpoint in PAGES] + [url_for("policies.page", kind=kind) for kind in all_current()]
    return _xml("urlset", (_entry(path) for path in paths))


@blueprint.get("/sitemaps/<kind>-<int:number>.xml")
@public
def file(kind: str, number: int) -> Response:
    """List one file of the map. Raises NotFound for one that is not there."""
    if kind not in set(Kind) or (Kind(kind), number) not in files():
        raise NotFound
    return _xml("urlset", _entries(Kind(kind), addresses(Kind(kind), number)))


def _entries(kind: Kind, found: Iterable[Found]) -> Iterator[str]:
    return (_entry(_path(kind, each.words), clock.in_vietnam(each.changed_at).date().isoformat()) for each in found)


def _path(kind: Kind, words: tuple[str, ...]) -> str:
    match kind:
        case Kind.LISTINGS:
            return url_for("storefront.listing", vendor_slug=words[0], listing_slug=words[1])
        case Kind.SHOPS:
            return url_for("storefront.shop", vendor_slug=words[0])
        case Kind.COMMUNES:
            return url_for("storefront.commune", slug=words[0])


def _entry(path: str, day: str = "") -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(absolute(path))}</loc>{changed}</url>"


def _xml(kind: str, entries: Iterable[str]) -> Response:
    written = f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{SPACE}">\n' + "\n".join(entries)
    return _kept(f"{written}\n</{kind}>\n", "application/xml")


def _kept(text: str, kind: str) -> Response:
    answer = Response(text, mimetype=kind)
    answer.headers["Cache-Control"] = AN_HOUR
    return answer
