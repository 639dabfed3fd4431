"""The market's own pages, and accepting those that were changed."""

from flask import Blueprint, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.errors import NotFound
from marketplace.policies import operations, queries
from marketplace.policies.models import ACCEPTED_BY_SELLERS, PolicyKind, PolicyVersion
from marketplace.policies.words import NAMES, blocks, text_of
from marketplace.web.audience import public, signed_in
from marketplace.web.links import safe_next

blueprint = Blueprint("policies", __name__)
blueprint.app_template_global("policy_names")(lambda: NAMES)


@blueprint.get("/policies/<kind>")
@public
def page(kind: str) -> str:
    """Show a page of the market as it is today."""
    today = queries.current(known(kind))
    return _shown(today, today)


@blueprint.get("/policies/<kind>/versions/<int:number>")
@public
def version(kind: str, number: int) -> str:
    """Show one version of a page, as somebody accepted it once or will be asked to."""
    found = queries.version_numbered(known(kind), number)
    return _shown(found, queries.current(found.kind))


@blueprint.get("/account/policies")
@signed_in
def changed() -> str:
    """Show which rules were changed since the person accepted them."""
    versions = queries.changed_since(current_user, ACCEPTED_BY_SELLERS)
    return render_template("policies/changed.html", versions=versions, names=NAMES)


@blueprint.post("/account/policies/acceptance")
@signed_in
def accept() -> Response:
    """Accept the rules that were shown, and go on."""
    operations.accept(current_user, ACCEPTED_BY_SELLERS, shown=request.form.getlist("version", type=int))
    return redirect(safe_next(request.form.get("next"), otherwise="/seller"))


def known(kind: str) -> PolicyKind:
    """Read a page's name. Raises NotFound."""
    if kind not in set(PolicyKind):
        raise NotFound
    return PolicyKind(kind)


def _shown(found: PolicyVersion, today: PolicyVersion) -> str:
    before, after = queries.neighbours(found)
    return render_template(
        "policies/page.html",
        version=found,
        today=today,
        before=before,
        after=after,
        name=NAMES[found.kind],
        blocks=list(blocks(text_of(found))),
    )
