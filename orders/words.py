"""How deliveries and payments are said to buyers, before the order and after it."""

from datetime import datetime

from flask_babel import LazyString, format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.clock import in_vietnam
from orders.kinds import PaymentMethod
from vendors.delivery.models import DeliveryKind

DELIVERIES: dict[DeliveryKind, LazyString] = {
    DeliveryKind.CARRIER: _l("Giao tận nơi"),
    DeliveryKind.OWN: _l("Nhà sản xuất tự giao"),
    DeliveryKind.PICKUP: _l("Đến lấy tại nơi bán"),
}

METHODS: dict[PaymentMethod, LazyString] = {
    PaymentMethod.CASH: _l("Trả tiền mặt khi nhận hàng"),
    PaymentMethod.TRANSFER: _l("Chuyển khoản bằng mã VietQR"),
    PaymentMethod.VNPAY: _l("VNPay: thẻ hoặc ứng dụng ngân hàng"),
    PaymentMethod.MOMO: _l("Ví MoMo"),
}
HOW: dict[PaymentMethod, LazyString] = {
    PaymentMethod.CASH: _l("Mỗi nhà sản xuất thu tiền phần của mình khi giao."),
    PaymentMethod.TRANSFER: _l("Một lần chuyển cho cả đơn; chợ giữ tiền tới khi bạn nhận được hàng."),
    PaymentMethod.VNPAY: _l("Đặt xong, bạn trả ở trang của VNPay; chợ giữ tiền tới khi bạn nhận được hàng."),
    PaymentMethod.MOMO: _l("Đặt xong, bạn trả ở trang của MoMo; chợ giữ tiền tới khi bạn nhận được hàng."),
}


def delivery_words(kind: DeliveryKind) -> str:
    """Who brings the goods."""
    return str(DELIVERIES[kind])


def time_words(starts: datetime, ends: datetime) -> str:
    """Say when somebody comes: "Thứ Tư 25/11, 08:00–11:30"."""
    first, last = in_vietnam(starts), in_vietnam(ends)
    day = format_date(first.date(), "EEEE dd/MM")
    return f"{day[:1].upper()}{day[1:]}, {first:%H:%M}–{last:%H:%M}"


def days_words(least: int, most: int) -> str:
    """How long it takes, in days."""
    if most == 0:
        return str(_("Trong ngày"))
    if most == 1:
        return str(_("Trong một ngày"))
    if least == most:
        return str(_("%(days)s ngày", days=most))
    return str(_("%(least)s đến %(most)s ngày", least=least, most=most))


def method_words(method: PaymentMethod) -> str:
    """How the buyer pays."""
    return str(METHODS[method])


def how_words(method: str) -> str:
    """What a way of paying means, before it is chosen."""
    return str(HOW[PaymentMethod(method)])


def usual_return_terms() -> str:
    """What holds where a vendor wrote no terms of its own (Law 19/2023/QH15, arts 37 and 38)."""
    return str(
        _(
            "Hàng không đúng mô tả được đổi hoặc hoàn tiền. Nếu thông tin người bán đưa ra sai, bạn có thể hủy trong "
            "30 ngày và không mất phí (Luật 19/2023/QH15)."
        )
    )
