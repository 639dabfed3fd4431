"""What administrators fill in about commission. Every form is looked at with its effect before it is saved."""

from collections.abc import Sequence
from datetime import date, datetime, time
from hashlib import sha256

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from marketplace import clock
from marketplace.money import MOST_DONG
from marketplace.web.forms import REQUIRED, DongField, MarketForm, PercentField, Range
from vendors.commissions.models import CommissionRule
from vendors.commissions.rates import FixedPer, Rate
from vendors.commissions.terms import LONGEST_WORDS, STARS, Target, Terms
from vendors.commissions.words import target_words

AMOUNT = Range(least=0, most=MOST_DONG)
PERCENT = {"inputmode": "decimal", "autocomplete": "off"}
NUMBER = {"inputmode": "numeric", "autocomplete": "off"}


class SeenForm(MarketForm):
    """What is saved only as it was looked at: which rules were seen, and for which answers the effect was shown."""

    seen = HiddenField()
    looked_at = HiddenField()

    @property
    def version(self) -> int:
        """The version of the rules that was seen; one that never was when somebody made the page up."""
        told = self.seen.data or ""
        return int(told) if told.isdecimal() else -1

    @property
    def was_looked_at(self) -> bool:
        """Whether the effect of just these answers was shown."""
        return bool(self.looked_at.data == self._answers())

    def note_version(self, version: int) -> None:
        """Remember which rules are shown."""
        self.seen.data = str(version)

    def note_look(self) -> None:
        """Remember that the effect of these answers is shown."""
        self.looked_at.data = self._answers()

    def forget_look(self) -> None:
        """Let the effect be shown anew before anything is saved."""
        self.looked_at.data = ""

    def _answers(self) -> str:
        kept = {field.name: str(field.data) for field in self if field.name not in {"looked_at", "csrf_token"}}
        return sha256(repr(sorted(kept.items())).encode()).hexdigest()


class PlaceForm(SeenForm):
    """Before which rule a rule is read."""

    before_id = SelectField(_l("Đọc trước mức"), coerce=int)

    def offer_places(self, rules: Sequence[CommissionRule], *, but: int | None = None) -> None:
        """Offer a place before each rule that may have others before it."""
        others = [rule for rule in rules if rule.id != but and not rule.is_for_everyone]
        named = [(rule.id, f"{rule.words} · {target_words(rule)}") for rule in others]
        self.before_id.choices = [*named, (0, _("Mọi mặt hàng còn lại (đứng cuối các mức riêng)"))]


class TermsForm(SeenForm):
    """What a rule is called, what it takes, and from when."""

    words = StringField(_l("Tên gọi, nhà sản xuất sẽ đọc được"), [InputRequired(REQUIRED), Length(max=LONGEST_WORDS)])
    percent = PercentField(_l("Phần trăm tiền hàng"), [InputRequired(REQUIRED)], render_kw=PERCENT)
    fixed_dong = DongField(_l("Cộng thêm"), [Optional(), AMOUNT], render_kw=NUMBER)
    fixed_per = SelectField(
        _l("Khoản cộng thêm tính cho"),
        choices=[(FixedPer.UNIT.value, _l("mỗi gói bán ra")), (FixedPer.LINE.value, _l("mỗi dòng hàng trong đơn"))],
    )
    floor_dong = DongField(_l("Ít nhất cho một dòng hàng"), [Optional(), AMOUNT], render_kw=NUMBER)
    cap_dong = DongField(_l("Nhiều nhất cho một dòng hàng"), [Optional(), AMOUNT], render_kw=NUMBER)
    starts_on = DateField(_l("Áp dụng từ ngày"), [Optional()])

    def show(self, rule: CommissionRule) -> None:
        """Fill in what the rule says."""
        rate = rule.rate
        self.words.data, self.percent.data, self.fixed_per.data = rule.words, rate.basis_points, rate.fixed_per.value
        self.fixed_dong.data, self.floor_dong.data = rate.fixed_dong or None, rate.floor_dong or None
        self.cap_dong.data = rate.cap_dong
        if rule.valid_from and not rule.has_begun(clock.now()):
            self.starts_on.data = clock.in_vietnam(rule.valid_from).date()

    @property
    def starts_at(self) -> datetime | None:
        """The moment from which it holds; nothing for today, which is at once."""
        day: date | None = self.starts_on.data
        return None if day is None or day == clock.today() else datetime.combine(day, time(), tzinfo=clock.VIETNAM)

    @property
    def terms(self) -> Terms:
        """What was filled in; for a valid form."""
        rate = Rate(
            self.percent.data or 0,
            self.fixed_dong.data or 0,
            FixedPer(self.fixed_per.data),
            self.floor_dong.data or 0,
            self.cap_dong.data,
        )
        return Terms(self.words.data or "", rate, self.starts_at)


class NewRuleForm(TermsForm, PlaceForm):
    """A new rule: for whom, what it takes, and its place."""

    kind = RadioField(
        _l("Dành cho"),
        choices=[
            ("vendor", _l("Một nhà sản xuất")),
            ("category", _l("Một nhóm hàng")),
            ("star", _l("Hàng có sao OCOP")),
        ],
        default="vendor",
    )
    vendor_slug = StringField(_l("Nhà sản xuất"), [Optional(), Length(max=200)])
    category_number = SelectField(_l("Nhóm hàng"), [Optional()], coerce=int, validate_choice=False)
    star = SelectField(_l("Số sao"), [Optional()], coerce=int, validate_choice=False)

    def offer_targets(self, categories: dict[str, list[tuple[int, str]]]) -> None:
        """Offer the product sets and the stars."""
        self.category_number.choices = categories
        self.star.choices = [(star, _("%(star)s sao", star=star)) for star in STARS]

    @property
    def target(self) -> Target:
        """For whom it is."""
        if self.kind.data == "category":
            return Target(category_number=self.category_number.data or 0)
        if self.kind.data == "star":
            return Target(star=self.star.data or 0)
        return Target(vendor_slug=self.vendor_slug.data or "")
