"""A decided spreadsheet written into the register: producers, products, and the stars that they were given."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update

from marketplace import clock
from marketplace.database import db
from marketplace.text import fold
from vendors.programme.checking import makers_of
from vendors.programme.comparing import COMPARED, Shelf, read_again
from vendors.programme.models import (
    RegisterImport,
    RegisterMaker,
    RegisterProducer,
    RegisterProduct,
    RegisterRating,
    RegisterRow,
    RowState,
)
from vendors.programme.reading import ReadRow
from vendors.programme.values import code_of

WRITTEN = (RowState.NEW, RowState.CHANGED, RowState.SAME, RowState.OLDER)


def write_register(job: RegisterImport, *, drops_gone: bool) -> None:
    """Write what the rows say; bad rows are left out, gone products are marked only if that is wanted."""
    query = select(RegisterRow).where(RegisterRow.import_id == job.id, RegisterRow.state.in_(WRITTEN))
    rows = db.session.scalars(query.order_by(RegisterRow.number)).all()
    producers = _producers(job)
    written = _products(rows, producers)
    db.session.flush()
    _keep_ratings(job, rows, written)
    if drops_gone:
        gone = select(RegisterRow.product_id).where(RegisterRow.import_id == job.id, RegisterRow.state == RowState.GONE)
        db.session.execute(
            update(RegisterProduct).where(RegisterProduct.id.in_(gone)).values(gone_on=clock.today()),
            execution_options={"synchronize_session": False},
        )
    db.session.flush()


def _producers(job: RegisterImport) -> dict[str, RegisterProducer]:
    """The register's producer of each one that the file names, written where it is new."""
    known = {each.id: each for each in db.session.scalars(select(RegisterProducer))}
    of_shops = {each.vendor_id: each for each in known.values() if each.vendor_id}
    found = {}
    for key, maker in makers_of(job).items():
        said = maker.known or {}
        producer = known.get(said.get("producer") or 0) or of_shops.get(said.get("vendor") or 0)
        if producer is None:
            producer = _new_producer(maker, said.get("vendor"))
            of_shops |= {producer.vendor_id: producer} if producer.vendor_id else {}
        producer.tax_code = maker.tax_code or producer.tax_code
        producer.name, producer.name_fold = maker.name, fold(maker.name)
        found[key] = producer
    db.session.flush()
    return found


def _new_producer(maker: RegisterMaker, vendor_id: int | None) -> RegisterProducer:
    producer = RegisterProducer(
        name=maker.name,
        name_fold=fold(maker.name),
        kind=maker.kind,
        tax_code=maker.tax_code,
        commune_code=maker.commune_code,
        vendor_id=vendor_id,
    )
    db.session.add(producer)
    return producer


def _products(rows: Sequence[RegisterRow], producers: dict[str, RegisterProducer]) -> dict[int, RegisterProduct]:
    """Write the products; give that of each row by the row's number."""
    shelf, by_stem, written = Shelf(), dict[str, RegisterProduct](), dict[int, RegisterProduct]()
    for row in sorted(rows, key=lambda each: each.state is RowState.OLDER):
        read = read_again(row)
        producer = producers[read.maker_key]
        product = shelf.product_of(read, producer.id) or by_stem.get(read.stem or "")
        if product is None:
            product = _new_product(read, producer)
        if row.state is not RowState.OLDER:
            _change(product, read, producer)
        by_stem[read.stem or ""] = written[row.number] = product
    return written


def _new_product(read: ReadRow, producer: RegisterProducer) -> RegisterProduct:
    code = code_of(read.code or "")
    first = read.registered_on or read.issued_on or (date(code.year, 1, 1) if code else clock.today())
    product = RegisterProduct(
        producer=producer, name=read.name, name_fold=fold(read.name), stem=read.stem, registered_on=first
    )
    db.session.add(product)
    return product


def _change(product: RegisterProduct, read: ReadRow, producer: RegisterProducer) -> None:
    """Let the product say what the row says; empty cells change nothing, a star that is taken away takes its end."""
    for name in COMPARED:
        if (value := getattr(read, name)) not in (None, ""):
            setattr(product, name, value)
    product.name_fold, product.producer, product.gone_on = fold(product.name), producer, None
    product.stem = read.stem or product.stem
    if read.registered_on:
        product.registered_on = min(read.registered_on, product.registered_on)
    if read.says_star and read.star is None:
        product.star = product.expires_on = None
    elif read.star and read.issued_on is None and read.expires_on is None:
        product.expires_on = product.expires_on if product.issued_on else None


def _keep_ratings(job: RegisterImport, rows: Sequence[RegisterRow], written: dict[int, RegisterProduct]) -> None:
    """Add each star that a product is not known to have been given, the earlier ones first."""
    ids = {product.id for product in written.values()}
    told = select(RegisterRating.product_id, RegisterRating.star, RegisterRating.issued_on, RegisterRating.code)
    known = {tuple(each) for each in db.session.execute(told.where(RegisterRating.product_id.in_(ids)))}
    for read in sorted(map(read_again, rows), key=lambda each: (each.rated_in, each.number)):
        product = written[read.number]
        if read.star and (product.id, read.star, read.issued_on, read.code) not in known:
            db.session.add(_rating(job, product, read))


def _rating(job: RegisterImport, product: RegisterProduct, read: ReadRow) -> RegisterRating:
    return RegisterRating(
        product_id=product.id,
        import_id=job.id,
        code=read.code,
        star=read.star,
        decision=read.decision,
        issued_on=read.issued_on,
        expires_on=read.expires_on,
        told_at=clock.now(),
    )
