"""The buyers of the demo, with the addresses to which they have things brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from marketplace.accounts.addresses.operations import add_address
from marketplace.accounts.models import User
from marketplace.places.gazetteer import HOME_PROVINCE_CODE
from marketplace.places.queries import communes_of, provinces
from orders.checkout.assembly import DeliverTo
from workers.seed.names import person
from workers.seed.people import BUYERS, POST, open_accounts, person_of

HOMES: Final = ("Hà Nội", "Quảng Ninh", "Hải Phòng", "Hồ Chí Minh", "Đà Nẵng", "Ninh Bình", "Nghệ An", "Cần Thơ")
"""Where buyers live; the two with whom a visitor may sign in are the first."""
FURTHER: Final = 22
STREETS: Final = ("phố Trần Phú", "đường Lê Lợi", "phố Nguyễn Du", "đường Hùng Vương", "ngõ 12 phố Lý Thường Kiệt")


@dataclass(frozen=True)
class Buyer:
    """Somebody who buys; without an account, a guest."""

    user: User | None
    deliver_to: DeliverTo


def open_buyers(chance: Random) -> list[Buyer]:
    """Open the accounts of the buyers, each with an address; the first belong to demo accounts."""
    known = [person_of(account) for account in BUYERS]
    further = open_accounts([person(chance) for _ in range(FURTHER)], login="mua")
    return [_with_address(user, place, chance) for place, user in enumerate([*known, *further])]


def guests(count: int, chance: Random) -> list[Buyer]:
    """People who buy without an account."""
    return [
        Buyer(None, _destination(person(chance), f"khach{place:02}@{POST}", 900 + place, chance))
        for place in range(count)
    ]


def _with_address(user: User, place: int, chance: Random) -> Buyer:
    to = _destination(user.full_name, user.email, place, chance)
    add_address(
        user,
        full_name=to.full_name,
        phone=to.phone,
        province_code=to.province_code,
        commune_code=to.commune_code,
        street=to.street,
        default=True,
    )
    return Buyer(user, to)


def _destination(full_name: str, email: str | None, place: int, chance: Random) -> DeliverTo:
    province_code = _home_codes()[place % len(HOMES)]
    commune = chance.choice(communes_of(province_code))
    return DeliverTo(
        full_name=full_name,
        phone=f"+8498{place:07}",
        province_code=province_code,
        commune_code=commune.code,
        street=f"{chance.randint(1, 180)} {chance.choice(STREETS)}",
        email=email,
    )


def _home_codes() -> Sequence[str]:
    codes = {province.name: province.code for province in provinces()}
    return [codes.get(name, HOME_PROVINCE_CODE) for name in HOMES]
