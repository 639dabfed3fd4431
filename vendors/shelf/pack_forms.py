"""What sellers fill in about one pack: fixed or by weight, and what is sold before it is there."""

from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, Form, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError

from marketplace import clock
from marketplace.web.forms import REQUIRED, DongField, MarketForm, Range, WholeNumberField
from vendors.listings.models import Variant
from vendors.listings.variants import HIGHEST_KG_PRICE_DONG, LONGEST_LABEL, LONGEST_SKU, NET_UNITS, Terms
from vendors.listings.words import UNIT_NAMES
from vendors.shelf.forms import NUMBER, PIECES, PRICE, WEIGHT
from vendors.shelf.packs import net_content
from vendors.stock.expecting import MOST_EXPECTED
from vendors.stock.models import StockItem


class AskedWhen:
    """Asks for a field, and checks it, only of what is sold by weight, or only of what is not."""

    def __init__(self, *, by_weight: bool) -> None:
        """Say of which."""
        self.by_weight = by_weight

    def __call__(self, form: Form, _field: Field) -> None:
        """Leave the field alone when it is not asked for."""
        if form["sold_by_weight"].data is not self.by_weight:
            raise StopValidation


class PackForm(MarketForm):
    """One variant: what is in the pack, its price, its weight, its code."""

    label = StringField(_l("Quy cách"), [InputRequired(REQUIRED), Length(max=LONGEST_LABEL)])
    sold_by_weight = BooleanField(_l("Bán theo cân: cân lúc đóng gói mới biết giá đúng"))
    price_dong = DongField(_l("Giá bán"), [AskedWhen(by_weight=False), *PRICE], render_kw=NUMBER)
    kg_price_dong = DongField(
        _l("Giá mỗi kg"),
        [AskedWhen(by_weight=True), InputRequired(REQUIRED), Range(least=1, most=HIGHEST_KG_PRICE_DONG)],
        render_kw=NUMBER,
    )
    least_grams = WholeNumberField(
        _l("Nhẹ nhất"), [AskedWhen(by_weight=True), InputRequired(REQUIRED)], render_kw=NUMBER
    )
    most_grams = WholeNumberField(
        _l("Nặng nhất"), [AskedWhen(by_weight=True), InputRequired(REQUIRED)], render_kw=NUMBER
    )
    weight_grams = WholeNumberField(_l("Nặng cả bao bì"), [AskedWhen(by_weight=False), *WEIGHT], render_kw=NUMBER)
    net_amount = WholeNumberField(_l("Lượng hàng trong gói"), [Optional()], render_kw=NUMBER)
    net_unit = SelectField(_l("Đơn vị"), choices=[(unit, UNIT_NAMES[unit]) for unit in NET_UNITS])
    sku = StringField(_l("Mã riêng của bạn"), [Optional(), Length(max=LONGEST_SKU)])
    on_hand = WholeNumberField(_l("Đang có sẵn"), [Optional(), PIECES], render_kw=NUMBER)

    def show(self, variant: Variant) -> None:
        """Fill in what the variant is sold as."""
        for name in Terms.__dataclass_fields__:
            self[name].data = getattr(variant, name)

    @property
    def terms(self) -> Terms:
        """What was filled in; the content of the pack is read from the label where it was left out."""
        label = self.label.data or ""
        net_amount, net_unit = self.net_amount.data, self.net_unit.data
        if net_amount is None:
            net_amount, net_unit = net_content(label)
        return Terms(
            label,
            self.price_dong.data or 0,
            self.weight_grams.data or 0,
            net_amount,
            net_unit,
            self.sku.data or "",
            sold_by_weight=bool(self.sold_by_weight.data),
            kg_price_dong=self.kg_price_dong.data,
            least_grams=self.least_grams.data,
            most_grams=self.most_grams.data,
        )


class PreorderForm(MarketForm):
    """How many are sold before they are there, and from when they are sent."""

    expected = WholeNumberField(
        _l("Nhận đặt trước tối đa"), [InputRequired(REQUIRED), Range(least=0, most=MOST_EXPECTED)], render_kw=NUMBER
    )
    expected_on = DateField(_l("Giao từ ngày"), [Optional()])

    def show(self, item: StockItem) -> None:
        """Fill in what is expected now."""
        self.expected.data, self.expected_on.data = item.expected, item.expected_on

    def validate_expected_on(self, field: DateField) -> None:
        """Ask for a day to come."""
        if field.data and field.data < clock.today():
            raise ValidationError(gettext("Ngày giao phải từ hôm nay trở đi."))

    @property
    def day(self) -> date | None:
        """From when the goods are sent."""
        return self.expected_on.data
