"""A share of an order's money: what it costs, who pays it, and what of it is the market's and the State's."""

from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Share:
    """Goods and delivery; commission and tax (VAT and PIT) that are withheld of them. Whole đồng.

    Prices are after a vendor's own coupon. What a coupon of the market pays of them in the buyer's stead is the
    promotion: it leaves the vendor's revenue, commission and tax whole.
    """

    goods_dong: int = 0
    delivery_dong: int = 0
    commission_dong: int = 0
    vat_dong: int = 0
    pit_dong: int = 0
    promotion_goods_dong: int = 0
    promotion_delivery_dong: int = 0

    @property
    def total_dong(self) -> int:
        """What the buyer pays."""
        return self.revenue_dong - self.promotion_dong

    @property
    def revenue_dong(self) -> int:
        """What the vendor sells it for."""
        return self.goods_dong + self.delivery_dong

    @property
    def promotion_dong(self) -> int:
        """What the market pays in the buyer's stead."""
        return self.promotion_goods_dong + self.promotion_delivery_dong

    @property
    def tax_dong(self) -> int:
        """What is withheld for the State."""
        return self.vat_dong + self.pit_dong

    @property
    def earning_dong(self) -> int:
        """What is left for the vendor."""
        return self.revenue_dong - self.commission_dong - self.tax_dong

    def __add__(self, other: "Share") -> "Share":
        """Add each amount to its like."""
        return Share(*(mine + yours for mine, yours in zip(astuple(self), astuple(other), strict=True)))

    def __sub__(self, other: "Share") -> "Share":
        """Take each amount from its like."""
        return Share(*(mine - yours for mine, yours in zip(astuple(self), astuple(other), strict=True)))


def portion(amount_dong: int, *, taken: int, more: int, of: int) -> int:
    """What of an amount for `of` pieces falls to `more` of them, when `taken` are gone already.

    Whatever the steps, all pieces together get exactly the amount, and no step less than nothing.
    """
    return amount_dong * (taken + more) // of - amount_dong * taken // of
