"""What stands in a contract: the parties and their roles, goods, delivery, money, terms (Law 19/2023/QH15, art. 38)."""

from collections.abc import Iterator

from marketplace.clock import in_vietnam
from marketplace.documents.paper import Cell, Column, ColumnKind, Paper, Party, Sum, Table
from marketplace.documents.parties import the_market
from marketplace.money import format_dong
from marketplace.phones import format_phone
from marketplace.policies.words import NAMES
from marketplace.settings import settings
from marketplace.weights import weight_words
from orders import words
from orders.contracts.queries import rules_agreed_with
from orders.models import Order, OrderLine, VendorOrder
from orders.wishes.models import OrderWish
from orders.wishes.operations import wishes_of
from vendors.models import Vendor

SELLERS = (Column("seller", "Bên bán"), Column("tax_code", "Mã số thuế"), Column("phone", "Điện thoại"))
GOODS = (
    Column("goods", "Hàng"),
    Column("price", "Đơn giá", ColumnKind.DONG),
    Column("quantity", "Số lượng", ColumnKind.COUNT),
    Column("amount", "Thành tiền", ColumnKind.DONG),
)
DELIVERY = (
    Column("seller", "Bên bán"),
    Column("way", "Cách giao"),
    Column("when", "Khi nào"),
    Column("fee", "Phí", ColumnKind.DONG),
)
PRICES = "Giá và phí đã gồm thuế. Ngoài số tiền ghi ở đây người mua không trả thêm khoản nào."
ROLES = (
    "Mỗi bên bán giao kết phần của mình với người mua và chịu trách nhiệm về hàng tới khi người mua nhận. Chợ là bên "
    "trung gian: bày hàng, nhận đơn, chuyển cho từng bên bán. Đơn vị vận chuyển đưa hàng thay bên bán."
)
WITHDRAWAL = (
    "Trước khi bên bán đóng gói, người mua hủy được ngay ở trang đơn hàng. Nếu thông tin về bên bán hay về hàng sai "
    "hoặc thiếu, người mua được hủy trong 30 ngày, không mất phí, và nhận lại tiền trong 30 ngày (Luật 19/2023/QH15)."
)


def contract_paper(order: Order) -> Paper:
    """Write the contract of an order, as it was agreed when it was placed (see `queries.agreed_order`)."""
    wish = wishes_of([order.id]).get(order.id)
    parts = order.vendor_orders
    return Paper(
        title="Hợp đồng mua bán",
        lead=Sum("Tổng cộng người mua trả", order.total_dong),
        parties=(the_market("Bên trung gian"), _buyer(order, wish)),
        facts=tuple(_facts(order, wish)),
        sums=tuple(_sums(order)),
        tables=(_sellers(parts), *(_goods(part) for part in parts), _delivery(parts)),
        notes=(*_terms(parts), PRICES, ROLES, WITHDRAWAL, _complaints()),
    )


def _buyer(order: Order, wish: OrderWish | None) -> Party:
    lines = [format_phone(order.phone), order.email or ""]
    lines.append(f"{order.street}, {order.commune.full_name}, {order.province.full_name}")
    if wish and wish.invoice_name:
        lines.append(f"Hóa đơn: {wish.invoice_name}, MST {wish.invoice_tax_code}, {wish.invoice_address}")
    return Party("Bên mua", order.full_name, tuple(line for line in lines if line))


def _facts(order: Order, wish: OrderWish | None) -> Iterator[tuple[str, str]]:
    yield "Đơn hàng", order.number
    yield "Đặt lúc", f"{in_vietnam(order.placed_at):%H:%M %d/%m/%Y}"
    yield "Cách trả tiền", words.method_words(order.method)
    if order.discount_dong:
        yield "Mã giảm giá", f"Đã trừ {format_dong(order.discount_dong)} vào giá hàng và phí"
    if wish and wish.is_gift:
        yield "Quà tặng", wish.gift_note or "Có"
    if order.note:
        yield "Lời nhắn", order.note
    for version in rules_agreed_with(order):
        yield str(NAMES[version.kind]), f"Bản {version.number}, từ {version.valid_from:%d/%m/%Y}"


def _sums(order: Order) -> Iterator[Sum]:
    yield Sum("Tiền hàng", order.goods_dong)
    yield Sum("Phí giao hàng", order.delivery_dong)
    if order.promotion_dong:
        yield Sum("Mã giảm giá của chợ", -order.promotion_dong)


def _sellers(parts: list[VendorOrder]) -> Table:
    rows = tuple(_seller_row(part.vendor) for part in parts)
    return Table("Bên bán", SELLERS, rows)


def _seller_row(vendor: Vendor) -> dict[str, Cell]:
    at = f"{vendor.street}, {vendor.commune.full_name}, Quảng Ninh"
    said = f"{vendor.name}\n{at}\nĐại diện: {vendor.representative}"
    return {"seller": said, "tax_code": vendor.tax_code or "–", "phone": format_phone(vendor.phone)}


def _goods(part: VendorOrder) -> Table:
    rows = tuple(_goods_row(line) for line in part.lines)
    return Table(f"{part.vendor.name} · phần {part.number}", GOODS, rows, {"amount": part.goods_dong})


def _goods_row(line: OrderLine) -> dict[str, Cell]:
    said = [f"{line.title}, {line.variant_label}"]
    if line.kg_price_dong and line.agreed_grams:
        said.append(
            f"Bán theo cân: nhiều nhất {weight_words(line.agreed_grams)}, {format_dong(line.kg_price_dong)}/kg; "
            "nhẹ hơn thì trả lại phần thừa"
        )
    if line.ships_from:
        said.append(f"Đặt trước, giao từ {line.ships_from:%d/%m/%Y}")
    if line.discount_dong:
        said.append(f"Đã trừ mã giảm giá {format_dong(line.discount_dong)}")
    return {
        "goods": "\n".join(said),
        "price": line.unit_price_dong,
        "quantity": line.quantity,
        "amount": line.line_dong,
    }


def _delivery(parts: list[VendorOrder]) -> Table:
    rows = tuple(_delivery_row(part) for part in parts)
    return Table("Giao hàng", DELIVERY, rows, {"fee": sum(part.delivery_dong for part in parts)})


def _delivery_row(part: VendorOrder) -> dict[str, Cell]:
    when = part.delivery_words
    if part.pickup_from and part.pickup_until:
        when = words.time_words(part.pickup_from, part.pickup_until)
    return {
        "seller": part.vendor.name,
        "way": words.delivery_words(part.delivery_kind),
        "when": when or "–",
        "fee": part.delivery_dong,
    }


def _terms(parts: list[VendorOrder]) -> Iterator[str]:
    for part in parts:
        yield f"Đổi trả, {part.vendor.name}: {part.return_terms or words.usual_return_terms()}"


def _complaints() -> str:
    known = settings()
    mail = known.mail_from.rpartition("<")[2].rstrip(">")
    ways = " · ".join(each for each in ("trang đơn hàng", mail, known.market_phone) if each)
    return (
        f"Khiếu nại: {ways}. Không đồng ý với bên bán thì chợ nghe cả hai bên rồi quyết định; người mua vẫn có quyền "
        "nhờ cơ quan bảo vệ người tiêu dùng hoặc tòa án."
    )
