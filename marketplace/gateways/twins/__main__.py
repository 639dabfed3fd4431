"""`python -m marketplace.gateways.twins`: the twins of the market that the environment describes, until interrupted."""

import signal
import sys
import threading

from config import Settings, load_settings
from marketplace.embedded import ensure_urls
from marketplace.gateways.banks import bank_by_bin
from marketplace.gateways.twins.configuration import configuration_for
from marketplace.gateways.twins.server import Twins


def main() -> None:
    """Run until told to end."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    settings = _with_database(load_settings())
    bank = bank_by_bin(settings.bank_bin)
    with Twins(configuration_for(settings, bank_name=bank.short_name if bank else "")) as twins:
        sys.stdout.write(f"Bank twin at {twins.bank_url}, mail twin at {twins.mail_url}\n")
        sys.stdout.flush()
        ended.wait()


def _with_database(settings: Settings) -> Settings:
    if settings.database_url:
        return settings
    return settings.model_copy(update={"database_url": ensure_urls(settings.data_dir).database_url})


if __name__ == "__main__":
    main()
