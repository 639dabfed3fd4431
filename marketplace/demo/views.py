"""The mailbox and the bank of the demo."""

import re

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirection

from marketplace.demo import operations, queries
from marketplace.demo.audience import demo
from marketplace.demo.forms import PaymentForm
from marketplace.errors import Refusal
from marketplace.gateways.twins.letters import KeptLetter
from marketplace.money import format_dong
from marketplace.settings import settings

blueprint = Blueprint("demo", __name__)

GATEWAYS = {"vnpay": "VNPay", "momo": "MoMo"}
LETTER_POLICY = (
    "default-src 'none'; img-src 'self' data: https:; style-src 'unsafe-inline'; font-src 'self';"
    " frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation"
)
"""A letter may carry its own style, as in any mail reader, and nothing that runs."""

_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
_LINKS_LEAVE_THE_FRAME = '<base target="_top">'


@blueprint.get("/mailbox")
@demo
def mailbox() -> str:
    """Every letter that the market sent, newest first; `?to=` those to one address."""
    to = request.args.get("to", "").strip()
    return render_template("demo/mailbox.html", letters=queries.newest_letters(to=to), to=to)


@blueprint.get("/mailbox/<int:letter_id>")
@demo
def letter(letter_id: int) -> str:
    """One letter; its HTML stands in a frame of its own."""
    return render_template("demo/letter.html", letter=_found(letter_id))


@blueprint.get("/mailbox/<int:letter_id>/html")
@demo
def letter_html(letter_id: int) -> Response:
    """The HTML of a letter alone, with nothing allowed in it."""
    html = _found(letter_id).html or abort(404)
    start = _HEAD.search(html)
    at = start.end() if start else 0
    page = Response(html[:at] + _LINKS_LEAVE_THE_FRAME + html[at:], content_type="text/html; charset=utf-8")
    page.headers["Content-Security-Policy"] = LETTER_POLICY
    page.headers["X-Frame-Options"] = "SAMEORIGIN"
    return page


@blueprint.get("/phone")
@demo
def phone() -> str:
    """Every text message that the market sent, newest first; `?to=` those to one number."""
    to = request.args.get("to", "").strip()
    return render_template("demo/phone.html", texts=queries.newest_texts(to=to), to=to)


@blueprint.route("/bank", methods=["GET", "POST"])
@demo
def bank() -> str | Redirection | tuple[str, int]:
    """The bank app of a buyer; `?amount=&memo=` fill the form, as scanning the code would."""
    form = PaymentForm(data={"amount": request.args.get("amount", type=int), "memo": request.args.get("memo", "")})
    if not form.validate_on_submit():
        return _bank_page(form), 422 if form.errors else 200
    try:
        operations.pay(
            settings().notices_url,
            amount_dong=form.amount.data or 0,
            memo=form.memo.data or "",
            telling=form.telling.data,
        )
    except Refusal as refusal:
        form.blame(refusal)
        return _bank_page(form), refusal.status
    flash(_("Đã chuyển. Chợ sẽ nhận được tin báo của ngân hàng sau giây lát."), "good")
    return redirect(url_for("demo.bank"))


@blueprint.post("/bank/settlements")
@demo
def settle() -> Redirection:
    """A gateway brings what it has taken, as it does each day."""
    gateway = request.form.get("gateway", "")
    if gateway not in GATEWAYS:
        abort(404)
    try:
        amount_dong = operations.settle(settings().notices_url, gateway)
    except Refusal as refusal:
        flash(str(refusal), "bad")
    else:
        told = _("%(gateway)s đã chuyển %(amount)s về chợ.", gateway=GATEWAYS[gateway], amount=format_dong(amount_dong))
        flash(told if amount_dong else _("%(gateway)s chưa có gì để chuyển.", gateway=GATEWAYS[gateway]), "good")
    return redirect(url_for("demo.bank"), code=303)


def _found(letter_id: int) -> KeptLetter:
    return queries.letter(letter_id) or abort(404)


def _bank_page(form: PaymentForm) -> str:
    return render_template(
        "demo/bank.html",
        form=form,
        movements=queries.newest_movements(),
        payouts=queries.newest_payouts(),
        gateways=GATEWAYS,
    )
