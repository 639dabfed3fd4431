"""What a vendor fills in of a certificate, and the reason of a withdrawal."""

from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.web.forms import REQUIRED, MarketForm
from vendors.certificates.operations import Award

STARS = [("3", _l("3 sao")), ("4", _l("4 sao")), ("5", _l("5 sao"))]


class AwardForm(MarketForm):
    """What a certificate says."""

    product_name = StringField(_l("Tên sản phẩm trên chứng nhận"), [InputRequired(REQUIRED), Length(min=2, max=180)])
    star = RadioField(_l("Hạng sao"), [InputRequired(REQUIRED)], choices=STARS)
    number = StringField(_l("Số chứng nhận"), [InputRequired(REQUIRED), Length(min=2, max=100)])
    decision = StringField(_l("Số quyết định"), [Optional(), Length(max=100)])
    issuer = StringField(
        _l("Cơ quan cấp"), [InputRequired(REQUIRED), Length(min=2, max=180)], default=_l("UBND tỉnh Quảng Ninh")
    )
    issued_on = DateField(_l("Ngày cấp"), [InputRequired(REQUIRED)])
    expires_on = DateField(_l("Có hạn đến"), [Optional()], description=_l("Để trống: 36 tháng kể từ ngày cấp."))
    scan = FileField(_l("Ảnh chụp hoặc tệp PDF"), description=_l("PDF, JPEG, PNG hoặc WebP, tối đa 10 MB."))

    @property
    def award(self) -> Award:
        """What was filled in; for a valid form."""
        return Award(
            number=self.number.data or "",
            product_name=self.product_name.data or "",
            star=int(self.star.data),
            issuer=self.issuer.data or "",
            decision=self.decision.data or "",
            issued_on=cast("date", self.issued_on.data),
            expires_on=self.expires_on.data,
        )

    @property
    def raw(self) -> bytes:
        """The bytes of the scan; none when no file was chosen."""
        return self.scan.data.read() if self.scan.data else b""


class WithdrawalForm(MarketForm):
    """Why a certificate is withdrawn."""

    reason = TextAreaField(_l("Lý do thu hồi"), [InputRequired(REQUIRED), Length(max=1000)])
