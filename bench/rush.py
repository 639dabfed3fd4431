"""`python -m bench.rush [address]`: many buyers order at once through the pages, and the worker is killed meanwhile.

Run it in the checkout whose `make run` answers at the address, in the same environment: the market is looked at
afterwards through its own settings. Everybody wants one scarce thing besides some other goods; every fifth buyer
presses the button twice; every second pays by transfer. At the end nothing may be lost, doubled, or sold twice.
"""

import argparse
import random
import secrets
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from statistics import quantiles

import psutil
from rich.console import Console
from rich.table import Table
from sqlalchemy import ColumnElement, Select, func, select

from bench.buyers import Answer, Errand, run
from deploy.supervisor import MARK
from marketplace.database import db
from marketplace.ledger import audit
from marketplace.notices.models import Notice, NoticeState
from marketplace.outbox import DeliveryState, OutboxDelivery, OutboxMessage
from marketplace.settings import settings
from orders.models import Order
from orders.payments.models import Payment, PaymentStatus
from vendors.listings.models import Listing, ListingStatus, Variant
from vendors.models import Vendor, VendorStatus
from vendors.stock import operations as stock
from vendors.stock.models import StockItem
from wsgi import create_app

GOODS_EACH = 2
SETTLED_WITHIN = 240
"""Seconds."""
FEWEST_LEFT = 100
console = Console(highlight=False)


@dataclass(frozen=True)
class Goods:
    """Something on sale: the address of its page, and its shelf."""

    address: str
    item_id: int
    available: int


@dataclass
class Rush:
    """One rush: who came, for what, and how each purchase ended."""

    name: str
    scarce: Goods
    answers: list[Answer]
    seconds: float
    killed: int

    @property
    def numbers(self) -> list[str]:
        """The order number that each press of a button was answered with."""
        return [number for answer in self.answers for number in answer.numbers]

    @property
    def transfers(self) -> int:
        """How many buyers have transferred what their order asked for."""
        return sum(answer.transferred_dong > 0 for answer in self.answers)

    @property
    def is_ours(self) -> ColumnElement[bool]:
        """The condition on Order for those of this rush."""
        return Order.full_name.startswith(f"Khách {self.name} ")


def main() -> None:
    """Let the buyers come, wait until the market has settled, and tell what was found; 1 if anything is wrong."""
    asked = _asked()
    app = create_app()
    with app.app_context():
        scarce, others = _goods(asked.scarce)
        rush = _rush(asked.address, _errands(asked.buyers, scarce, others), scarce)
        settled_seconds = _wait_until_settled(rush)
        checks = list(_checks(rush, asked.scarce))
    _tell(rush, settled_seconds, checks)
    sys.exit(0 if all(is_right for _, _, is_right in checks) else 1)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--buyers", type=int, default=50)
    parser.add_argument("--scarce", type=int, default=20, help="How many there are of what everybody wants.")
    return parser.parse_args()


def _goods(scarce: int) -> tuple[Goods, list[Goods]]:
    """Choose one thing of which only so many are left, and plenty of others; make both true on the shelves."""
    query = (
        select(Vendor.slug, Listing.slug, StockItem)
        .join(Listing, Listing.vendor_id == Vendor.id)
        .join(Variant, Variant.listing_id == Listing.id)
        .join(StockItem, StockItem.variant_id == Variant.id)
        .where(Vendor.status == VendorStatus.APPROVED, Listing.status == ListingStatus.ON_SALE)
        .order_by(Variant.position.desc(), Variant.id.desc())
    )
    found = list({listing: row for row in db.session.execute(query) for listing in [row[1]]}.values())
    chosen = random.sample(found, min(len(found), 40))
    for place, (_vendor, _listing, item) in enumerate(chosen):
        wanted = scarce if place == 0 else max(item.available, FEWEST_LEFT)
        stock.count(item, item.reserved + wanted, by=None)
    db.session.commit()
    goods = [Goods(f"/p/{vendor}/{listing}", item.id, item.available) for vendor, listing, item in chosen]
    return goods[0], goods[1:]


def _errands(buyers: int, scarce: Goods, others: Sequence[Goods]) -> list[Errand]:
    name = secrets.token_hex(3)
    return [
        Errand(
            name=f"Khách {name} {number:03}",
            goods=[each.address for each in (scarce, *random.sample(others, GOODS_EACH))],
            method="transfer" if number % 2 else "cash",
            presses=1 if number % 5 else 2,
        )
        for number in range(buyers)
    ]


