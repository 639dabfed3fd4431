"""The pieces that pages are put together from, each rendered alone."""

from types import SimpleNamespace as Example

import pytest
from flask import Flask
from wtforms import BooleanField, FileField, RadioField, SelectField, StringField
from wtforms.validators import Optional

from marketplace.web.forms import DongField, MarketForm
from marketplace.web.paging import Page


class TrialForm(MarketForm):
    name = StringField("Tên shop", description="Khách sẽ thấy tên này.")
    nickname = StringField("Tên khác", [Optional()])
    price = DongField("Giá bán")
    place = SelectField("Nơi làm ra", choices=[("1", "Vân Đồn")])
    kind = RadioField("Bạn là", choices=[("a", "Hợp tác xã"), ("b", "Hộ kinh doanh")])
    photo = FileField("Ảnh")
    agreed = BooleanField("Tôi đồng ý")


@pytest.fixture
def render(app: Flask):
    def rendered(file: str, words: str, address: str = "/", **context: object) -> str:
        macro = words.removeprefix("{{ ").partition("(")[0]
        source = f'{{% from "components/{file}.html" import {macro} %}}{words}'
        with app.test_request_context(address):
            return app.jinja_env.from_string(source).render(**context)

    return rendered


@pytest.fixture
def form(app: Flask):
    with app.test_request_context("/", method="POST"):
        yield TrialForm(formdata=None)


def test_an_error_stands_beside_its_field_and_is_read_with_it(render, form) -> None:
    form.name.errors = ["Hãy ghi tên shop."]
    page = render("forms", "{{ field(form.name) }}", form=form)
    assert '<label class="field-label " for="name">Tên shop' in page
    assert 'aria-describedby="name-help name-error"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="name-error"' in page
    assert 'id="name-help"' in page


def test_what_is_not_asked_for_is_not_described(render, form) -> None:
    page = render("forms", "{{ field(form.price, inputmode='numeric') }}", form=form)
    assert "aria-" not in page.replace("aria-hidden", "")
    assert 'inputmode="numeric"' in page


def test_only_what_may_stay_empty_says_so(render, form) -> None:
    assert "(không bắt buộc)" in render("forms", "{{ field(form.nickname) }}", form=form)
    assert "(không bắt buộc)" not in render("forms", "{{ field(form.name) }}", form=form)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("place", '<select class="select"'),
        ("photo", 'data-previews="photo-previews"'),
        ("agreed", 'class="checkbox checkbox-primary"'),
        ("kind", "<legend"),
    ],
)
def test_every_kind_of_field_is_dressed(render, form, name: str, expected: str) -> None:
    page = render("forms", "{{ field(form[name]) }}", form=form, name=name)
    assert expected in page
    assert page.count("<input") + page.count("<select") == page.count("<label")


def test_each_choice_has_its_own_label(render, form) -> None:
    page = render("forms", "{{ field(form.kind) }}", form=form)
    assert 'for="kind-0"' in page
    assert 'id="kind-0"' in page
    assert 'id="kind-1"' in page


def test_the_summary_leads_to_each_field_and_tells_what_belongs_to_none(render, form) -> None:
    form.price.errors = ["Hãy ghi số tiền."]
    form.form_errors.append("Shop này đã có.")
    page = render("forms", "{{ form_errors(form) }}", form=form)
    assert 'href="#price"' in page
    assert "Hãy ghi số tiền." in page
    assert "Shop này đã có." in page
    assert 'role="alert"' in page


def test_no_summary_without_errors(render, form) -> None:
    assert render("forms", "{{ form_errors(form) }}", form=form).strip() == ""


def listing(**changes: object) -> Example:
    facts = {
        "url": "/p/a/b",
        "picture_url": "",
        "picture_alt": "",
        "ground": "sea",
        "commune_name": "Phường Hạ Long",
        "title": "Chả mực <b>",
        "star": 4,
        "price_dong": 380_000,
        "unit_text": "500 g",
        "unit_price_text": "760.000 ₫/kg",
        "flags": ["Còn ít"],
        "variant_id": 12,
    }
    return Example(**(facts | changes))


def test_a_card_says_all_that_decides_and_puts_into_the_cart(render) -> None:
    page = render("card", "{{ listing_card(listing) }}", listing=listing())
    for words in ("Phường Hạ Long", "OCOP 4 sao", "380.000\N{NO-BREAK SPACE}₫", "500 g", "760.000 ₫/kg", "Còn ít"):
        assert words in page
    assert 'form="add-to-cart" name="variant_id" value="12"' in page
    assert "Chả mực &lt;b&gt;" in page
    assert "<b>" not in page


