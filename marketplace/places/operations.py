"""Writing the places into the database."""

from dataclasses import dataclass

from sqlalchemy import or_
from sqlalchemy.dialects.postgresql import insert

from marketplace.database import Base, db
from marketplace.places import gazetteer
from marketplace.places.models import Commune, OldUnit, Province


@dataclass(frozen=True)
class Loaded:
    """How many places the files hold."""

    provinces: int
    communes: int
    old_units: int


def load_places() -> Loaded:
    """Make the tables say what the data files say, in three statements; places that are right already are not touched.

    Nothing is deleted: a unit that a later law ends stays for the addresses that name it.
    """
    provinces, communes, old_units = gazetteer.province_rows(), gazetteer.commune_rows(), gazetteer.old_unit_rows()
    _upsert(Province, ["code"], provinces)
    _upsert(Commune, ["code"], communes)
    _upsert(OldUnit, ["full_name", "district", "commune_code"], old_units)
    return Loaded(len(provinces), len(communes), len(old_units))


def _upsert(model: type[Base], natural_key: list[str], rows: list[gazetteer.Row]) -> None:
    """Insert these rows, or correct those with the same key where something differs."""
    statement = insert(model)
    facts = {name: statement.excluded[name] for name in rows[0] if name not in natural_key}
    stored = model.__table__.columns
    statement = statement.on_conflict_do_update(
        index_elements=natural_key,
        set_=facts,
        where=or_(*(stored[name].is_distinct_from(fact) for name, fact in facts.items())),
    )
    # Without it the session parts rows with an empty field from the others and sends them apart.
    db.session.execute(statement, rows, execution_options={"render_nulls": True})
