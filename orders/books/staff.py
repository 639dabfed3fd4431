"""`/desk/books`: the books at the desk."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.web.audience import administrators
from marketplace.web.navigation import Entry, Place
from orders.books import words
from orders.books.operations import want_audit
from orders.books.queries import books
from orders.desk.words import ACCOUNTS

blueprint = Blueprint("desk_books", __name__)
NAVIGATION = (
    Entry(_l("Sổ cái"), "desk_books.index", "scale", Place.DESK, 65, allowed=lambda: current_user.is_administrator),
)


@blueprint.get("")
@administrators
def index() -> str:
    """Show both sides of the books, the last audit, and what is wrong if anything is."""
    return render_template("orders/books/books.html", books=books(), accounts=ACCOUNTS, checks=words.CHECKS)


@blueprint.post("/audit")
@administrators
def audit() -> Response:
    """Have the books audited now."""
    want_audit(by=current_user)
    flash(_("Đang kiểm tra sổ. Kết quả hiện ở đây sau vài giây."), "good")
    return redirect(url_for("desk_books.index"), code=303)
