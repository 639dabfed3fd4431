"""Good rows written into the shop, so many at once: known codes are changed, new ones become drafts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext

from marketplace.accounts.models import User
from marketplace.database import db
from vendors.imports.knowing import Known, known_of, terms_of, words_known
from vendors.imports.models import ImportJob, ImportRow, RowState
from vendors.imports.reading import Problems
from vendors.imports.values import Line, read_line
from vendors.listings import bulk
from vendors.listings.locking import hold_names
from vendors.listings.models import Listing, Variant
from vendors.listings.values import ListingValues
from vendors.models import Vendor
from vendors.stock.counting import count_all, open_items
from vendors.stock.models import MovementReason


@dataclass
class Saving:
    """The rows of one transaction with what they say; those that the shop refuses meanwhile drop out."""

    lines: dict[ImportRow, Line]
    known: Known
    changed: set[str] = field(default_factory=set)

    def refuse(self, row: ImportRow, problems: Problems) -> None:
        """Leave a row out, and say why."""
        row.problems = [*row.problems, *problems]
        row.state = RowState.BAD
        del self.lines[row]

    @property
    def old(self) -> list[tuple[Line, Variant]]:
        """The lines whose code the shop knows."""
        return [(line, self.known.variants[line.sku]) for line in self.lines.values() if self._knows(line)]

    @property
    def new(self) -> list[Line]:
        """The other lines."""
        return [line for line in self.lines.values() if not self._knows(line)]

    def _knows(self, line: Line) -> bool:
        return line.sku in self.known.variants


def save_rows(job: ImportJob, rows: Sequence[ImportRow], *, names_in_zip: frozenset[str] | None) -> None:
    """Write the rows and count them in the job; who saves them again changes nothing.

    Held in the house's order: the vendor's names, stock, listings (docs/locking.md). A constant number of statements.
    """
    vendor, by = db.session.get_one(Vendor, job.vendor_id), db.session.get_one(User, job.by_id)
    hold_names(vendor.id)
    words = words_known()
    lines = {row: read_line(row.cells, words, vendor_id=vendor.id)[0] for row in rows}
    saving = Saving(lines, known_of(vendor.id, lines.values(), names_in_zip=names_in_zip))
    _refuse_unfit(saving)
    _count_old(saving, job, by)
    listings = dict(saving.known.listings) | _created(vendor, saving, by)
    _change_old(saving, by)
    _add_new(saving, listings, job, by)
    _note(job, saving, rows, listings)


def _refuse_unfit(saving: Saving) -> None:
    for row, line in list(saving.lines.items()):
        if problems := saving.known.wrong_with(line):
            saving.refuse(row, problems)


def _count_old(saving: Saving, job: ImportJob, by: User) -> None:
    """Stock first: where buyers have been promised more meanwhile, the row is refused as a whole."""
    by_variant = {variant.id: line for line, variant in saving.old}
    counted = {each: line.on_hand for each, line in by_variant.items() if line.on_hand is not None}
    ahead = {each: line.ahead for each, line in by_variant.items() if line.ahead}
    changed, refused = count_all(counted, ahead=ahead, by=by, reason=MovementReason.COUNTED, words=_words_of(job))
    saving.changed |= {by_variant[variant_id].sku for variant_id in changed}
    rows = {line.sku: row for row, line in saving.lines.items()}
    for variant_id, refusal in refused.items():
        saving.refuse(rows[by_variant[variant_id].sku], [[refusal.field or "on_hand", str(refusal)]])


def _created(vendor: Vendor, saving: Saving, by: User) -> dict[str, Listing]:
    """The drafts of products that the shop does not have, by name; all that its lines say of it goes into one."""
    drafts: dict[str, ListingValues] = {}
    for line in saving.new:
        if line.title not in saving.known.listings:
            drafts[line.title] = ListingValues(**{**line.of_listing, **drafts.get(line.title, {})})
    created = bulk.create_all(vendor, list(drafts.values()), by=by) if drafts else []
    return {listing.title_vi: listing for listing in created}


def _change_old(saving: Saving, by: User) -> None:
    """Change products and packs that the shop has; of two lines that speak of one product the later counts."""
    wanted: dict[Listing, ListingValues] = {}
    for line in saving.lines.values():
        listing = saving.known.listing_of(line)
        if listing and line.of_listing:
            wanted[listing] = ListingValues(**{**wanted.get(listing, {}), **line.of_listing})
    changed = bulk.change_all(list(wanted.items()), by=by)
    packs = [(variant, line.terms(terms_of(variant))) for line, variant in saving.old if line.of_pack]
    repacked = bulk.change_variants(packs, by=by)
    for line in saving.lines.values():
        listing, variant = saving.known.listing_of(line), saving.known.variants.get(line.sku)
        if (listing and listing.id in changed) or (variant and variant.id in repacked):
            saving.changed.add(line.sku)


def _add_new(saving: Saving, listings: dict[str, Listing], job: ImportJob, by: User) -> None:
    new = saving.new
    if not new:
        return
    variants = bulk.add_variants([(listings[line.title], line.terms()) for line in new], by=by)
    open_items(variants)
    counted = {each.id: line.on_hand for each, line in zip(variants, new, strict=True) if line.on_hand}
    ahead = {each.id: line.ahead for each, line in zip(variants, new, strict=True) if line.ahead}
    count_all(counted, ahead=ahead, by=by, reason=MovementReason.RECEIVED, words=_words_of(job))


def _note(job: ImportJob, saving: Saving, rows: Collection[ImportRow], listings: dict[str, Listing]) -> None:
    """Mark the rows and count them."""
    for row, line in saving.lines.items():
        row.state = RowState.SAVED
        row.listing_id = (saving.known.listing_of(line) or listings[line.title]).id
    job.created += len(saving.new)
    job.changed += len({line.sku for line, _variant in saving.old} & saving.changed)
    job.saved += len(saving.lines)
    job.refused += len(rows) - len(saving.lines)
    job.pictures += _pictures_in(saving.lines.values())


def _pictures_in(lines: Iterable[Line]) -> int:
    return sum(1 for line in lines if line.pictures)


def _words_of(job: ImportJob) -> str:
    return str(gettext("Nhập từ tệp, lần %(number)s", number=job.id))
