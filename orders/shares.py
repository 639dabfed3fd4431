"""A share of an order's money: what the buyer pays for it, and what of that is the market's and the State's."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """Goods and delivery that the buyer pays; commission and tax (VAT and PIT) that are withheld of it. Whole đồng."""

    goods_dong: int = 0
    delivery_dong: int = 0
    commission_dong: int = 0
    vat_dong: int = 0
    pit_dong: int = 0

    @property
    def total_dong(self) -> int:
        """What the buyer pays."""
        return self.goods_dong + self.delivery_dong

    @property
    def tax_dong(self) -> int:
        """What is withheld for the State."""
        return self.vat_dong + self.pit_dong

    @property
    def earning_dong(self) -> int:
        """What is left for the vendor."""
        return self.total_dong - self.commission_dong - self.tax_dong

    def __add__(self, other: "Share") -> "Share":
        """Add each amount to its like."""
        return Share(*(mine + yours for mine, yours in zip(self._amounts(), other._amounts(), strict=True)))

    def __sub__(self, other: "Share") -> "Share":
        """Take each amount from its like."""
        return Share(*(mine - yours for mine, yours in zip(self._amounts(), other._amounts(), strict=True)))

    def _amounts(self) -> tuple[int, int, int, int, int]:
        return self.goods_dong, self.delivery_dong, self.commission_dong, self.vat_dong, self.pit_dong


def portion(amount_dong: int, *, taken: int, more: int, of: int) -> int:
    """What of an amount for `of` pieces falls to `more` of them, when `taken` are gone already.

    Whatever the steps, all pieces together get exactly the amount, and no step less than nothing.
    """
    return amount_dong * (taken + more) // of - amount_dong * taken // of
