"""Where goods are to be brought: a province, a commune and a street, by names of today or of before."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import request
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of an older WTForms
from wtforms.validators import InputRequired, Length

from marketplace.places.former import group_words, old_communes, old_provinces
from marketplace.places.models import Commune
from marketplace.places.queries import Meant, communes_of, find_commune, meant_by, provinces
from marketplace.web.forms import REQUIRED, MarketForm

TOUCHED = "meant"
"""What a button sends that names the commune which an old name means: the codes of its province and its own."""


class PlaceField(SelectField):
    """A place of today; names of before, in a group below, lead to it."""

    def __init__(self, label: LazyString, **kwargs: Any) -> None:
        """Ask for one; whether it is one is said where it is used."""
        super().__init__(label, [InputRequired(REQUIRED)], validate_choice=False, **kwargs)

    def offer(self, first: str, today: Iterable[tuple[str, str]], *, before: Iterable[tuple[str, str]]) -> None:
        """Offer places of today (code, name) after an empty choice, and those of before."""
        old = group_words()
        self.choices = [SelectChoice(code, name) for code, name in (("", first), *today)]
        self.choices += [SelectChoice(code, words, optgroup=old) for code, words in before]

    def iter_groups(self) -> Iterator[Any]:
        """Show the chosen place under its name of today, though several names lead to it."""
        groups: Iterable[Any] = super().iter_groups()
        for group, choices in groups:
            yield group, [choice._replace(selected=choice.selected and group is None) for choice in choices]


class PlaceForm(MarketForm):
    """A place in Vietnam: province and commune (two tiers since 1 July 2025), street."""

    province = PlaceField(_l("Tỉnh, thành phố"))
    commune_code = PlaceField(_l("Xã, phường, đặc khu"))
    street = StringField(_l("Số nhà, đường, thôn"), [InputRequired(REQUIRED), Length(min=3, max=180)])

    class Meta(MarketForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Take the commune that was touched for the one that was chosen."""
            sent = super().wrap_formdata(form, formdata)
            province, _dash, commune = (sent.get(TOUCHED) or "").partition("-") if sent else ("", "", "")
            return (
                MultiDict([*_without_place(sent), ("province", province), ("commune_code", commune)])
                if commune
                else sent
            )

    @property
    def is_touched(self) -> bool:
        """Whether a button was pressed that only fills in a place: nothing is to be kept yet."""
        return bool(request.form.get(TOUCHED))

    @property
    def destination(self) -> Commune | None:
        """The commune that is chosen, if it lies in the chosen province."""
        if not self.province.data or not self.commune_code.data:
            return None
        return find_commune(self.province.data, self.commune_code.data)

    @property
    def meant(self) -> Meant | None:
        """What the street says of the commune, where that is not the one chosen."""
        chosen = self.commune_code.data or ""
        return meant_by(self.street.data or "", province_code=self.province.data or "", chosen=chosen)

    def offer_places(self) -> None:
        """Offer every province, and the communes of the chosen one, with the names of before."""
        today = ((each.code, each.name) for each in provinces())
        self.province.offer(gettext("Chọn tỉnh, thành phố"), today, before=old_provinces())
        here = communes_of(self.province.data) if self.province.data else ()
        communes = ((each.code, each.full_name) for each in here)
        before = old_communes(self.province.data or "")
        self.commune_code.offer(gettext("Chọn xã, phường, đặc khu"), communes, before=before)


def _without_place(sent: Any) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in sent.items(multi=True) if name not in ("province", "commune_code")]
