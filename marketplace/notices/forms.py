"""What people choose of notices."""

from typing import Final

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import ValidationError

from marketplace.notices.choices import CHANNELS, CHOSEN, Way
from marketplace.notices.models import Channel, NoticeKind, QuietHours
from marketplace.web.forms import MarketForm
from marketplace.web.language import LANGUAGES

HOURS = [("", _l("Không có giờ yên tĩnh")), *((str(hour), f"{hour}:00") for hour in range(24))]
KIND_NAMES: Final[dict[NoticeKind, LazyString]] = {
    NoticeKind.ORDERS: _l("Đơn hàng và tài khoản"),
    NoticeKind.MESSAGES: _l("Tin nhắn của người bán"),
    NoticeKind.REVIEWS: _l("Lời mời viết đánh giá"),
    NoticeKind.FOLLOWS: _l("Hàng mới ở cửa hàng tôi theo dõi"),
    NoticeKind.NEWS: _l("Tin của chợ"),
}
CHANNEL_NAMES: Final[dict[Channel, LazyString]] = {
    Channel.APP: _l("Trong ứng dụng"),
    Channel.MAIL: _l("Email"),
}


class ChoicesForm(MarketForm):
    """Kinds by channel, and quiet hours; a box for each way is added below."""

    quiet_from = SelectField(_l("Yên tĩnh từ"), choices=HOURS)
    quiet_until = SelectField(_l("Đến"), choices=HOURS)
    locale = SelectField(_l("Ngôn ngữ của thư và thông báo"), choices=LANGUAGES)

    def validate_quiet_until(self, field: SelectField) -> None:
        """Refuse a beginning without an end, and hours that would never end."""
        if bool(field.data) != bool(self.quiet_from.data):
            raise ValidationError(gettext("Hãy chọn cả giờ bắt đầu và giờ kết thúc."))
        if field.data and field.data == self.quiet_from.data:
            raise ValidationError(gettext("Giờ kết thúc phải khác giờ bắt đầu."))

    @property
    def wanted(self) -> dict[Way, bool]:
        """What was ticked."""
        return {way: bool(self[box_of(way)].data) for way in WAYS}

    @property
    def quiet(self) -> tuple[int, int] | None:
        """From which hour until which, for a valid form; or nothing."""
        said = (self.quiet_from.data, self.quiet_until.data)
        return (int(said[0]), int(said[1])) if all(said) else None

    def show(self, wanted: dict[Way, bool], quiet: QuietHours | None, *, locale: str) -> None:
        """Fill the form with what was chosen before."""
        self.locale.data = locale
        for way, wants in wanted.items():
            self[box_of(way)].data = wants
        if quiet is not None:
            self.quiet_from.data, self.quiet_until.data = str(quiet.from_hour), str(quiet.until_hour)


def box_of(way: Way) -> str:
    """Name the box of a kind by a channel."""
    return f"{way[0]}_{way[1]}"


WAYS: list[Way] = [(kind, channel) for kind in CHOSEN for channel in CHANNELS]
for _way in WAYS:
    setattr(ChoicesForm, box_of(_way), BooleanField(CHANNEL_NAMES[_way[1]]))
