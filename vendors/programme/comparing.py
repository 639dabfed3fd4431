"""A spreadsheet beside what the register knows: what is new, changed, as before, earlier, gone or not understood."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.text import fold
from vendors.programme.models import RegisterImport, RegisterMaker, RegisterProduct, RegisterRow, RowState
from vendors.programme.reading import ReadRow

COMPARED: Final = ("name", "code", "category_number", "commune_code", "star", "decision", "issued_on", "expires_on")
"""What is compared, in the order in which it is shown; an empty cell says nothing against what is known."""
_AS_READ: Final = ("code", "stem", "star", "says_star", "decision", "category_number", "commune_code")
PRODUCER: Final = "producer"
GONE: Final = "gone_on"


class Shelf:
    """The products of the register, found by their code or by producer and name."""

    def __init__(self) -> None:
        query = select(RegisterProduct).options(joinedload(RegisterProduct.producer))
        self.products = db.session.scalars(query).all()
        self._by_stem = {product.stem: product for product in self.products if product.stem}
        self._by_name = {(product.producer_id, product.name_fold): product for product in self.products}

    def product_of(self, row: ReadRow, producer_id: int | None) -> RegisterProduct | None:
        """The product that the row means; the code counts more than the name."""
        if row.stem and (found := self._by_stem.get(row.stem)):
            return found
        same = self._by_name.get((producer_id or 0, fold(row.name)))
        return None if same and same.stem and row.stem else same


def compare(job: RegisterImport, rows: Sequence[ReadRow], makers: Mapping[str, RegisterMaker]) -> list[RegisterRow]:
    """Compare each row with what is known, and name what is gone; nothing is changed."""
    shelf, latest = Shelf(), _latest(rows)
    compared, seen = [], set()
    for row in rows:
        known = (makers[row.maker_key].known or {}) if row.maker_key in makers else {}
        product = shelf.product_of(row, known.get("producer"))
        if product:
            seen.add(product.id)
        compared.append(_compared(job, row, product, is_latest=latest.get(row.stem or "") in (None, row)))
    unclear = {fold(row.name) for row in rows if row.problems}
    missing = [
        each
        for each in shelf.products
        if each.id not in seen and each.gone_on is None and each.name_fold not in unclear
    ]
    return compared + [_gone(job, product) for product in missing]


def _latest(rows: Sequence[ReadRow]) -> dict[str, ReadRow]:
    """The row with a product's present star, for each code that lasts."""
    found: dict[str, ReadRow] = {}
    for row in rows:
        if row.stem and not row.problems and (row.stem not in found or row.rated_in > found[row.stem].rated_in):
            found[row.stem] = row
    return found


def _compared(job: RegisterImport, row: ReadRow, product: RegisterProduct | None, *, is_latest: bool) -> RegisterRow:
    changes = _changes(row, product) if product else []
    if row.problems:
        state = RowState.BAD
    elif not is_latest:
        state = RowState.OLDER
    elif product is None:
        state = RowState.NEW
    else:
        state = RowState.CHANGED if changes else RowState.SAME
    return RegisterRow(
        import_id=job.id,
        number=row.number,
        state=state,
        name=row.name,
        producer_name=row.producer,
        values=_kept(row),
        changes=changes if state is RowState.CHANGED else [],
        problems=row.problems,
        remarks=row.remarks,
        product_id=product.id if product else None,
    )


def _changes(row: ReadRow, product: RegisterProduct) -> list[list[str]]:
    changes = [
        [name, _word(before), _word(after)]
        for name in COMPARED
        if (before := getattr(product, name)) != (after := getattr(row, name)) and _says(row, name)
    ]
    if fold(row.producer) != product.producer.name_fold:
        changes.append([PRODUCER, product.producer.name, row.producer])
    if product.gone_on:
        changes.append([GONE, _word(product.gone_on), ""])
    return changes


def _says(row: ReadRow, name: str) -> bool:
    """Whether the row says anything of it: an empty star says that there is none, where there is such a column."""
    if name == "star":
        return row.says_star
    if name in ("issued_on", "expires_on", "decision") and row.star is None:
        return False
    return getattr(row, name) not in (None, "")


def _kept(row: ReadRow) -> dict[str, Any]:
    """The row's values as JSON."""
    values = {name: getattr(row, name) for name in (*COMPARED, "stem", "registered_on")}
    kept = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
    return kept | {"maker": row.maker_key, "says_star": row.says_star, "producer": row.producer}


def read_again(row: RegisterRow) -> ReadRow:
    """The row as it was read from the file."""
    values: dict[str, Any] = {name: row.values[name] for name in _AS_READ}
    values |= {name: _day(row.values.get(name)) for name in ("issued_on", "expires_on", "registered_on")}
    said = {"said_maker": row.values["maker"], "problems": list(row.problems), "remarks": list(row.remarks)}
    return ReadRow(row.number, row.name, row.producer_name, **values, **said)


def _day(word: str | None) -> date | None:
    return date.fromisoformat(word) if word else None


def _gone(job: RegisterImport, product: RegisterProduct) -> RegisterRow:
    return RegisterRow(
        import_id=job.id,
        number=0,
        state=RowState.GONE,
        name=product.name,
        producer_name=product.producer.name,
        values={"code": product.code, "star": product.star, "commune_code": product.commune_code},
        product_id=product.id,
    )


def _word(value: object) -> str:
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
