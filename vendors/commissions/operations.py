"""Writing the market's own commission rules."""

from sqlalchemy.dialects.postgresql import insert

from marketplace.database import db
from vendors.commissions.models import CommissionRule

MARKET_RULES: tuple[dict[str, object], ...] = (
    {"position": 100, "words": "Hàng OCOP 5 sao", "star": 5, "basis_points": 300},
    {"position": 10_000, "words": "Mọi mặt hàng", "star": None, "basis_points": 500},
)
"""In basis points of the goods. The places between are for rules that the market's staff add."""


def load_rules() -> int:
    """Write the market's own rules where their places are free; give how many were written.

    Again and again without harm: what staff changed stays.
    """
    statement = insert(CommissionRule).on_conflict_do_nothing(index_elements=["position"])
    written = db.session.execute(statement.returning(CommissionRule.id), list(MARKET_RULES))
    return len(written.all())
