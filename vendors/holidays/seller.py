"""The seller's page of holidays: what is planned, one more, one less."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from vendors.access import current_vendor, seller
from vendors.holidays import operations, queries
from vendors.holidays.forms import HolidayForm
from vendors.permissions import Right

blueprint = Blueprint("holidays", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("")
@seller(Right.EDIT_SHOP)
def index() -> Page:
    """Show the holidays that are not over."""
    return _page(HolidayForm(formdata=None))


@blueprint.post("")
@seller(Right.EDIT_SHOP)
def plan() -> Page:
    """Plan one more."""
    form = HolidayForm()
    if form.carried_out(lambda: _plan(form)):
        flash(_("Đã ghi ngày nghỉ. Khách thấy ngay ở gian hàng của bạn."), "good")
        return redirect(url_for("holidays.index"), code=303)
    return _page(form), 422


@blueprint.post("/<int:holiday_id>/removal")
@seller(Right.EDIT_SHOP)
def remove(holiday_id: int) -> Page:
    """Open on these days after all."""
    operations.cancel_holiday(current_vendor(), holiday_id, by=current_user)
    flash(_("Đã bỏ ngày nghỉ."), "good")
    return redirect(url_for("holidays.index"), code=303)


def _plan(form: HolidayForm) -> None:
    first, last = form.first_day.data, form.last_day.data
    if first and last:
        operations.plan_holiday(current_vendor(), first, last, by=current_user)


def _page(form: HolidayForm) -> str:
    vendor = current_vendor()
    planned = queries.holidays_of(vendor)
    return render_template("holidays/index.html", form=form, holidays=planned, vendor=vendor, today=clock.today())
