"""What the stock says no to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import LazyString, gettext, lazy_gettext

from marketplace.errors import Invalid, Refusal


@dataclass(frozen=True)
class Short:
    """A line that cannot be held: which variant, what it is called, how many were asked for and how many are left."""

    variant_id: int
    title: str
    asked: int
    available: int

    def __str__(self) -> str:
        """Say it to a buyer."""
        if self.available == 0:
            return str(gettext("%(title)s vừa hết hàng", title=self.title))
        return str(gettext("%(title)s chỉ còn %(available)s", title=self.title, available=self.available))


class OutOfStock(Refusal):
    """Some lines cannot be held; nothing was. `short` names each of them."""

    def __init__(self, short: Iterable[Short]) -> None:
        """Keep the short lines and name them all in the sentence."""
        self.short = tuple(short)
        named = "; ".join(str(line) for line in self.short)
        super().__init__(gettext("Không đủ hàng: %(lines)s.", lines=named))


class NotHeld(Refusal):
    """The stock asked for is no longer held for this purpose."""

    sentence: ClassVar[LazyString | str] = lazy_gettext("Hàng của đơn này không còn được giữ.")


class NotThereYet(Refusal):
    """Goods that were sold before they were there cannot be packed yet."""

    sentence: ClassVar[LazyString | str] = lazy_gettext(
        "Hàng đặt trước chưa về đủ. Hãy nhập số hàng mới vào kho rồi đóng gói."
    )


class DayMissing(Invalid):
    """Nobody said from when goods that are still to come are sent."""

    sentence: ClassVar[LazyString | str] = lazy_gettext("Hãy chọn ngày bắt đầu giao, từ hôm nay trở đi.")


class PromisedAhead(Invalid):
    """Fewer are to be expected than buyers have been promised of them."""

    def __init__(self, ahead: int) -> None:
        """Name how many are promised."""
        words = gettext(
            "Khách đã đặt trước %(ahead)s, nên không thể nhận ít hơn. Hãy xử lý các đơn đó trước.", ahead=ahead
        )
        super().__init__(words, field="expected")


class OnlyExpiredLeft(Refusal):
    """What is left on the shelf is past its date."""

    sentence: ClassVar[LazyString | str] = lazy_gettext("Lô còn lại đã quá hạn, không được giao. Hãy kiểm lại kho.")


class LotTooSmall(Invalid):
    """The lots that were chosen do not make up what is packed."""

    sentence: ClassVar[LazyString | str] = lazy_gettext("Số lấy từ các lô chưa khớp: mỗi lô chỉ lấy được số đang có.")


class LotKnown(Invalid):
    """The item has a lot with this code."""

    sentence: ClassVar[LazyString | str] = lazy_gettext("Mặt hàng này đã có lô mang mã đó.")


class CountLotByLot(Invalid):
    """Less was counted than the lots hold, and nobody said which of them is short."""

    sentence: ClassVar[LazyString | str] = lazy_gettext("Ít hơn số trong các lô. Hãy đếm và sửa từng lô.")


class BelowReserved(Invalid):
    """A count below what is promised to buyers."""

    def __init__(self, reserved: int) -> None:
        """Name how many are promised."""
        words = gettext(
            "Đang giữ %(reserved)s cho các đơn đã đặt, nên không thể ghi ít hơn. Hãy xử lý các đơn đó trước.",
            reserved=reserved,
        )
        super().__init__(words, field="on_hand")


class ImplausibleQuantity(Invalid):
    """A number of pieces that no shelf holds."""

    def __init__(self, *, least: int, most: int, field: str) -> None:
        """Name the bounds."""
        words = gettext("Số lượng phải từ %(least)s đến %(most)s.", least=least, most=f"{most:,}".replace(",", "."))
        super().__init__(words, field=field)
