"""The tasks of accounts: what is old is forgotten."""

from marketplace.accounts.codes import operations as codes
from marketplace.accounts.devices import operations as devices
from workers.celery import app


@app.task
def forget_codes() -> None:
    """Forget codes of some days ago."""
    codes.sweep()


@app.task
def forget_devices() -> None:
    """Forget devices that were not seen for long."""
    devices.sweep()
