"""The pages of coupons, which a shop and the market's desk share: who makes them is all that differs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.web.forms import form_page
from marketplace.web.paging import page_of
from orders.coupons import operations, queries, words
from orders.coupons.forms import CouponForm
from orders.coupons.models import Coupon
from vendors.listings.queries import categories
from vendors.models import Vendor

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class CouponPages:
    """The coupons of one giver, a vendor or (None) the market, under the addresses of one blueprint."""

    giver: Vendor | None
    blueprint: str

    def index(self) -> str:
        """List the coupons with what was used of each."""
        return self._shown("index", page=page_of(queries.coupons_of(self.giver), size=20))

    def new(self, **choices: Any) -> Page:
        """Make a coupon for all, or for some of the `choices`."""
        form, made = CouponForm(), list[Coupon]()
        label = f"label_{get_locale()}"
        sets = [(each.number, getattr(each, label, each.label_vi)) for each in categories()]
        form.offer(categories=sets, **choices)
        if form.carried_out(
            lambda: made.append(operations.make(self.giver, form.code.data or "", form.terms, by=current_user))
        ):
            flash(_("Đã tạo mã %(code)s.", code=made[0].printed), "good")
            return redirect(url_for(f"{self.blueprint}.show", coupon_id=made[0].id))
        return form_page("orders/coupons/new.html", form, desk=self.giver is None)

    def show(self, coupon_id: int) -> str:
        """Show a coupon with its uses."""
        coupon = queries.coupon_of(self.giver, coupon_id)
        uses = page_of(queries.uses_of(coupon), size=20)
        return self._shown("show", coupon=coupon, page=uses, targets=queries.targets_of(coupon))

    def change(self, coupon_id: int, change: Callable[..., None]) -> Response:
        """Pause, resume or end a coupon and go back to it."""
        change(queries.coupon_of(self.giver, coupon_id), by=current_user)
        flash(_("Đã lưu."), "good")
        return redirect(url_for(f"{self.blueprint}.show", coupon_id=coupon_id), code=303)

    def _shown(self, name: str, **context: Any) -> str:
        template, desk = f"orders/coupons/{name}.html", self.giver is None
        return render_template(template, words=words, today=clock.today(), desk=desk, **context)