def _rush(address: str, errands: Sequence[Errand], scarce: Goods) -> Rush:
    """Send everybody at once; when half of them are done, kill the worker."""
    began, answers, killed = time.monotonic(), [], 0
    with ThreadPoolExecutor(len(errands)) as crowd, console.status("buyers"):
        for done in as_completed([crowd.submit(run, address, errand) for errand in errands]):
            answers.append(done.result())
            if len(answers) == len(errands) // 2:
                killed = _kill_worker()
    return Rush(errands[0].name.split()[1], scarce, answers, time.monotonic() - began, killed)


def _kill_worker() -> int:
    """SIGKILL every process of the running market's worker, as a lost machine would; give how many there were."""
    mark = (settings().data_dir / "run-id").read_text()
    workers = [process for process in psutil.process_iter() if _is_worker(process, mark)]
    for process in workers:
        process.send_signal(signal.SIGKILL)
    return len(workers)


def _is_worker(process: psutil.Process, mark: str) -> bool:
    try:
        return process.environ().get(MARK) == mark and {"celery", "worker"} <= set(process.cmdline())
    except psutil.Error:
        return False


def _wait_until_settled(rush: Rush) -> float:
    began = time.monotonic()
    with console.status("facts, letters and payments on their way") as status:
        while (waiting := _waiting() + rush.transfers - _paid(rush)) and time.monotonic() - began < SETTLED_WITHIN:
            status.update(f"{waiting} facts, letters and payments on their way")
            time.sleep(0.5)
    return time.monotonic() - began


def _waiting() -> int:
    """Count what is still to be delivered."""
    db.session.rollback()
    return sum(
        _count(query)
        for query in (
            select(OutboxMessage.id).where(OutboxMessage.dispatched_at.is_(None)),
            select(OutboxDelivery.id).where(OutboxDelivery.state == DeliveryState.WAITING),
            select(Notice.id).where(Notice.state == NoticeState.WAITING),
        )
    )


def _checks(rush: Rush, scarce: int) -> Iterator[tuple[str, str, bool]]:
    """What must hold: in words, what was found, and whether it is right."""
    db.session.rollback()
    placed = _count(select(Order.id).where(rush.is_ours))
    yield "orders = answers 'placed'", f"{placed} = {len(set(rush.numbers))}", placed == len(set(rush.numbers))
    twice = [answer for answer in rush.answers if len(set(answer.numbers)) > 1]
    yield "pressed twice, one order", f"{len(twice)} doubled", not twice
    yield "paid = transfers made", f"{_paid(rush)} = {rush.transfers}", _paid(rush) == rush.transfers
    shelf = db.session.get_one(StockItem, rush.scarce.item_id)
    sold = scarce - shelf.available
    yield (
        "scarce: sold = orders, none below zero",
        f"{sold} = {placed}, {shelf.available} left",
        _is_sold_once(shelf, sold, placed),
    )
    below = _count(select(StockItem.id).where((StockItem.reserved < 0) | (StockItem.on_hand < StockItem.reserved)))
    yield "stock below zero", str(below), below == 0
    yield "facts and letters not delivered", str(_waiting()), _waiting() == 0
    given_up = _count(select(OutboxDelivery.id).where(OutboxDelivery.state == DeliveryState.GIVEN_UP))
    yield "deliveries given up", str(given_up), given_up == 0
    findings = audit.findings()
    yield "ledger, stock and order audit", "; ".join(findings) or "clean", not findings


def _paid(rush: Rush) -> int:
    return _count(select(Payment.id).join(Payment.order).where(rush.is_ours, Payment.status == PaymentStatus.PAID))


def _is_sold_once(shelf: StockItem, sold: int, placed: int) -> bool:
    return sold == placed and shelf.available >= 0


def _count(query: Select[int]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _tell(rush: Rush, settled_seconds: float, checks: Sequence[tuple[str, str, bool]]) -> None:
    table = Table(title=f"Rush {rush.name}", title_justify="left")
    for words in ("What", "Found", ""):
        table.add_column(words)
    for words, found, is_right in checks:
        table.add_row(words, found, "[green]right[/]" if is_right else "[red]WRONG[/]")
    seconds = sorted(answer.seconds for answer in rush.answers)
    table.add_section()
    table.add_row("buyers; time of all", f"{len(seconds)}; {rush.seconds:.1f} s", "")
    table.add_row(
        "purchase: median, 95 %", f"{seconds[len(seconds) // 2]:.1f} s, {quantiles(seconds, n=20)[-1]:.1f} s", ""
    )
    table.add_row("processes of the worker killed", str(rush.killed), "")
    table.add_row("settled after", f"{settled_seconds:.1f} s", "")
    for told, times in Counter(answer.told for answer in rush.answers if answer.told).most_common(8):
        table.add_row("told instead", told[:100], str(times))
    console.print(table)


if __name__ == "__main__":
    main()
