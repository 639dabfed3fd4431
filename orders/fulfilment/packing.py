"""The form by which whoever packs says how many were taken of which lot; it comes filled in, first expired first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import request
from flask_babel import gettext
from wtforms.fields.core import Field
from wtforms.validators import ValidationError

from marketplace.web.forms import MarketForm, WholeNumberField
from marketplace.web.templates import day
from marketplace.weights import weight_words
from orders.credits.weighing import weight_field
from orders.fulfilment.weights import WeightField
from orders.kinds import VendorOrderStatus
from orders.models import OrderLine, VendorOrder
from vendors.stock.packing import LotTaken, Place, Plan, plans_for

OF_NO_LOT = "loose"


@dataclass(frozen=True)
class Group:
    """The fields of one line: so many are to be taken in all."""

    line: OrderLine
    quantity: int
    fields: tuple[Field, ...]


class PackingForm(MarketForm):
    """How many to take of each lot; made by `packing_form`, which gives it a field for each."""

    plans: Sequence[Plan] = ()

    def groups(self, part: VendorOrder) -> list[Group]:
        """Give the fields under the lines that they belong to."""
        lines = {line.variant_id: line for line in part.lines}
        return [
            Group(lines[plan.variant_id], plan.quantity, tuple(self[_name(plan, place)] for place in plan.places))
            for plan in self.plans
            if plan.variant_id in lines and plan.places
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each number, and that those of each line make up what is to be packed."""
        return bool(super().validate(extra_validators)) and not any(
            self._adds_up_otherwise(plan) for plan in self.plans
        )

    def chosen(self) -> dict[int, dict[int | None, int]] | None:
        """Give the choice by variant and lot; None when the form had no field for lots, as from a list."""
        if not any(_name(plan, place) in request.form for plan in self.plans for place in plan.places):
            return None
        return {plan.variant_id: self._taken(plan) for plan in self.plans if plan.places}

    def scales(self, part: VendorOrder) -> list[tuple[OrderLine, Field]]:
        """Give the fields in which the weights of lines stand that are sold by weight."""
        pairs = ((line, self._fields.get(weight_field(line.id))) for line in part.lines)
        return [(line, field) for line, field in pairs if field is not None]

    def grams(self) -> dict[int, int]:
        """Give what was weighed, in grams by line."""
        asked = {name: field.data for name, field in self._fields.items() if isinstance(field, WeightField)}
        return {int(name.removeprefix("weight_")): grams for name, grams in asked.items() if grams is not None}

    def _taken(self, plan: Plan) -> dict[int | None, int]:
        return {place.lot_id: int(self[_name(plan, place)].data or 0) for place in plan.places}

    def _adds_up_otherwise(self, plan: Plan) -> bool:
        if self.chosen() is None or not plan.places:
            return False
        taken = sum(self._taken(plan).values())
        if taken == plan.quantity:
            return False
        field = self[_name(plan, plan.places[0])]
        words = gettext("Cần lấy đúng %(wanted)s, các ô đang cộng thành %(taken)s.", wanted=plan.quantity, taken=taken)
        field.errors = [*field.errors, words]
        return True


class _Within:
    """No fewer than none and no more than the lot has."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: object, field: Field) -> None:
        if field.data is not None and not 0 <= field.data <= self.most:
            raise ValidationError(gettext("Ghi từ 0 đến %(most)s, số đang có của lô này.", most=self.most))


def packing_form(part: VendorOrder, *, sent: bool) -> PackingForm:
    """Give the form for a part that is to be packed: as it was `sent`, or filled in with what is best taken."""
    plans = plans_for(part.held_for) if part.status is VendorOrderStatus.ACCEPTED else []
    fields: dict[str, Any] = {
        _name(plan, place): WholeNumberField(_label(place), [_Within(place.on_hand)], default=place.planned)
        for plan in plans
        for place in plan.places
    }
    weighed = (
        [line for line in part.lines if line.is_to_be_weighed] if part.status is VendorOrderStatus.ACCEPTED else []
    )
    fields |= {weight_field(line.id): WeightField(_weight_label(line)) for line in weighed}
    made = type("PackingForm", (PackingForm,), {**fields, "plans": plans})
    return cast("PackingForm", made() if sent else made(formdata=None))


def lots_by_line(part: VendorOrder, taken: Sequence[LotTaken]) -> list[tuple[OrderLine, list[LotTaken]]]:
    """Give the lots that went into a part under its lines; lines without any are left out."""
    pairs = [(line, [lot for lot in taken if lot.variant_id == line.variant_id]) for line in part.lines]
    return [(line, lots) for line, lots in pairs if lots]


def _name(plan: Plan, place: Place) -> str:
    return f"lot-{plan.variant_id}-{OF_NO_LOT if place.lot_id is None else place.lot_id}"


def _weight_label(line: OrderLine) -> str:
    most = weight_words(line.most_grams)
    return str(gettext("Cân được (gam hoặc kg), đặt tới %(most)s", most=most))


def _label(place: Place) -> str:
    if place.lot_id is None:
        return str(gettext("Hàng không thuộc lô nào, đang có %(on_hand)s", on_hand=place.on_hand))
    if place.best_before_on is None:
        return str(gettext("Lô %(code)s, đang có %(on_hand)s", code=place.code, on_hand=place.on_hand))
    until = day(place.best_before_on)
    words = gettext(
        "Lô %(code)s, hạn dùng %(day)s, đang có %(on_hand)s", code=place.code, day=until, on_hand=place.on_hand
    )
    return str(words)
