"""`/account/data`: a copy of what the market knows, and the end of an account."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.accounts.factors.proving import proof_address, proved
from marketplace.accounts.sessions import proved_lately
from marketplace.errors import Refusal
from marketplace.extensions import limiter
from marketplace.settings import settings
from marketplace.web.audience import signed_in
from marketplace.web.private_files import send_private
from orders.personal import operations, queries
from orders.personal.models import RequestKind, RequestStatus

blueprint = Blueprint("personal", __name__)


@blueprint.get("/account/data")
@signed_in
@proved
def index() -> str:
    """Say what can be asked, and how far it is."""
    return render_template(
        "orders/personal/index.html",
        copies=queries.copies_of(current_user),
        states=RequestStatus,
        copying=queries.waiting(current_user, RequestKind.COPY),
        deletion=queries.waiting(current_user, RequestKind.DELETION),
        wait_days=settings().deletion_wait_days,
        kept_days=operations.KEPT.days,
    )


@blueprint.post("/account/data/copies")
@signed_in
@proved
@limiter.limit("5 per day", key_func=lambda: str(current_user.get_id()))
def ask_copy() -> Response:
    """Ask for a copy."""
    operations.ask_copy(current_user)
    flash(_("Đang gom dữ liệu của bạn. Chợ báo khi tải được."), "good")
    return redirect(url_for("personal.index"))


@blueprint.get("/account/data/copies/<int:copy_id>/file")
@signed_in
def file(copy_id: int) -> Response:
    """Hand out a copy, after a fresh proof."""
    copy = queries.copy_of(current_user, copy_id)
    if not proved_lately():
        return redirect(proof_address())
    answer = send_private(copy.file_key, name="du-lieu-cua-toi")
    answer.headers["Content-Disposition"] = answer.headers["Content-Disposition"].replace("inline", "attachment", 1)
    return answer


@blueprint.post("/account/data/deletion")
@signed_in
@proved
def ask_deletion() -> Response:
    """Ask for the end of the account."""
    try:
        operations.ask_deletion(current_user)
    except Refusal as refusal:
        flash(str(refusal), "warning")
    else:
        flash(_("Đã nhận yêu cầu xóa tài khoản."), "good")
    return redirect(url_for("personal.index"))


@blueprint.post("/account/data/deletion/withdrawal")
@signed_in
def withdraw() -> Response:
    """Take it back."""
    operations.withdraw(current_user)
    flash(_("Đã rút lại. Tài khoản của bạn được giữ nguyên."), "good")
    return redirect(url_for("personal.index"))
