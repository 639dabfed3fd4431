"""Every component on one page, with made-up goods: for those who write pages, and for the tests of the look."""

from datetime import UTC, datetime
from types import SimpleNamespace as Example
from typing import Any

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _
from wtforms import BooleanField, FileField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from marketplace.web.audience import public
from marketplace.web.charts import Column, column_chart
from marketplace.web.forms import DongField, MarketForm, PhoneField
from marketplace.web.paging import Page

LAYOUTS = ("shop", "seller", "desk", "plain")
A_MORNING = datetime(2025, 11, 8, 1, 30, tzinfo=UTC)

blueprint = Blueprint("design", __name__)


class ExampleForm(MarketForm):
    """One field of each kind."""

    name = StringField("Tên shop", [DataRequired("Hãy ghi tên shop.")], description="Tên khách sẽ thấy trên gian hàng.")
    phone = PhoneField("Số điện thoại", [DataRequired("Hãy ghi số điện thoại.")])
    password = PasswordField("Mật khẩu", [Optional()])
    price = DongField("Giá bán", [Optional()])
    commune = SelectField("Xã, phường, đặc khu", choices=[("1", "Đặc khu Vân Đồn"), ("2", "Xã Bình Liêu")])
    story = TextAreaField("Câu chuyện của món hàng", [Optional()])
    kind = RadioField("Bạn là", choices=[("coop", "Hợp tác xã"), ("household", "Hộ kinh doanh")], default="coop")
    photos = FileField("Ảnh món hàng", [Optional()])
    agreed = BooleanField("Tôi đã đọc và đồng ý với quy chế của chợ")


@blueprint.get("/design")
@blueprint.get("/design/<layout>")
@public
def index(layout: str = "shop") -> str:
    """Show every component in one of the four layouts."""
    if layout not in LAYOUTS:
        abort(404)
    form = ExampleForm(formdata=None, data={"name": "", "phone": "+84912345678", "price": 380_000})
    form.name.errors = ["Hãy ghi tên shop."]
    return render_template(
        "design/index.html",
        layout=f"layouts/{layout}.html",
        form=form,
        listings=_listings(),
        moves=_moves(),
        months=_months(),
        year=column_chart(_year()),
        listed=Page(rows=[1, 2, 3], number=3, size=24, total=207),
        navigation=_desk_entries() if layout == "desk" else None,
        vendor=Example(id=1, name="Hợp tác xã Đại Thành"),
        vendors=[Example(id=1, name="Hợp tác xã Đại Thành"), Example(id=2, name="Cơ sở Tâm Hương")],
        cart_count=3,
        opened_at=A_MORNING,
    )


def _listings() -> list[Any]:
    wares: tuple[tuple[Any, ...], ...] = (
        ("sea", "Phường Hạ Long", "Chả mực Hạ Long giã tay", 4, 380_000, "500 g", "760.000 ₫/kg", []),
        ("sun", "Đặc khu Vân Đồn", "Cam Vân Đồn", 4, 65_000, "1 kg", "", [_("Đang mùa")]),
        ("tea", "Xã Ba Chẽ", "Trà hoa vàng Ba Chẽ", 5, 1_000_000, "hộp 50 g", "", []),
        ("rice", "Xã Bình Liêu", "Miến dong Bình Liêu", None, 48_000, "500 g", "96.000 ₫/kg", [_("Còn ít")]),
    )
    return [
        Example(
            url=f"/design#{number}",
            picture_url="",
            picture_alt="",
            ground=ground,
            commune_name=commune,
            title=title,
            star=star,
            price_dong=price,
            unit_text=unit,
            unit_price_text=unit_price,
            flags=flags,
            variant_id=number,
        )
        for number, (ground, commune, title, star, price, unit, unit_price, flags) in enumerate(wares, start=1)
    ]


def _moves() -> list[Any]:
    return [
        Example(
            label="Đã giao cho đơn vị vận chuyển",
            at=A_MORNING,
            by="Tâm Hương",
            note="Mã 6217",
            tone="going",
            icon="truck",
        ),
        Example(label="Đã đóng gói", at=A_MORNING, by="Tâm Hương", note=None, tone="calm", icon="package"),
        Example(label="Đã nhận đơn", at=A_MORNING, by="Tâm Hương", note=None, tone="good", icon="check"),
    ]


def _months() -> list[Any]:
    amounts = (
        (8, 41_200_000, 30_100_000),
        (9, 52_900_000, 44_000_000),
        (10, 38_400_000, 47_500_000),
        (11, 9_100_000, 0),
    )
    return [Example(label=f"Tháng {month}", value=now, before=before) for month, now, before in amounts]


def _year() -> list[Column]:
    """Twelve months; in one of them more came back than was sold."""
    sold = (3_100, 9_400, 1_200, -600, 2_000, 2_500, 4_100, 3_900, 5_200, 6_100, 7_300, 12_400)
    paid = (2_900, 6_000, 4_400, 300, 0, 3_900, 3_000, 4_600, 4_900, 5_900, 6_200, 9_800)
    before = (2_000, 7_900, 900, 700, 1_500, 1_800, 2_600, 3_000, 3_300, 4_200, 5_500, 8_800)
    return [
        Column(str(month), f"{month:02d}/2025", (1_000 * earned, 1_000 * out), 1_000 * a_year_ago)
        for month, (earned, out, a_year_ago) in enumerate(zip(sold, paid, before, strict=True), start=1)
    ]


def _desk_entries() -> list[dict[str, Any]]:
    return [
        {"label": "Việc đang chờ", "url": "/desk", "icon": "inbox", "count": 12, "active": True},
        {"label": "Đơn xin mở shop", "url": "/desk/applications", "icon": "clipboard-check", "count": 5},
        {"label": "Nhà sản xuất", "url": "/desk/vendors", "icon": "store", "count": 219, "calls": False},
        {"label": "Đơn hàng", "url": "/desk/orders", "icon": "shopping-bag"},
        {"label": "Tiền", "url": "/desk/payouts", "icon": "wallet", "count": 3},
        {"label": "Nhật ký", "url": "/desk/audit", "icon": "history"},
    ]
