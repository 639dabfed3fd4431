"""The desk's commission rules: the list with its history, each change with its effect before it is saved."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from marketplace.web.navigation import Entry, Place
from marketplace.web.paging import page_of
from orders.commissions.forms import NewRuleForm, PlaceForm, SeenForm, TermsForm
from orders.commissions.preview import Preview, tried
from vendors.commissions import operations, queries, words
from vendors.commissions.models import CommissionRule
from vendors.listings.queries import categories
from vendors.shelf.forms import by_sector

blueprint = Blueprint("desk_commissions", __name__)
Page = str | Response | tuple[str, int]
NAVIGATION = (
    Entry(
        _l("Hoa hồng"),
        "desk_commissions.index",
        "percent",
        Place.DESK,
        66,
        allowed=lambda: bool(current_user.is_administrator),
    ),
)


@blueprint.get("")
@administrators
def index() -> str:
    """Show the rules in the order in which they are read, and what was done to them."""
    return render_template(
        "orders/commissions/index.html",
        rules=queries.standing_rules(),
        page=page_of(queries.history(), size=20),
        words=words,
        now=clock.now(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@administrators
def new() -> Page:
    """Add a rule."""
    form = NewRuleForm()
    form.offer_targets(by_sector(categories(), str(get_locale())))
    form.offer_places(queries.standing_rules())
    return _worked(form, lambda: _added(form), "orders/commissions/rule.html", vendors=queries.vendor_choices())


@blueprint.route("/<int:rule_id>", methods=["GET", "POST"])
@administrators
def rule(rule_id: int) -> Page:
    """Let a rule take otherwise, at once or from a day on."""
    found, form = queries.rule_numbered(rule_id), TermsForm()
    if not form.is_submitted():
        form.show(found)
    return _worked(form, lambda: _changed(found, form), "orders/commissions/rule.html", **_said(found))


@blueprint.route("/<int:rule_id>/place", methods=["GET", "POST"])
@administrators
def place(rule_id: int) -> Page:
    """Read a rule before another one; a link says which one (`before`, 0: the last)."""
    found, form = queries.rule_numbered(rule_id), PlaceForm()
    form.offer_places(queries.standing_rules(), but=found.id)
    if not form.is_submitted():
        form.before_id.data = request.args.get("before", 0, type=int)
    return _worked(
        form, lambda: _moved(found, form), "orders/commissions/place.html", since=_beginning(found), **_said(found)
    )


@blueprint.route("/<int:rule_id>/end", methods=["GET", "POST"])
@administrators
def end(rule_id: int) -> Page:
    """Read a rule no more."""
    found, form = queries.rule_numbered(rule_id), SeenForm()
    since, begun = _beginning(found), found.has_begun(clock.now())
    return _worked(
        form, lambda: _ended(found, form), "orders/commissions/end.html", since=since, begun=begun, **_said(found)
    )


def _worked(
    form: SeenForm, act: Callable[[], object], template: str, *, since: datetime | None = None, **context: object
) -> Page:
    """Show the form, then what it would change (`since` given: at once), then save just what was looked at."""
    context |= {"words": words, "now": clock.now()}
    if form.is_submitted() and form.was_looked_at:
        if form.carried_out(act):
            flash(_("Đã lưu. Mức mới áp dụng cho đơn đặt từ lúc có hiệu lực; đơn cũ giữ nguyên."), "good")
            return redirect(url_for("desk_commissions.index"))
        form.forget_look()
    elif form.is_submitted() or since:
        seen = _look(form, act, since)
        if seen is not None:
            return render_template(template, form=form, preview=seen, **context)
    return form_page(template, form, preview=None, **context)


def _said(rule: CommissionRule) -> dict[str, Any]:
    """What pages say of a rule, read before anything is tried on it."""
    return {"rule": rule, "whom": words.target_words(rule), "takes": words.rate_words(rule.rate)}


def _beginning(rule: CommissionRule) -> datetime:
    """The first moment at which the rule counts and something can still be changed."""
    return max(rule.valid_from, clock.now()) if rule.valid_from else clock.now()


def _look(form: SeenForm, act: Callable[[], object], since: datetime | None) -> Preview | None:
    """What the act would change, on the rules of now; nothing when it is refused."""
    seen: list[Preview] = []
    form.note_version(queries.version())

    def look() -> None:
        seen.append(tried(act, starts_at=form.starts_at if isinstance(form, TermsForm) else since))

    if not form.is_submitted():
        look()
    elif not form.carried_out(look):
        return None
    form.note_look()
    return seen[0]


def _added(form: NewRuleForm) -> CommissionRule:
    return operations.add_rule(
        form.target, form.terms, before_id=form.before_id.data or None, seen=form.version, by=current_user
    )


def _changed(rule: CommissionRule, form: TermsForm) -> CommissionRule:
    return operations.change_rule(rule.id, form.terms, seen=form.version, by=current_user)


def _moved(rule: CommissionRule, form: PlaceForm) -> None:
    operations.place_rule(rule.id, before_id=form.before_id.data or None, seen=form.version, by=current_user)


def _ended(rule: CommissionRule, form: SeenForm) -> None:
    operations.end_rule(rule.id, seen=form.version, by=current_user)
