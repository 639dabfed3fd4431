"""What a vendor says of single parcels that are on their way."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.database import db
from marketplace.errors import Refusal
from orders.fulfilment import parcels
from orders.fulfilment.forms import ReasonForm, ShipmentForm
from orders.fulfilment.queries import part_of
from orders.models import VendorOrder
from orders.shipments.models import Shipment
from orders.shipments.queries import parcel_of
from vendors.access import current_vendor, seller
from vendors.permissions import Right

blueprint = Blueprint("seller_parcels", __name__)
Act = Callable[[VendorOrder, Shipment], None]


@blueprint.post("/<number>/parcels/<parcel>/delivery")
@seller(Right.HANDLE_ORDERS)
def arrive(number: str, parcel: str) -> Response:
    """Note that the buyer has this parcel."""
    return _said(
        number,
        parcel,
        lambda part, which: parcels.arrive(part, which, by=current_user),
        _("Đã ghi là khách nhận được kiện này."),
    )


@blueprint.post("/<number>/parcels/<parcel>/return")
@seller(Right.HANDLE_ORDERS)
def come_back(number: str, parcel: str) -> Response:
    """Note that this parcel is with the vendor again, and why."""
    told = ReasonForm().reason.data or ""
    return _said(
        number,
        parcel,
        lambda part, which: parcels.come_back(part, which, by=current_user, reason=told),
        _("Đã ghi là kiện quay về. Hãy gửi lại, hoặc bỏ món đó khỏi đơn."),
    )


@blueprint.post("/<number>/parcels/<parcel>/tracking")
@seller(Right.HANDLE_ORDERS)
def tell_code(number: str, parcel: str) -> Response:
    """Correct who brings this parcel, and its code."""
    form = ShipmentForm()
    carrier, code = (form.carrier.data or "")[:100], (form.tracking_code.data or "")[:100]
    return _said(
        number,
        parcel,
        lambda part, which: parcels.tell_code(part, which, carrier=carrier, tracking_code=code, by=current_user),
        _("Đã ghi mã vận đơn. Khách thấy mã mới trên trang đơn."),
    )


def _said(number: str, parcel: str, act: Act, done: str) -> Response:
    part = part_of(current_vendor(), number)
    which = parcel_of(part, parcel)
    try:
        with db.session.begin_nested():
            act(part, which)
    except Refusal as refusal:
        flash(str(refusal), "bad")
    else:
        flash(done, "good")
    return redirect(url_for("seller_orders.show", number=number), code=303)
