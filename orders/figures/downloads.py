"""The tables of the page as CSV files."""

from collections.abc import Sequence
from datetime import date

from flask import Response
from flask_babel import gettext as _

from marketplace.spreadsheets import Sheet, as_csv
from orders.figures.queries import Figures, Sold
from orders.figures.spans import Span, full_name
from orders.figures.words import GRAINS


def sales_of(figures: Figures) -> Response:
    """Give all days, weeks or months of the figures, those before included, the oldest first."""
    grain = figures.span.grain
    heads = (str(GRAINS[grain].head), *_amount_heads())
    days = [*figures.span.before, *figures.span.shown]
    rows: list[tuple[str | int, ...]] = [(full_name(day, grain), *_amounts(figures, day)) for day in days]
    return _file(Sheet(_("Doanh số"), heads, rows), f"doanh-so-{figures.span.shown[-1]}-{grain}.csv")


def best_of(best: Sequence[Sold], span: Span) -> Response:
    """Give what sold best in the span, with its sales in the time before."""
    words = GRAINS[span.grain]
    heads = (_("Món hàng"), _("Số lượng"), f"{words.shown} (₫)", f"{words.before} (₫)")
    rows = [(each.title, each.quantity, each.sold_dong, each.before_dong) for each in best]
    return _file(Sheet(_("Bán chạy nhất"), heads, rows), f"ban-chay-{span.shown[-1]}-{span.grain}.csv")


def _amount_heads() -> tuple[str, ...]:
    return (_("Số đơn"), _("Đã bán (₫)"), _("Trả lại (₫)"), _("Đơn được giao cho bạn"), _("Từ chối hoặc không trả lời"))


def _amounts(figures: Figures, day: date) -> tuple[int, ...]:
    sales = figures.of(day)
    return (sales.orders, sales.sold_dong, sales.back_dong, sales.asked, sales.turned_down)


def _file(sheet: Sheet, name: str) -> Response:
    answer = Response(as_csv(sheet), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
