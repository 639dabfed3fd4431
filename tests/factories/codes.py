"""Codes as the people of a test read them."""

from playwright.sync_api import Page
from sqlalchemy import select

from marketplace.accounts.codes.models import LoginCode
from marketplace.accounts.codes.secrets import digits_of
from marketplace.database import db


def the_last_code() -> str:
    """The digits that were sent last."""
    return digits_of(db.session.scalars(select(LoginCode).order_by(LoginCode.id.desc()).limit(1)).one())


def type_the_code(page: Page) -> None:
    """Type the code that was just sent."""
    page.get_by_label("Mã 6 số").wait_for()
    db.session.rollback()
    page.get_by_label("Mã 6 số").fill(the_last_code())
    page.get_by_role("button", name="Xác nhận").click()


def another_than(digits: str) -> str:
    """Six digits that are not these."""
    return f"{(int(digits) + 1) % 1_000_000:06d}"
