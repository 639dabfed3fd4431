"""`/desk/programme`: what the programme has come to, in charts, on the map, in tables and as a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import clock
from marketplace.months import Month
from marketplace.places.models import Commune
from marketplace.places.queries import quang_ninh_communes
from marketplace.places.tilemap import Place as Tile
from marketplace.places.tilemap import TileMap, tile_map
from marketplace.spreadsheets import Sheet, as_xlsx
from marketplace.web.audience import administrators
from marketplace.web.navigation import Entry, Place
from marketplace.web.private_files import send_made
from orders.programme.queries import Cut, Figures, Programme, programme_on
from orders.programme.words import CUT_NAMES, FIGURES
from vendors.listings.queries import categories
from vendors.words import KIND_NAMES

blueprint = Blueprint("programme", __name__)
NAVIGATION = (
    Entry(label=_l("Số liệu chương trình"), endpoint="programme.index", icon="chart", place=Place.DESK, order=37),
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Sequence[tuple[str, Figures]]


@dataclass(frozen=True)
class ChartBar:
    """A bar of a chart, beside that of the year before."""

    label: str
    value: int
    before: int = 0


@blueprint.get("")
@administrators
def index() -> str:
    """Show the figures of today, the tables by one cut."""
    found, asked = programme_on(clock.today()), request.args.get("by", "")
    communes, cut = quang_ninh_communes(), Cut(asked) if asked in set(Cut) else Cut.KIND
    named = _named(found, communes)
    return render_template(
        "orders/programme/index.html",
        found=found,
        figures=FIGURES,
        cut=cut,
        cuts=CUT_NAMES,
        rows=named[cut],
        stars=[ChartBar(name, each.registered) for name, each in named[Cut.STAR]],
        kinds=[ChartBar(name, each.producers) for name, each in named[Cut.KIND]],
        began=[ChartBar(name, each.began, each.began_before) for name, each in named[Cut.KIND]],
        map=_map(found, communes),
        ending=_ending(found.ending),
    )


@blueprint.get("/figures.xlsx")
@administrators
def workbook() -> Response:
    """Hand out all tables as a workbook, with what each figure counts."""
    found = programme_on(clock.today())
    named = _named(found, quang_ninh_communes())
    whole = [(_("Toàn tỉnh"), found.whole)]
    sheets = [_sheet(_("Toàn tỉnh"), whole), *(_sheet(str(CUT_NAMES[cut]), named[cut]) for cut in Cut)]
    months = [(f"{month.month:02}/{month.year}", count) for month, count in found.ending.items()]
    ending = Sheet(_("Hạng sao hết hạn"), (_("Tháng"), _("Sản phẩm hết hạn")), months)
    told = Sheet(
        _("Cách tính"),
        (_("Số liệu"), _("Cách tính")),
        [(str(each.label), str(each.counts)) for each in FIGURES],
        wide=(1,),
    )
    return send_made(as_xlsx(*sheets, ending, told), XLSX, name=f"chuong-trinh-ocop-{found.day}.xlsx")


def _named(found: Programme, communes: Sequence[Commune]) -> Mapping[Cut, Rows]:
    """Each cut's parts under their names, in an order that a reader expects; parts that nobody knows come last."""
    language = str(get_locale())
    names: dict[Cut, dict[Any, str]] = {
        Cut.STAR: {star: _("%(count)s sao", count=star) for star in (5, 4, 3)},
        Cut.SET: {each.number: f"{each.number}. {getattr(each, f'label_{language}')}" for each in categories()},
        Cut.COMMUNE: {commune.code: commune.name_in(language) for commune in communes},
        Cut.KIND: {kind.value: str(name) for kind, name in KIND_NAMES.items()},
    }
    unknown = {Cut.STAR: _("Chưa có sao"), Cut.SET: _("Chưa rõ bộ"), Cut.COMMUNE: _("Nơi khác"), Cut.KIND: _("Khác")}
    return {
        cut: [
            *((name, found.by[cut].get(key, Figures())) for key, name in named.items()),
            *((unknown[cut], figures) for key, figures in found.by[cut].items() if key not in named),
        ]
        for cut, named in names.items()
    }


def _map(found: Programme, communes: Sequence[Commune]) -> TileMap:
    by_commune, language = found.by[Cut.COMMUNE], str(get_locale())
    return tile_map(
        Tile(
            commune_code=commune.code,
            label=commune.name,
            full_name=commune.name_in(language),
            url=url_for("register_import.products", commune=commune.code),
            count=by_commune.get(commune.code, Figures()).registered,
        )
        for commune in communes
    )


def _ending(months: Mapping[Month, int]) -> list[ChartBar]:
    return [ChartBar(f"{month.month:02}/{month.year}", count) for month, count in months.items()]


def _sheet(name: str, rows: Rows) -> Sheet:
    heads = [_("Mục")]
    for each in FIGURES:
        unit = " (₫)" if each.is_dong else ""
        heads.append(f"{each.label}{unit}")
        heads += [_("%(figure)s, năm trước", figure=str(each.label)) + unit] if each.before else []
    columns = [name for each in FIGURES for name in (each.name, each.before) if name]
    return Sheet(name, heads, [[label, *(getattr(figures, name) for name in columns)] for label, figures in rows])
