"""Reading the places, in the order of a Vietnamese dictionary."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.places.gazetteer import HOME_PROVINCE_CODE
from marketplace.places.models import Commune, OldUnit, Province
from marketplace.places.reading import read
from marketplace.text import fold


def provinces() -> Sequence[Province]:
    """All 34, the home province among them."""
    return db.session.scalars(select(Province).order_by(Province.sort_key)).all()


def communes_of(province_code: str) -> Sequence[Commune]:
    """The communes of a province; none when there is no such province."""
    ordered = select(Commune).order_by(Commune.sort_key, Commune.code)
    return db.session.scalars(ordered.where(Commune.province_code == province_code)).all()


def quang_ninh_communes() -> Sequence[Commune]:
    """The 54 communes in which producers of the market live."""
    return communes_of(HOME_PROVINCE_CODE)


def find_commune(province_code: str, commune_code: str) -> Commune | None:
    """The commune, looked up through its province: None when it lies in another one or nowhere."""
    of_province = select(Commune).where(Commune.province_code == province_code)
    return db.session.scalar(of_province.where(Commune.code == commune_code).options(joinedload(Commune.province)))


def quang_ninh_commune(slug: str) -> Commune | None:
    """The home commune with this address word ("bai-chay"), or None."""
    at_home = select(Commune).where(Commune.province_code == HOME_PROVINCE_CODE)
    return db.session.scalar(at_home.where(Commune.slug == slug))


def old_units_named(words: str) -> Sequence[OldUnit]:
    """The old wards and communes of that name, with or without marks, each with its commune of today."""
    named = select(OldUnit).where(OldUnit.name_fold == fold(words)).options(joinedload(OldUnit.commune))
    return db.session.scalars(named.order_by(OldUnit.district, OldUnit.id)).all()


@dataclass(frozen=True)
class Meant:
    """Communes of today that an address means, and the old name in it that led there (empty for today's own)."""

    communes: Sequence[Commune]
    old_name: str


def meant_by(address: str, *, province_code: str = "", chosen: str = "") -> Meant | None:
    """Find what an address means, where that is not the commune that is chosen already; see `reading.read`."""
    reading = read(address, province_code=province_code)
    if not reading.codes or chosen in reading.codes:
        return None
    communes = select(Commune).where(Commune.code.in_(reading.codes)).order_by(Commune.sort_key)
    return Meant(db.session.scalars(communes).all(), reading.old_name)
