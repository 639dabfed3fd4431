"""What sellers fill in about their goods."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    IntegerRangeField,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.money import MOST_DONG
from marketplace.web.forms import REQUIRED, DongField, MarketForm, Range, WholeNumberField
from vendors.certificates.models import Certificate
from vendors.listings.food import ALLERGEN_NAMES, Fact
from vendors.listings.models import Category, Storage
from vendors.listings.photos import Upload
from vendors.listings.values import LONGEST_DECLARATION, LONGEST_TEXT, LONGEST_TITLE, ListingValues
from vendors.listings.variants import LONGEST_LABEL, MOST_WEIGHT_GRAMS, Terms
from vendors.listings.words import STORAGE_NAMES
from vendors.shelf.operations import Goods
from vendors.shelf.packs import net_content
from vendors.stock.operations import MOST_ON_HAND

PICTURES = {"accept": "image/*"}
NUMBER = {"inputmode": "numeric"}
PRICE = [InputRequired(REQUIRED), Range(least=1, most=MOST_DONG)]
WEIGHT = [
    InputRequired(REQUIRED),
    NumberRange(min=1, max=MOST_WEIGHT_GRAMS, message=_l("Cân nặng cả gói phải từ 1 g đến 1.000 kg.")),
]
PIECES = NumberRange(min=0, max=MOST_ON_HAND, message=_l("Số gói phải từ 0 đến 1.000.000.000."))
MONTHS = range(1, 13)


class PhotosForm(MarketForm):
    """Adds photos."""

    photos = MultipleFileField(_l("Ảnh"), render_kw=PICTURES)

    def validate_photos(self, field: MultipleFileField) -> None:
        """Ask for at least one."""
        if not any(isinstance(file, FileStorage) and file.filename for file in field.data or []):
            raise ValidationError(gettext("Hãy chọn ít nhất một ảnh."))

    @property
    def uploads(self) -> list[Upload]:
        """The files that were chosen."""
        return uploads_of(self.photos.data or [])


class CutForm(MarketForm):
    """Where a square is cut out of a longer picture."""

    centre = IntegerRangeField(
        _l("Phần ảnh giữ lại"), [InputRequired(REQUIRED), NumberRange(min=0, max=100)], render_kw={"min": 0, "max": 100}
    )

    @property
    def place(self) -> int:
        """In percent of what is too long, from the left or from above."""
        return self.centre.data or 0


class NewListingForm(MarketForm):
    """The little that is needed to begin."""

    title_vi = StringField(_l("Tên mặt hàng"), [InputRequired(REQUIRED), Length(max=LONGEST_TITLE)])
    category_number = SelectField(_l("Nhóm hàng"), coerce=int)
    price_dong = DongField(_l("Giá bán"), PRICE, render_kw=NUMBER)
    label = StringField(_l("Quy cách"), [InputRequired(REQUIRED), Length(max=LONGEST_LABEL)])
    weight_grams = WholeNumberField(_l("Nặng cả bao bì"), WEIGHT, render_kw=NUMBER)
    on_hand = WholeNumberField(_l("Đang có sẵn"), [InputRequired(REQUIRED), PIECES], default=0, render_kw=NUMBER)
    photos = MultipleFileField(_l("Ảnh"), [Optional()], render_kw=PICTURES)

    @property
    def goods(self) -> Goods:
        """What was filled in."""
        label = self.label.data or ""
        net_amount, net_unit = net_content(label)
        terms = Terms(label, self.price_dong.data or 0, self.weight_grams.data or 0, net_amount, net_unit)
        return Goods(
            title=self.title_vi.data or "",
            category_number=self.category_number.data,
            terms=terms,
            on_hand=self.on_hand.data or 0,
            photos=uploads_of(self.photos.data or []),
        )


class TextForm(MarketForm):
    """Name and words in three languages."""

    title_vi = StringField(_l("Tên mặt hàng"), [InputRequired(REQUIRED), Length(max=LONGEST_TITLE)])
    text_vi = TextAreaField(_l("Lời giới thiệu"), [Length(max=LONGEST_TEXT)], render_kw={"rows": 8})
    title_en = StringField(_l("Tên tiếng Anh"), [Optional(), Length(max=LONGEST_TITLE)])
    text_en = TextAreaField(
        _l("Lời giới thiệu tiếng Anh"), [Optional(), Length(max=LONGEST_TEXT)], render_kw={"rows": 6}
    )
    title_fr = StringField(_l("Tên tiếng Pháp"), [Optional(), Length(max=LONGEST_TITLE)])
    text_fr = TextAreaField(
        _l("Lời giới thiệu tiếng Pháp"), [Optional(), Length(max=LONGEST_TEXT)], render_kw={"rows": 6}
    )

    @property
    def values(self) -> ListingValues:
        """What was filled in."""
        return {
            "title_vi": self.title_vi.data or "",
            "text_vi": self.text_vi.data or "",
            "title_en": self.title_en.data or "",
            "text_en": self.text_en.data or "",
            "title_fr": self.title_fr.data or "",
            "text_fr": self.text_fr.data or "",
        }


class FactsForm(MarketForm):
    """Product set and certificate."""

    category_number = SelectField(_l("Nhóm hàng"), coerce=int)
    certificate_id = SelectField(_l("Giấy chứng nhận OCOP"), coerce=int)

    def offer(self, categories: dict[str, list[tuple[int, str]]], certificates: list[Certificate]) -> None:
        """Offer the product sets by sector, and the vendor's certificates."""
        self.category_number.choices = categories
        standing = [(each.id, _named(each)) for each in certificates if not each.withdrawn_at]
        self.certificate_id.choices = [(0, gettext("Không có")), *standing]

    @property
    def values(self) -> ListingValues:
        """What was filled in."""
        return {"category_number": self.category_number.data, "certificate_id": self.certificate_id.data or None}


