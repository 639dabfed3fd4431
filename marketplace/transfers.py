"""A bank transfer that somebody is asked to make: the code to scan, and the same in words to copy."""

from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from marketplace.gateways import vietqr
from marketplace.gateways.banks import bank_by_bin


@dataclass(frozen=True)
class Transfer:
    """To which account, how much is due (đồng), under which memo; `demo_link` makes it at the bank's twin."""

    bank_bin: str
    account: str
    holder: str
    due_dong: int
    memo: str
    demo_link: str = ""

    @property
    def bank(self) -> str:
        """The bank by its short and its long name; its number when it is not known."""
        known = bank_by_bin(self.bank_bin)
        return f"{known.short_name} ({known.name})" if known else self.bank_bin

    @property
    def code(self) -> Markup:
        """The VietQR code as an SVG element."""
        text = vietqr.payload(self.bank_bin, self.account, amount_dong=self.due_dong, memo=self.memo)
        return Markup(vietqr.svg(text, title=_("Mã VietQR để chuyển khoản")))  # noqa: S704 - drawn by us from digits
