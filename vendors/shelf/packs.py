"""Reads what is in a pack from the words on it, so that nobody types it twice."""

import re

_CONTENT = re.compile(r"(?P<amount>[0-9]+(?:[.,][0-9]+)?)\s*(?P<unit>kg|gram|gam|gr|g|lít|lit|l|ml)\b", re.IGNORECASE)
_UNITS = {"kg": ("g", 1000), "l": ("ml", 1000), "lít": ("ml", 1000), "lit": ("ml", 1000), "ml": ("ml", 1)}
_MOST_DIGITS = 9


def net_content(label: str) -> tuple[int, str]:
    """Give amount and unit of a label: "Túi 500 g" holds 500 g, "Chai 0,5 lít" 500 ml, anything else one piece."""
    found = _CONTENT.search(label)
    if not found or len(found["amount"]) > _MOST_DIGITS:
        return 1, "piece"
    unit, times = _UNITS.get(found["unit"].lower(), ("g", 1))
    amount = round(float(found["amount"].replace(",", ".")) * times)
    return (amount, unit) if amount else (1, "piece")
