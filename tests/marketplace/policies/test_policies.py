"""The market's own pages: versions that are kept, accepted by name, asked again when they change."""

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import StaffRole, User
from marketplace.accounts.operations import sign_up
from marketplace.database import db
from marketplace.notices import policies as telling
from marketplace.notices.models import Notice
from marketplace.notices.policies import tell_next
from marketplace.outbox import Fact, OutboxMessage
from marketplace.policies.events import PolicyNewsDue
from marketplace.policies.models import ACCEPTED_BY_SELLERS, PolicyAcceptance, PolicyKind, PolicyVersion
from marketplace.policies.operations import (
    NOTICE,
    BeginsTooEarly,
    SaysNothingNew,
    Wording,
    accept,
    load_policies,
    publish,
)
from marketplace.policies.queries import changed_since, current, history
from marketplace.policies.words import blocks, text_of
from orders.models import Order
from tests.factories.listings import a_listing
from tests.factories.orders import an_order
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_vendor
from vendors.delivery.operations import write_default_rates
from vendors.models import Vendor

NEW = Wording("Nội dung mới", "New text", "Nouveau texte")
SOON = clock.today() + NOTICE
NOT_FOR_ENGINES = 'name="robots" content="noindex"'
PASSWORD = "mot hai ba bon"


@pytest.fixture
def master(app: Flask) -> User:
    return a_person("Hùng", staff_role=StaffRole.ADMINISTRATOR)


def _accepted_by(user: User) -> set[tuple[PolicyKind, int]]:
    versions = select(PolicyVersion.kind, PolicyVersion.number).join(
        PolicyAcceptance, PolicyAcceptance.version_id == PolicyVersion.id
    )
    return {(kind, number) for kind, number in db.session.execute(versions.where(PolicyAcceptance.user_id == user.id))}


def _facts() -> list[Fact]:
    found = select(OutboxMessage).where(OutboxMessage.kind == "PolicyNewsDue").order_by(OutboxMessage.id)
    return [message.fact for message in db.session.scalars(found)]


def on(day: date) -> AbstractContextManager[None]:
    return clock.at(datetime(day.year, day.month, day.day, 12, tzinfo=clock.VIETNAM))


def test_every_page_is_there_in_three_languages(client: FlaskClient) -> None:
    for kind in PolicyKind:
        pages = {language: client.get(f"/policies/{kind}?lang={language}").text for language in ("vi", "en", "fr")}
        articles = {page.partition("<article")[2].partition("</article")[0] for page in pages.values()}
        assert len(articles) == 3
        assert all(f"/policies/{kind}" in page for page in pages.values())
        assert not any(mark in page for page in pages.values() for mark in ("{operator}", "{email}", "{address}"))


def test_loading_again_writes_nothing(app: Flask) -> None:
    assert load_policies() == 0


def test_what_the_settings_do_not_say_has_no_line(app: Flask) -> None:
    with app.test_request_context():
        text = text_of(current(PolicyKind.CONTACT))
    assert "Email: " in text
    assert "Điện thoại" not in text


def test_a_version_begins_on_its_day_and_the_others_can_be_read(master: User, client: FlaskClient) -> None:
    begins = clock.today() + timedelta(days=7)
    publish(PolicyKind.TERMS, NEW, valid_from=begins, by=master)
    db.session.commit()
    assert current(PolicyKind.TERMS).number == 1
    assert "/policies/terms/versions/2" in client.get("/policies/terms").text
    early = client.get("/policies/terms/versions/2").text
    assert "Bản này chưa có hiệu lực" in early
    assert NOT_FOR_ENGINES in early
    with on(begins):
        assert "Nội dung mới" in client.get("/policies/terms").text
        old = client.get("/policies/terms/versions/1").text
    assert "Nội dung mới" not in old
    assert "Đây là bản cũ" in old
    assert NOT_FOR_ENGINES in old
    assert client.get("/policies/terms/versions/3").status_code == 404


def test_no_version_begins_unheard_or_says_nothing_new(master: User) -> None:
    with pytest.raises(BeginsTooEarly):
        publish(PolicyKind.HELP, NEW, valid_from=clock.today() - timedelta(days=1), by=master)
    with pytest.raises(BeginsTooEarly):
        publish(PolicyKind.TERMS, NEW, valid_from=SOON - timedelta(days=1), by=master)
    publish(PolicyKind.TERMS, NEW, valid_from=SOON + timedelta(days=9), by=master)
    with pytest.raises(BeginsTooEarly):
        publish(PolicyKind.TERMS, Wording("a", "b", "c"), valid_from=SOON, by=master)
    with pytest.raises(SaysNothingNew):
        publish(PolicyKind.TERMS, NEW, valid_from=SOON + timedelta(days=9), by=master)
    assert [version.number for version in history(PolicyKind.TERMS)] == [2, 1]


def test_who_opens_an_account_accepts_the_versions_of_the_day(master: User) -> None:
    publish(PolicyKind.PRIVACY, NEW, valid_from=SOON, by=master)
    with on(SOON):
        lan = sign_up("lan@example.vn", full_name="Lan", password=PASSWORD)
    assert _accepted_by(lan) == {(PolicyKind.TERMS, 1), (PolicyKind.PRIVACY, 2)}


