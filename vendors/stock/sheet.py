"""A page of the shelf counted at once: what was typed, what of it is news, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.web.forms import whole_number
from vendors.stock.counting import count_all
from vendors.stock.errors import ImplausibleQuantity
from vendors.stock.models import MovementReason, StockItem
from vendors.stock.operations import MOST_ON_HAND


@dataclass
class Sheet:
    """What was typed beside each item (by item id), and the sentences of what was refused."""

    typed: dict[int, str] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    changed: int = 0

    @classmethod
    def of(cls, items: Sequence[StockItem], sent: Mapping[str, str]) -> "Sheet":
        """Read what was typed beside these items; what stands as it was shown says nothing."""
        told = ((item.id, sent.get(f"on-hand-{item.id}", "").strip(), sent.get(f"was-{item.id}", "")) for item in items)
        return cls({item_id: typed for item_id, typed, shown in told if typed != shown.strip()})

    def write(self, items: Sequence[StockItem], *, by: User) -> bool:
        """Correct all that was counted and give True, or write nothing of it where anything is refused."""
        by_id = {item.id: item for item in items}
        counted = {by_id[item_id].variant_id: number for item_id, number in self._numbers().items()}
        if self.refused:
            return False
        of_variant = {item.variant_id: item.id for item in items}
        attempt = db.session.begin_nested()
        changed, refused = count_all(counted, by=by, reason=MovementReason.COUNTED, words="")
        self.refused = {of_variant[variant_id]: str(refusal) for variant_id, refusal in refused.items()}
        self.changed = len(changed)
        (attempt.rollback if refused else attempt.commit)()
        return not refused

    def _numbers(self) -> dict[int, int]:
        numbers = {}
        for item_id, typed in self.typed.items():
            try:
                numbers[item_id] = _on_hand(typed)
            except Invalid as refusal:
                self.refused[item_id] = str(refusal)
        return numbers


def _on_hand(typed: str) -> int:
    number = whole_number(typed)
    if number is None:
        raise Invalid(gettext("Hãy ghi một số nguyên, ví dụ 10."))
    if not 0 <= number <= MOST_ON_HAND:
        raise ImplausibleQuantity(least=0, most=MOST_ON_HAND, field="on_hand")
    return number
