"""The tables of an export, each read in one statement however many rows it has."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask_babel import gettext
from sqlalchemy import ColumnElement, Row, Select, Text, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from marketplace.database import db
from marketplace.ledger.models import Account, Posting, Transfer
from marketplace.places.models import Commune, Province
from marketplace.spreadsheets import Sheet, Value
from orders.exports.models import DataExport, ExportKind
from orders.exports.words import ACCOUNTS, KIND_NAMES
from orders.fulfilment.privacy import still_needed
from orders.fulfilment.words import CHIPS
from orders.models import Order, OrderLine, VendorOrder
from orders.wishes.models import OrderWish
from orders.words import METHODS
from vendors.imports.columns import FILLED_IN, PICTURES
from vendors.imports.naming import allergens_said, written
from vendors.listings.models import Category, Listing, ListingStatus, Variant
from vendors.listings.words import STATUS_CHIPS, STORAGE_NAMES, UNIT_NAMES
from vendors.stock.models import Lot, StockItem

AT_ONCE = 1000
"""Rows that are in memory together."""
Lines = Iterator[Sequence[Value]]


def table_of(export: DataExport, kind: ExportKind) -> Sheet:
    """The table, whose rows are read while it is written."""
    heads, rows = _TABLES[kind](export)
    return Sheet(str(KIND_NAMES[kind]), [str(head) for head in heads], rows)


def _listings(export: DataExport) -> tuple[Sequence[str], Lines]:
    """The columns of an import, so that what was taken along can be changed and sent back; the state behind them."""
    columns = [column for column in FILLED_IN if column.key != PICTURES]
    query = (
        select(Listing, Variant, StockItem, getattr(Category, f"label_{export.language}").label("set_name"))
        .join(Variant, Variant.listing_id == Listing.id)
        .join(Category, Category.number == Listing.category_number)
        .outerjoin(StockItem, StockItem.variant_id == Variant.id)
        .where(Listing.vendor_id == export.vendor_id, Variant.archived.is_(False))
        .where(Listing.status != ListingStatus.ARCHIVED)
        .order_by(Listing.id, Variant.position, Variant.id)
    )
    keys = [column.key for column in columns]
    lines = ([*(_goods_cell(key, row) for key in keys), _state_of(row)] for row in _read(query))
    return [*(column.named(export.language) for column in columns), gettext("Trạng thái")], lines


def _goods_cell(key: str, row: Row[Any]) -> Value:
    if key == "category_number":
        return f"{row.Listing.category_number}. {row.set_name}"
    if key == "storage":
        return str(STORAGE_NAMES[row.Listing.storage])
    if key == "net_unit":
        return str(UNIT_NAMES[row.Variant.net_unit])
    if key == "allergens":
        return allergens_said(row.Listing.allergens)
    if key in {"on_hand", "expected", "expected_on"}:
        return _stock_cell(key, row.StockItem)
    value: Value = getattr(row.Variant if hasattr(Variant, key) else row.Listing, key)
    return value


def _stock_cell(key: str, item: StockItem | None) -> Value:
    """What is on hand, and what is taken as pre-orders, if any are."""
    if item is None or (key != "on_hand" and not item.expected):
        return None
    if key == "expected_on":
        return written(item.expected_on) if item.expected_on else None
    return item.on_hand if key == "on_hand" else item.expected


def _state_of(row: Row[Any]) -> str:
    return str(STATUS_CHIPS[row.Listing.status].label)


def _stock(export: DataExport) -> tuple[Sequence[str], Lines]:
    expires = select(func.min(Lot.best_before_on)).where(Lot.stock_item_id == StockItem.id, Lot.on_hand > 0)
    query = (
        select(Variant.sku, Listing.title_vi, Variant.label, StockItem.on_hand, StockItem.reserved)
        .add_columns(StockItem.available, StockItem.low_at)
        .add_columns(func.to_char(expires.scalar_subquery(), "DD/MM/YYYY"))
        .join(Variant, Variant.id == StockItem.variant_id)
        .join(Listing, Listing.id == Variant.listing_id)
        .where(StockItem.vendor_id == export.vendor_id)
        .order_by(Listing.title_fold, Variant.id)
    )
    heads = [gettext("Mã hàng (SKU)"), gettext("Tên mặt hàng"), gettext("Quy cách"), gettext("Đang có")]
    heads += [gettext("Giữ cho đơn"), gettext("Bán được"), gettext("Báo khi còn"), gettext("Lô hết hạn sớm nhất")]
    return heads, (tuple(row) for row in _read(query))


def _orders(export: DataExport) -> tuple[Sequence[str], Lines]:
    """The parts that the vendor was given; their buyers as long as the vendor needs to know them."""
    item = cast(OrderLine.quantity, Text) + " × " + OrderLine.title + " (" + OrderLine.variant_label + ")"
    items = select(func.string_agg(item, "; ")).where(OrderLine.vendor_order_id == VendorOrder.id)
    place = Order.street + ", " + Commune.full_name + ", " + Province.name
    asked = (OrderWish.invoice_name, OrderWish.invoice_tax_code, OrderWish.invoice_address, OrderWish.invoice_email)
    shown = (Order.full_name, Order.phone, place, *asked) if export.with_buyers else ()
    known = [case((still_needed(), each)) for each in shown]
    amounts = ("goods", "delivery", "total", "commission", "vat", "pit", "earning")
    query = (
        select(VendorOrder.number, Order.placed_at, VendorOrder.status, Order.method, items.scalar_subquery())
        .add_columns(*(getattr(VendorOrder, f"{amount}_dong") for amount in amounts))
        .add_columns(_given_back(), VendorOrder.delivered_at)
        .add_columns(*known)
        .join(Order, Order.id == VendorOrder.order_id)
        .join(Commune, Commune.code == Order.commune_code)
        .join(Province, Province.code == Order.province_code)
        .outerjoin(OrderWish, OrderWish.order_id == Order.id)
        .where(VendorOrder.vendor_id == export.vendor_id, VendorOrder.routed_at.is_not(None))
        .order_by(VendorOrder.id)
    )
    return _order_heads(export), (_order_line(row) for row in _read(query))


def _given_back() -> ColumnElement[int]:
    """What the buyer got back: without what a coupon of the market had paid."""
    promotion = VendorOrder.credited_promotion_goods_dong + VendorOrder.credited_promotion_delivery_dong
    return VendorOrder.credited_goods_dong + VendorOrder.credited_delivery_dong - promotion


def _order_heads(export: DataExport) -> list[str]:
    heads = [gettext("Mã đơn"), gettext("Đặt lúc"), gettext("Trạng thái"), gettext("Cách trả"), gettext("Hàng")]
    heads += [gettext("Tiền hàng"), gettext("Phí giao"), gettext("Tổng"), gettext("Hoa hồng"), gettext("Thuế GTGT")]
    heads += [gettext("Thuế TNCN"), gettext("Bạn nhận"), gettext("Đã hoàn"), gettext("Giao xong lúc")]
    buyer = [gettext("Người nhận"), gettext("Điện thoại"), gettext("Địa chỉ")]
    buyer += [gettext("Hóa đơn: tên"), gettext("Hóa đơn: mã số thuế"), gettext("Hóa đơn: địa chỉ")]
    buyer += [gettext("Hóa đơn: email")]
    return heads + (buyer if export.with_buyers else [])


def _order_line(row: Row[Any]) -> Sequence[Value]:
    number, placed_at, status, method, *rest = tuple(row)
    return [number, placed_at, str(CHIPS[status].label), str(METHODS[method]), *rest]


def _money(export: DataExport) -> tuple[Sequence[str], Lines]:
    """Every movement on the vendor's accounts with the market, the oldest first."""
    own = aliased(Account)
    signed = case((Transfer.credit_account_id == own.id, Transfer.amount_dong), else_=-Transfer.amount_dong)
    query = (
        select(Posting.posted_at, own.kind, Posting.words, signed, Posting.reference)
        .join(Transfer, Transfer.posting_id == Posting.id)
        .join(own, or_(own.id == Transfer.debit_account_id, own.id == Transfer.credit_account_id))
        .where(own.owner_id == export.vendor_id, own.kind.in_(ACCOUNTS))
        .order_by(Transfer.id, own.id)
    )
    heads = [gettext("Lúc"), gettext("Khoản"), gettext("Nội dung"), gettext("Số tiền (đồng)"), gettext("Mã ghi sổ")]
    return heads, ((at, str(ACCOUNTS[kind]), *rest) for at, kind, *rest in map(tuple, _read(query)))


_TABLES: dict[ExportKind, Callable[[DataExport], tuple[Sequence[str], Lines]]] = {
    ExportKind.LISTINGS: _listings,
    ExportKind.STOCK: _stock,
    ExportKind.ORDERS: _orders,
    ExportKind.MONEY: _money,
}


def _read(query: Select[Any]) -> Iterator[Row[Any]]:
    yield from db.session.execute(query.execution_options(yield_per=AT_ONCE))
