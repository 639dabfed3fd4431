"""What the checkout says no to."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.errors import Invalid, Refusal
from orders.carts.contents import CartGroup, CartItem, Trouble


class NothingToOrder(Refusal):
    """Nothing of the chosen vendors lies in the cart."""

    sentence = _l("Không còn gì trong giỏ để đặt. Có thể đơn đã được đặt ở một trang khác.")


class CartChanged(Refusal):
    """The cart's lines were ordered or taken out meanwhile."""

    sentence = _l("Giỏ hàng vừa thay đổi ở một trang khác. Hãy xem lại rồi đặt.")


class PriceChanged(Refusal):
    """A price or the cost of delivery is another than the buyer saw."""

    sentence = _l("Giá hoặc phí giao hàng đã thay đổi từ lúc bạn xem. Hãy xem lại tổng tiền mới rồi đặt.")


class NotReady(Refusal):
    """A vendor's part cannot be ordered as it is."""

    def __init__(self, group: CartGroup) -> None:
        """Name the vendor and everything that stands in the way."""
        gone = [f"{item.title}: {item.sentence}" for item in group.items if item.trouble is Trouble.GONE]
        super().__init__(f"{group.vendor.name}: {' '.join([*group.obstacles, *gone])}")


class TooFarForFresh(Invalid):
    """Goods that have to stay fresh would be on the way for too long."""

    def __init__(self, item: CartItem, days_most: int) -> None:
        """Name the goods; the way of delivery and the commune are what can be changed."""
        super().__init__(too_far_words(item, days_most), field="commune_code")


class ShipsOtherwise(Refusal):
    """From when goods are sent is not what the buyer saw: somebody else took those that are there."""

    sentence = _l("Số hàng có sẵn vừa có người đặt. Hãy xem lại ngày giao rồi đặt.")


class PickupTimeMissing(Invalid):
    """The buyer fetches the goods and has not said when, or named a time that is not offered any more."""

    def __init__(self, vendor_name: str) -> None:
        """Name the vendor."""
        super().__init__(_("Hãy chọn ngày và giờ đến lấy hàng ở %(vendor)s.", vendor=vendor_name))


def too_far_words(item: CartItem, days_most: int) -> str:
    """Say why goods cannot be sent in this way."""
    return str(
        _(
            "“%(title)s” chỉ giữ được %(bears)s ngày trên đường, mà cách giao này có thể mất %(takes)s ngày. "
            "Hãy chọn cách giao khác hoặc nơi nhận gần hơn.",
            title=item.title,
            bears=item.most_transit_days,
            takes=days_most,
        )
    )


class NotDeliveredThere(Invalid):
    """A vendor brings nothing to the place that was named."""

    def __init__(self, vendor_name: str) -> None:
        """Name the vendor; the commune is what can be changed."""
        words = _("%(vendor)s chưa giao hàng tới nơi này.", vendor=vendor_name)
        super().__init__(words, field="commune_code")
