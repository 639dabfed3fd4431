"""The price of a kilogram, a litre or a piece, so that packs of different size can be compared."""

from flask_babel import gettext

from marketplace.money import format_dong

_WHOLE = {"g": 1000, "ml": 1000, "piece": 1}


def unit_price_dong(price_dong: int, net_amount: int, net_unit: str) -> int:
    """Give the đồng for a kilogram (g), a litre (ml) or a piece, a half rounded up."""
    return (2 * price_dong * _WHOLE[net_unit] + net_amount) // (2 * net_amount)


def unit_price_words(price_dong: int, net_amount: int, net_unit: str) -> str:
    """Write it for a card: "170.000 ₫/kg"; nothing for a single piece, whose price says it already."""
    if net_unit == "piece" and net_amount == 1:
        return ""
    price = format_dong(unit_price_dong(price_dong, net_amount, net_unit))
    if net_unit == "g":
        return str(gettext("%(price)s/kg", price=price))
    if net_unit == "ml":
        return str(gettext("%(price)s/lít", price=price))
    return str(gettext("%(price)s/cái", price=price))
