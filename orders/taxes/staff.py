"""The desk's dated tax rates and thresholds."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.web.audience import administrators
from marketplace.web.forms import form_page
from orders.taxes import operations, queries
from orders.taxes.forms import RuleForm, ThresholdForm
from vendors.commissions.words import percent_words
from vendors.listings.words import TAX_CLASS_NAMES
from vendors.words import TAX_STATUS_NAMES

blueprint = Blueprint("desk_tax_rules", __name__)
Page = str | Response | tuple[str, int]


@blueprint.route("", methods=["GET", "POST"])
@administrators
def index() -> Page:
    """Show the rates, those of now, to come and past; add one."""
    form = RuleForm()
    if form.carried_out(lambda: operations.add_rule(form.wanted, by=current_user)):
        return _back(_("Đã thêm mức thuế. Đơn đặt từ ngày ấy theo mức mới."))
    return _page(form, ThresholdForm(formdata=None))


@blueprint.post("/threshold")
@administrators
def threshold() -> Page:
    """Set the threshold from a day on."""
    form = ThresholdForm()
    if form.carried_out(
        lambda: operations.set_threshold(
            starts_on=form.starts_on.data or clock.today(),
            amount_dong=form.amount_dong.data or 0,
            source=form.source.data or "",
            by=current_user,
        )
    ):
        return _back(_("Đã đặt ngưỡng mới."))
    return _page(RuleForm(formdata=None), form, shown=form)


@blueprint.post("/<int:tax_rule_id>/withdrawal")
@administrators
def withdrawal(tax_rule_id: int) -> Response:
    """Take back a rate that has not started."""
    operations.withdraw_rule(tax_rule_id, by=current_user)
    return _back(_("Đã bỏ mức thuế chưa có hiệu lực."))


def _back(words: str) -> Response:
    flash(words, "good")
    return redirect(url_for("desk_tax_rules.index"))


def _page(form: RuleForm, threshold_form: ThresholdForm, *, shown: RuleForm | ThresholdForm | None = None) -> Page:
    return form_page(
        "orders/taxes/rules.html",
        shown or form,
        rule_form=form,
        threshold_form=threshold_form,
        rules=queries.all_rules(),
        thresholds=queries.thresholds(),
        today=clock.today(),
        statuses=TAX_STATUS_NAMES,
        classes=TAX_CLASS_NAMES,
        percent=percent_words,
    )
