"""The communes of a province, for the second field of an address."""

from collections.abc import Sequence

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import NotFound

from marketplace.extensions import limiter
from marketplace.places import queries
from marketplace.places.former import old_communes
from marketplace.places.forms import PlaceForm
from marketplace.web.audience import public

blueprint = Blueprint("places", __name__)

KEPT_SECONDS = 24 * 60 * 60


@blueprint.get("/communes")
@public
def communes() -> Response:
    """The communes of `?province=`: option elements for a form, old names below, or a list when JSON is asked for.

    The answer is the same for everyone who reads the language (`?lang=`), so every cache may keep it for a day. No
    province gives the empty choice only.
    """
    province_code = request.args.get("province", "")
    found = queries.communes_of(province_code)
    if province_code and not found:
        raise NotFound
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    listed = [{"code": commune.code, "name": commune.full_name, "slug": commune.slug} for commune in found]
    page = jsonify(listed) if best == "application/json" else _options(listed, old_communes(province_code))
    page.cache_control.public = True
    page.cache_control.max_age = KEPT_SECONDS
    page.vary.add("Accept")
    page.add_etag()
    page.make_conditional(request)
    return page


@blueprint.post("/meant")
@public
@limiter.limit("120 per minute")
def meant() -> str:
    """Say which commune of today the address means that is being typed; nothing when there is nothing to say."""
    return render_template("places/meant.html", meant=PlaceForm().meant)


def _options(listed: list[dict[str, str]], old: Sequence[tuple[str, str]]) -> Response:
    return make_response(render_template("places/commune_options.html", communes=listed, old_communes=old))
