"""What every template can use."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal

from marketplace.clock import VIETNAM
from marketplace.money import format_dong, grouped
from marketplace.phones import format_phone
from marketplace.web.assets import asset_url
from marketplace.web.links import here_with, media_url
from marketplace.weights import weight_words


def bind(app: Flask) -> None:
    """Give the templates of `app` their filters and functions."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        dong=format_dong,
        grouped=grouped,
        decimal=format_decimal,
        date=day,
        day_and_month=day_and_month,
        datetime=moment,
        phone=format_phone,
        weight=weight_words,
    )
    app.jinja_env.globals.update(asset_url=asset_url, here_with=here_with, media_url=media_url)


def day(value: date | None) -> str:
    """Write a day as the reader's language does."""
    return format_date(value, "dd/MM/yyyy") if value else ""


def day_and_month(value: date | None) -> str:
    """Write a day of these months as people say it: "12 tháng 12"."""
    return format_date(value, "d MMMM") if value else ""


def moment(value: datetime | None) -> str:
    """Write a moment in Vietnam's time."""
    return format_datetime(value.astimezone(VIETNAM), "HH:mm dd/MM/yyyy", rebase=False) if value else ""