def test_a_card_without_a_variant_or_a_star_has_no_button_and_no_stars(render) -> None:
    page = render("card", "{{ listing_card(listing) }}", listing=listing(variant_id=None, star=None, flags=[]))
    assert "<button" not in page
    assert "sao" not in page
    assert 'class="flag"' not in page


def test_a_page_of_a_list_keeps_what_else_was_asked(render) -> None:
    page = Page(rows=[1], number=2, size=24, total=60)
    shown = render("pager", "{{ pager(page) }}", "/design/seller?q=ch%E1%BA%A3&page=2", page=page)
    assert "/design/seller?q=ch%E1%BA%A3&amp;page=1" in shown
    assert "/design/seller?q=ch%E1%BA%A3&amp;page=3" in shown
    assert "Trang 2 trong 3" in shown


def test_a_pager_leads_nowhere_else_whatever_the_address_says(render) -> None:
    page = Page(rows=[1], number=2, size=24, total=50)
    asked = "/design/seller?_external=1&_scheme=javascript&endpoint=x&_anchor=y&q=%22%3E%3Cscript%3E"
    shown = render("pager", "{{ pager(page) }}", asked, page=page)
    assert "javascript:" not in shown
    assert "<script>" not in shown
    assert shown.count('href="/design/seller?') == shown.count("<a ") == 2


def test_a_list_of_one_page_needs_no_pager(render) -> None:
    page = Page(rows=[1], number=1, size=24, total=3)
    assert render("pager", "{{ pager(page) }}", "/design", page=page).strip() == ""


def test_a_chart_keeps_to_its_scale_and_has_its_numbers_in_words(render) -> None:
    bars = [Example(label="Tháng 1", value=50, before=200), Example(label="Tháng 2", value=100, before=0)]
    page = render("chart", "{{ bar_chart('Doanh thu', bars, kind='dong', before_label='Năm trước') }}", bars=bars)
    assert 'width="25.0"' in page
    assert 'width="50.0"' in page
    assert 'width="100.0"' in page
    assert page.count("100\N{NO-BREAK SPACE}₫") == 2


def test_a_chart_of_nothing_is_no_error(render) -> None:
    bars = [Example(label="Tháng 1", value=0)]
    assert 'width="0.0"' in render("chart", "{{ bar_chart('Doanh thu', bars) }}", bars=bars)


def test_a_state_may_be_an_object(render) -> None:
    chip = Example(label="Chờ nhận", tone="calling", icon="clock")
    page = render("status", "{{ status(chip) }}", chip=chip)
    assert "chip-calling" in page
    assert "#clock" in page
    assert "Chờ nhận" in page


def test_a_question_is_asked_before_what_cannot_be_undone(render) -> None:
    page = render("dialog", "{{ confirm('Từ chối', '/x', 'Chắc chứ?', fields={'part': 3}) }}")
    assert page.index("<summary") < page.index("Chắc chứ?") < page.index('type="submit"')
    assert 'name="csrf_token"' in page
    assert 'name="part" value="3"' in page


def test_a_picture_comes_in_sizes_with_its_space_kept(render) -> None:
    page = render("picture", "{{ picture('a/b', 'Cam', widths=(320, 640)) }}")
    assert 'srcset="/media/a/b/320.webp 320w, /media/a/b/640.webp 640w"' in page
    assert 'loading="lazy"' in page
    assert 'width="640"' in page


@pytest.mark.parametrize("layout", ["shop", "seller", "desk", "plain"])
def test_a_layout_asks_for_nothing_but_its_words(app: Flask, layout: str) -> None:
    page = f'{{% extends "layouts/{layout}.html" %}}{{% block content %}}<h1>Xin chào</h1>{{% endblock %}}'
    with app.test_request_context("/"):
        shown = app.jinja_env.from_string(page).render()
    assert "<h1>Xin chào</h1>" in shown
    assert '<html lang="vi">' in shown
    assert 'href="#content"' in shown


def test_a_letter_has_a_subject_and_carries_its_words_twice(app: Flask) -> None:
    with app.test_request_context("/"):
        html = app.jinja_env.from_string(
            '{% extends "mail/layout.html" %}{% block content %}<h1>Đơn mới</h1>{% endblock %}'
        ).render()
        words = app.jinja_env.from_string(
            '{% extends "mail/layout.txt" %}{% block subject %}Đơn mới{% endblock %}'
            "{% block content %}Xin chào{% endblock %}"
        ).render()
    assert "<h1>Đơn mới</h1>" in html
    assert words.startswith("Subject: Đơn mới\n")
    assert "Xin chào" in words
