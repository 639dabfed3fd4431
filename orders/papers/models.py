"""Kinds of paper that go with a parcel; none of them is kept."""

from enum import StrEnum


class PaperKind(StrEnum):
    """What is printed for chosen orders."""

    PACKING = "packing"
    """What to put into the parcel, for who packs."""
    LABELS = "labels"
    """A6, for the parcel."""
    DELIVERY = "delivery"
    """What is delivered and what is to be paid, for the buyer."""
    ALL = "all"
