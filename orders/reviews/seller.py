"""`/seller/reviews`: what buyers think, and the vendor's answer to each."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.web.forms import form_page
from marketplace.web.paging import page_of
from orders.reviews import operations, queries
from orders.reviews.forms import ReviewAnswerForm
from vendors.access import current_vendor, seller
from vendors.permissions import Right
from vendors.ratings.queries import rating_of_shop

blueprint = Blueprint("seller_reviews", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("")
@seller(Right.SEE_SHOP)
def index() -> Page:
    """List what buyers wrote, the newest first."""
    return _page(ReviewAnswerForm(formdata=None))


@blueprint.post("/<int:review_id>/answer")
@seller(Right.SPEAK_PUBLICLY)
def answer(review_id: int) -> Page:
    """Answer a review, once."""
    written = queries.review_for(current_vendor(), review_id)
    form = ReviewAnswerForm()
    if form.carried_out(lambda: operations.answer(written, form.answer.data or "", by=current_user)):
        flash(_("Đã trả lời. Mọi người đọc được ngay dưới đánh giá."), "good")
        return redirect(url_for("seller_reviews.index"), code=303)
    return _page(form, answered_id=review_id)


def _page(form: ReviewAnswerForm, answered_id: int = 0) -> Page:
    """Show the list; `form` is the refused one of the review `answered_id`."""
    return form_page(
        "orders/reviews/seller.html",
        form,
        page=page_of(queries.reviews_of_shop(current_vendor()), size=10),
        rating=rating_of_shop(current_vendor()),
        answered_id=answered_id,
        blank=ReviewAnswerForm(formdata=None),
    )
