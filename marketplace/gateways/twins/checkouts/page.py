"""The page on which whoever plays the buyer decides."""

from functools import cache
from pathlib import Path

from flask import Response, make_response
from jinja2 import Environment, Template, select_autoescape
from psycopg.rows import DictRow

from marketplace.gateways.twins.movements import Telling

_PAGE = Path(__file__).parent / "pay.html"
_LATE_SECONDS = 60
TELLINGS = {
    "once": ("Báo ngay, một lần", Telling()),
    "twice": ("Báo hai lần", Telling(times=2)),
    "late": ("Báo trễ một phút", Telling(delay_seconds=_LATE_SECONDS)),
    "forged": ("Chữ ký sai", Telling(is_wrongly_signed=True)),
    "never": ("Mất tin: chợ phải tự hỏi", Telling(times=0)),
}
"""How the gateway tells of the payment, by the choice on the page."""


def pay_page(checkout: DictRow, *, name: str, colour: str, action: str, words: str, may_suspect: bool) -> Response:
    """Ask what becomes of a payment."""
    amount = f"{checkout['amount_dong']:,}".replace(",", ".")
    tellings = [(value, shown) for value, (shown, _telling) in TELLINGS.items()]
    return make_response(
        _template().render(
            name=name,
            colour=colour,
            action=action,
            words=words,
            may_suspect=may_suspect,
            amount=amount,
            reference=checkout["reference"],
            tellings=tellings,
        )
    )


def problem_page(problem: str, *, name: str, colour: str) -> Response:
    """Say why nothing can be paid here."""
    return make_response(_template().render(name=name, colour=colour, problem=problem), 400)


def chosen_telling(choice: str | None) -> Telling:
    """How the gateway tells, as chosen."""
    return TELLINGS.get(choice or "", TELLINGS["once"])[1]


@cache
def _template() -> Template:
    environment = Environment(autoescape=select_autoescape())
    environment.autoescape = True
    return environment.from_string(_PAGE.read_text(encoding="utf-8"))
