"""Finding orders by what people remember of them: a number, a name without its marks, a phone."""

from sqlalchemy import ColumnElement, false, func, or_

from marketplace.phones import parse_phone
from marketplace.text import fold
from orders.models import Order, VendorOrder

LETTERS = "".join(
    letter
    for letter in map(chr, [*range(0xC0, 0x100), *map(ord, "ĂăĐđĨĩŨũƠơƯư"), *range(0x1EA0, 0x1EFA)])
    if len(fold(letter)) == 1 and fold(letter).isascii()
)
"""Vietnamese and western letters with marks; each more makes every comparison slower."""
BARE = "".join(map(fold, LETTERS))
FEWEST_DIGITS = 4


def by_number(words: str) -> ColumnElement[bool]:
    """Match the number of a part or of its order, however it is spaced."""
    bare = "".join(letter for letter in words.upper() if letter.isalnum())
    return func.replace(VendorOrder.number, "-", "").contains(bare, autoescape=True) if bare else false()


def by_order_number(words: str) -> ColumnElement[bool]:
    """Match the number of an order, however it is spaced."""
    bare = "".join(letter for letter in words.upper() if letter.isalnum())
    return func.replace(Order.number, "-", "").contains(bare, autoescape=True) if bare else false()


def by_buyer(words: str) -> ColumnElement[bool]:
    """Match the buyer's name, with or without marks, or the phone number or its end."""
    name = func.translate(func.lower(Order.full_name), LETTERS, BARE).contains(fold(words), autoescape=True)
    digits = "".join(letter for letter in words if letter.isdecimal())
    if len(digits) < FEWEST_DIGITS:
        return name
    by_phone = Order.phone == (parse_phone(words) or "")
    return or_(name, by_phone, Order.phone.endswith(digits.lstrip("0"), autoescape=True))
