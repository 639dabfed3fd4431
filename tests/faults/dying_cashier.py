"""A worker that dies while it pays: `python -m tests.faults.dying_cashier <subject> <moment>`.

| moment  | subject      | it dies                                         |
|---------|--------------|-------------------------------------------------|
| before  | a payout     | before the bank has it                          |
| after   | a payout     | just after the bank has taken it                |
| claimed | run/vendor   | after the claim, before the vendor is counted   |
| counted | run/vendor   | after the vendor is counted, before the commit  |
| filed   | a person     | after a file is written, before the commit      |
"""

import os
import signal
import sys

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.bank import sending as bank
from vendors.payouts import sending
from vendors.payouts.batches import operations as batches
from vendors.payouts.runs import operations as runs
from workers.transaction import transaction
from wsgi import create_app


def die(*_arguments: object, **_options: object) -> None:
    """Die as a process dies whose machine is switched off."""
    os.kill(os.getpid(), signal.SIGKILL)


def send(subject: str, moment: str) -> None:
    """Take the two steps of a payout."""
    if moment == "before":
        bank.hand_over = die
    else:
        sending._follow = die
    with transaction():
        sending.begin_sending(int(subject))
    with transaction():
        sending.hand_over(int(subject))


def run(subject: str, moment: str) -> None:
    """See to a vendor of a run."""
    if moment == "claimed":
        runs._count = die
    run_id, vendor_id = subject.split("/")
    with transaction():
        runs.pay_in_run(int(vendor_id), int(run_id))
        die()


def file(subject: str, _moment: str) -> None:
    """Make a file for the bank."""
    with transaction():
        batches.make_batch(by=db.session.get_one(User, int(subject)))
        die()


ACTS = {"before": send, "after": send, "claimed": run, "counted": run, "filed": file}

if __name__ == "__main__":
    with create_app().app_context():
        ACTS[sys.argv[2]](sys.argv[1], sys.argv[2])