def test_an_order_names_what_its_guest_accepted(master: User) -> None:
    listing = a_listing()
    write_default_rates(db.session.get_one(Vendor, listing.vendor_id))
    first = an_order(listing)
    publish(PolicyKind.TERMS, NEW, valid_from=SOON, by=master)
    with on(SOON):
        second = an_order(listing)
    numbers = select(PolicyVersion.number).join(Order, Order.terms_version_id == PolicyVersion.id)
    assert [db.session.scalar(numbers.where(Order.id == each.id)) for each in (first, second)] == [1, 2]
    assert second.privacy_version_id == current(PolicyKind.PRIVACY).id


def test_people_who_accepted_before_hear_of_a_change(master: User, app: Flask) -> None:
    lan = sign_up("lan@example.vn", full_name="Lan", password=PASSWORD)
    mai = sign_up("mai@example.vn", full_name="Mai", password=PASSWORD)
    mai.locale = "fr"
    version = publish(PolicyKind.TERMS, NEW, valid_from=SOON, by=master)
    (fact,) = _facts()
    assert fact == PolicyNewsDue(version.id, 0)
    with app.test_request_context():
        tell_next(fact.version_id, fact.after_user_id)
        tell_next(fact.version_id, fact.after_user_id)
    told = db.session.scalars(select(Notice).where(Notice.key == f"policy/{version.id}").order_by(Notice.id)).all()
    assert sorted((each.recipient, each.subject.partition(":")[0]) for each in told) == [
        (str(lan.id), "Chợ sẽ đổi"),
        (str(mai.id), "Le marché va changer "),
        ("lan@example.vn", "Chợ sẽ đổi"),
        ("mai@example.vn", "Le marché va changer "),
    ]
    assert {each.link for each in told} == {"/policies/terms/versions/2"}


def test_many_people_hear_one_lot_after_the_other(master: User, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 1)
    lan = sign_up("lan@example.vn", full_name="Lan", password=PASSWORD)
    sign_up("mai@example.vn", full_name="Mai", password=PASSWORD)
    version = publish(PolicyKind.PRIVACY, NEW, valid_from=SOON, by=master)
    with app.test_request_context():
        tell_next(version.id, 0)
    assert _facts()[-1] == PolicyNewsDue(version.id, lan.id)


def test_a_page_that_nobody_accepts_changes_at_once_and_quietly(master: User) -> None:
    publish(PolicyKind.HELP, NEW, valid_from=clock.today(), by=master)
    assert current(PolicyKind.HELP).number == 2
    assert _facts() == []


def test_only_changed_rules_are_asked_again(master: User) -> None:
    lan = a_person("Lan")
    assert changed_since(lan, ACCEPTED_BY_SELLERS) == []
    changed = publish(PolicyKind.SELLING, NEW, valid_from=SOON, by=master)
    assert changed_since(lan, ACCEPTED_BY_SELLERS) == []
    with on(SOON):
        assert changed_since(lan, ACCEPTED_BY_SELLERS) == [changed]
        accept(lan, ACCEPTED_BY_SELLERS, shown=[])
        assert changed_since(lan, ACCEPTED_BY_SELLERS) == [changed]
        accept(lan, ACCEPTED_BY_SELLERS, shown=[changed.id])
        accept(lan, ACCEPTED_BY_SELLERS)
        assert changed_since(lan, ACCEPTED_BY_SELLERS) == []


def test_a_seller_who_stays_signed_in_is_asked_on_the_day(master: User, client: FlaskClient) -> None:
    seller = a_person("Mai")
    a_vendor(owner=seller)
    changed = publish(PolicyKind.SELLING, NEW, valid_from=SOON, by=master)
    come_in(client, seller)
    assert client.get("/seller/orders").status_code == 200
    with on(SOON):
        asked = client.get("/seller/orders")
        assert asked.location == "/account/policies?next=/seller/orders"
        assert f'name="version" value="{changed.id}"' in client.get(asked.location).text
        back = client.post("/account/policies/acceptance", data={"next": "/seller/orders", "version": [changed.id]})
        assert back.location == "/seller/orders"
        assert client.get("/seller/orders").status_code == 200


def test_the_desk_publishes_and_keeps_the_history(master: User, client: FlaskClient) -> None:
    db.session.commit()
    come_in(client, master)
    sent = {"text_vi": "Một", "text_en": "One", "text_fr": "Un", "valid_from": clock.today().isoformat()}
    assert client.post("/desk/policies/help", data=sent | {"text_fr": " "}).status_code == 422
    assert client.post("/desk/policies/help", data=sent).status_code == 302
    page = client.get("/desk/policies/help").text
    assert "/policies/help/versions/1" in page
    assert "Hùng" in page
    assert client.get("/desk/policies").status_code == 200
    assert client.get("/desk/policies/cats").status_code == 404


def test_text_is_read_in_blocks() -> None:
    text = "Lời đầu\nhai dòng\n\n## Mục\n- một\n- hai\n\n\n<b>\n"
    assert [(block.kind, block.lines) for block in blocks(text)] == [
        ("paragraph", ("Lời đầu", "hai dòng")),
        ("heading", ("Mục",)),
        ("list", ("một", "hai")),
        ("paragraph", ("<b>",)),
    ]


def test_the_first_day_is_long_past(app: Flask) -> None:
    assert current(PolicyKind.TERMS).valid_from == date(2026, 1, 1)
