"""Who stands on documents."""

from marketplace.documents.paper import Party
from marketplace.settings import settings


def the_market(heading: str = "Bên lập") -> Party:
    """Name who runs the market, with its tax code, address and telephone where the settings know them."""
    known = settings()
    lines = (known.market_name, _tax_code(known.market_tax_code), known.market_address, known.market_phone)
    return Party(heading, known.market_operator, tuple(line for line in lines if line))


def other_party(heading: str, name: str, *, tax_code: str = "", address: str = "") -> Party:
    """Name somebody with tax code and address, where these are known."""
    return Party(heading, name, tuple(line for line in (_tax_code(tax_code), address) if line))


def _tax_code(code: str) -> str:
    return f"Mã số thuế {code}" if code else ""
