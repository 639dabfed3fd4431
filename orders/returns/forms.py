"""What is filled in about a complaint."""

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, MultipleFileField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from marketplace.web.forms import REQUIRED, MarketForm, WholeNumberField
from orders.models import OrderLine, VendorOrder
from orders.returns.models import ReturnReason, ReturnWish
from orders.returns.operations import MOST_PHOTOS, Complaint
from orders.returns.steps import LONGEST_WORDS
from orders.returns.words import REASONS, WISHES

PICTURES = {"accept": "image/jpeg,image/png,image/webp"}
TOO_LONG = _l("Hãy viết trong 2.000 chữ.")


class QuantitiesForm(MarketForm):
    """How many of each line; see `form_for`."""

    def quantities(self) -> dict[int, int]:
        """How many of each line, by its id; lines that were left empty are left out."""
        asked = {name: field.data for name, field in self._fields.items() if isinstance(field, WholeNumberField)}
        return {int(name.removeprefix("line_")): quantity for name, quantity in asked.items() if quantity}


class ComplaintForm(QuantitiesForm):
    """What is wrong, with which goods, and what the buyer would like."""

    reason = RadioField(
        _l("Có chuyện gì?"), [InputRequired(REQUIRED)], choices=[(each.value, words) for each, words in REASONS.items()]
    )
    wish = RadioField(
        _l("Bạn muốn"),
        [InputRequired(REQUIRED)],
        choices=[(each.value, words) for each, words in WISHES.items()],
        default=ReturnWish.REFUND.value,
    )
    words = TextAreaField(_l("Kể rõ hơn"), [InputRequired(REQUIRED), Length(max=LONGEST_WORDS, message=TOO_LONG)])
    photos = MultipleFileField(
        _l("Ảnh hàng"),
        [Optional()],
        render_kw=PICTURES,
        description=_l("Nhiều nhất %(most)s ảnh. Chụp cả món hàng, nhãn và hộp.", most=MOST_PHOTOS),
    )

    @property
    def complaint(self) -> Complaint:
        """What was filled in; for a valid form."""
        files = [file for file in self.photos.data or [] if isinstance(file, FileStorage) and file.filename]
        return Complaint(
            quantities=self.quantities(),
            reason=ReturnReason(self.reason.data),
            wish=ReturnWish(self.wish.data),
            words=self.words.data or "",
            photos=[file.read() for file in files],
        )


class AnswerForm(MarketForm):
    """The vendor's answer."""

    answer = RadioField(
        _l("Trả lời"),
        [InputRequired(REQUIRED)],
        choices=[
            ("refund", _l("Hoàn tiền ngay, khách giữ hàng")),
            ("goods", _l("Hoàn tiền khi nhận lại hàng")),
            ("replace", _l("Gửi hàng khác")),
            ("refuse", _l("Không đồng ý")),
        ],
    )
    words = TextAreaField(
        _l("Lời nhắn cho khách"), [InputRequired(REQUIRED), Length(max=LONGEST_WORDS, message=TOO_LONG)]
    )


class GoodsBackForm(MarketForm):
    """The goods are here again."""

    restock = BooleanField(_l("Hàng còn bán được: cộng lại vào kho"))


class WordsForm(MarketForm):
    """A few words to the other side."""

    words = TextAreaField(_l("Lý do"), [InputRequired(REQUIRED), Length(max=LONGEST_WORDS, message=TOO_LONG)])


class DecisionForm(QuantitiesForm):
    """The market's decision."""

    delivery = BooleanField(_l("Hoàn cả phí giao hàng"))
    restock = BooleanField(_l("Hàng đã về và còn bán được: cộng lại vào kho"))
    words = TextAreaField(
        _l("Lý do, cả hai bên đọc được"), [InputRequired(REQUIRED), Length(max=LONGEST_WORDS, message=TOO_LONG)]
    )


def complaint_form(part: VendorOrder) -> ComplaintForm:
    """A form with a field for each line of the part."""
    form: type[ComplaintForm] = type("ComplaintFormOfPart", (ComplaintForm,), _fields_of(part, {}))
    return form()


def decision_form(part: VendorOrder, asked: dict[int, int]) -> DecisionForm:
    """A form with a field for each line, filled with what the buyer asked."""
    form: type[DecisionForm] = type("DecisionFormOfPart", (DecisionForm,), _fields_of(part, asked))
    return form()


def _fields_of(part: VendorOrder, asked: dict[int, int]) -> dict[str, WholeNumberField]:
    return {f"line_{line.id}": _quantity_of(line, asked.get(line.id)) for line in part.lines}


def _quantity_of(line: OrderLine, asked: int | None) -> WholeNumberField:
    most = line.quantity - line.credited_quantity
    message = _l("Hãy ghi một số từ 0 đến %(most)s.", most=most)
    return WholeNumberField(line.title, [Optional(), NumberRange(0, most, message=message)], default=asked)