class FoodForm(MarketForm):
    """What is in the goods, how they are kept and how long; food says more than the rest."""

    ingredients = TextAreaField(_l("Thành phần"), [Optional(), Length(max=LONGEST_TEXT)], render_kw={"rows": 3})
    allergens = SelectMultipleField(
        _l("Chất dễ gây dị ứng"),
        choices=[(each.value, name) for each, name in ALLERGEN_NAMES.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    no_allergens = BooleanField(_l("Không có chất nào kể trên"))
    storage = SelectField(_l("Cách bảo quản"), choices=[(kind.value, name) for kind, name in STORAGE_NAMES.items()])
    shelf_life_days = WholeNumberField(_l("Hạn dùng"), [Optional()], render_kw=NUMBER)
    self_declaration = StringField(_l("Số bản tự công bố"), [Optional(), Length(max=LONGEST_DECLARATION)])

    def ask(self, asked: frozenset[Fact], *, none_said: bool) -> None:
        """Ask only what goods of this product set are asked for; `none_said`: they hold no allergen."""
        if not self.is_submitted():
            self.no_allergens.data = none_said
        if Fact.ALLERGENS not in asked:
            del self.allergens, self.no_allergens
        if Fact.DECLARATION not in asked:
            del self.self_declaration

    def validate_no_allergens(self, field: BooleanField) -> None:
        """Refuse both at once: none, and some."""
        if field.data and self.allergens.data:
            raise ValidationError(gettext("Hãy bỏ dấu này, hoặc bỏ các chất đã chọn."))

    @property
    def values(self) -> ListingValues:
        """What was filled in."""
        values: ListingValues = {
            "ingredients": self.ingredients.data or "",
            "storage": Storage(self.storage.data),
            "shelf_life_days": self.shelf_life_days.data,
        }
        if "allergens" in self:
            chosen = self.allergens.data or []
            values["allergens"] = chosen if chosen or self.no_allergens.data else None
        if "self_declaration" in self:
            values["self_declaration"] = self.self_declaration.data or ""
        return values


class SendingForm(MarketForm):
    """When the goods are there, how soon they leave, how long they bear to be on the way."""

    season_from_month = SelectField(_l("Mùa từ tháng"), coerce=int)
    season_until_month = SelectField(_l("đến tháng"), coerce=int)
    dispatch_days = WholeNumberField(_l("Chuẩn bị trước khi gửi"), [InputRequired(REQUIRED)], render_kw=NUMBER)
    most_transit_days = WholeNumberField(_l("Đi đường lâu nhất"), [Optional()], render_kw=NUMBER)

    def offer(self) -> None:
        """Offer the months."""
        months = [(0, gettext("Quanh năm")), *((month, gettext("Tháng %(month)s", month=month)) for month in MONTHS)]
        self.season_from_month.choices = self.season_until_month.choices = months

    @property
    def values(self) -> ListingValues:
        """What was filled in."""
        return {
            "season_from_month": self.season_from_month.data or None,
            "season_until_month": self.season_until_month.data or None,
            "dispatch_days": self.dispatch_days.data or 0,
            "most_transit_days": self.most_transit_days.data,
        }


def uploads_of(files: list[FileStorage | str]) -> list[Upload]:
    """Read the chosen files; a field that was left empty sends none."""
    return [Upload(file.filename, file.read()) for file in files if isinstance(file, FileStorage) and file.filename]


def by_sector(categories: Sequence[Category], language: str) -> dict[str, list[tuple[int, str]]]:
    """Give the product sets under their sectors, named in the reader's language, as a select field offers them."""
    found: dict[str, list[tuple[int, str]]] = {}
    for category in categories:
        name = getattr(category, f"label_{language}")
        found.setdefault(getattr(category, f"sector_{language}"), []).append((category.number, name))
    return found


def _named(certificate: Certificate) -> str:
    name = gettext(
        "%(number)s · %(star)s sao · %(product)s",
        number=certificate.number,
        star=certificate.star,
        product=certificate.product_name,
    )
    return str(name if certificate.verified_at else gettext("%(name)s (chờ kiểm tra)", name=name))
