"""A worker that dies while it pays: `python -m tests.faults.dying_cashier <payout> <before|after>` the bank has it."""

import os
import signal
import sys

from marketplace.gateways.bank import sending as bank
from vendors.payouts import sending
from workers.transaction import transaction
from wsgi import create_app


def die(*_arguments: object) -> None:
    """Die as a process dies whose machine is switched off."""
    os.kill(os.getpid(), signal.SIGKILL)


def main(payout_id: int, moment: str) -> None:
    """Take the two steps of a payout, and die before or just after the bank has taken it."""
    if moment == "before":
        bank.hand_over = die
    else:
        sending._follow = die
    with create_app().app_context():
        with transaction():
            sending.begin_sending(payout_id)
        with transaction():
            sending.hand_over(payout_id)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
