"""What a vendor says of its shop, and its terms of sale."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.web.forms import EMAIL, REQUIRED, DongField, MarketForm, PhoneField, Range
from vendors.shop.operations import SaleTerms, Story
from vendors.words import weekday_name

LONGEST_STORY = 5000
HIGHEST_MINIMUM_DONG = 10_000_000


class StoryForm(MarketForm):
    """The shop's story in three languages, and how to reach it."""

    story_vi = TextAreaField(_l("Câu chuyện (tiếng Việt)"), [Length(max=LONGEST_STORY)])
    story_en = TextAreaField(_l("Câu chuyện (tiếng Anh)"), [Optional(), Length(max=LONGEST_STORY)])
    story_fr = TextAreaField(_l("Câu chuyện (tiếng Pháp)"), [Optional(), Length(max=LONGEST_STORY)])
    phone = PhoneField(_l("Số điện thoại cho khách"), [InputRequired(REQUIRED)])
    email = StringField(_l("Email"), [Optional(), EMAIL, Length(max=200)])
    opening_hours = StringField(
        _l("Giờ mở cửa"),
        [Optional(), Length(max=200)],
        description=_l("Ví dụ: 7:30–11:30, 13:30–17:00."),
    )
    rest_weekdays = SelectMultipleField(
        _l("Nghỉ các ngày trong tuần"),
        coerce=int,
        choices=[(str(day), LazyString(weekday_name, day)) for day in range(1, 8)],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    @property
    def story(self) -> Story:
        """What was filled in; for a valid form."""
        return Story(
            story_vi=self.story_vi.data or "",
            story_en=self.story_en.data or "",
            story_fr=self.story_fr.data or "",
            phone=self.phone.data or "",
            email=(self.email.data or "").strip().lower(),
            opening_hours=self.opening_hours.data or "",
            rest_weekdays=tuple(self.rest_weekdays.data or ()),
        )


class PicturesForm(MarketForm):
    """The shop's pictures."""

    logo = FileField(_l("Ảnh đại diện"), description=_l("Ảnh vuông là đẹp nhất; ảnh khác được cắt ở giữa."))
    banner = FileField(_l("Ảnh bìa"), description=_l("Ảnh ngang, ví dụ xưởng, ruộng, biển của bạn."))


class SaleTermsForm(MarketForm):
    """Minimum order and return terms."""

    minimum_order_dong = DongField(
        _l("Đơn tối thiểu"),
        [Optional(), Range(least=0, most=HIGHEST_MINIMUM_DONG)],
        description=_l("Để trống nếu nhận mọi đơn."),
    )
    return_terms = TextAreaField(_l("Đổi trả hàng"), [Length(max=2000)])

    @property
    def terms(self) -> SaleTerms:
        """What was filled in; for a valid form."""
        return SaleTerms(
            minimum_order_dong=self.minimum_order_dong.data or 0,
            return_terms=self.return_terms.data or "",
        )
