"""Following shops: the button, the list, and one message a day about what is new."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import Invalid
from marketplace.notices.models import Channel, Notice
from tests.factories.listings import a_listing
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_vendor
from vendors.follows import mail, operations, queries
from vendors.models import Vendor

A_DAY = timedelta(days=1)


@pytest.fixture
def vendor(app: Flask) -> Vendor:
    return a_vendor("HTX Ba Chẽ")


@pytest.fixture
def follower(vendor: Vendor) -> User:
    person = a_person()
    with clock.at(clock.now() - A_DAY):
        a_listing(vendor, "Hàng đã có")
        operations.follow(person, vendor)
    return person


def something_new(vendor: Vendor, title: str) -> None:
    a_listing(vendor, title)
    db.session.commit()


def told(person: User, channel: Channel = Channel.APP) -> list[Notice]:
    query = db.select(Notice).where(Notice.user_id == person.id, Notice.channel == channel).order_by(Notice.id)
    return list(db.session.scalars(query))


def test_a_person_follows_and_unfollows_on_the_shops_page(vendor: Vendor, client: FlaskClient) -> None:
    person = a_person()
    come_in(client, person)
    client.post(f"/shop/{vendor.slug}/followers", data={"follow": "1"})
    client.post(f"/shop/{vendor.slug}/followers", data={"follow": "1"})
    assert "Đang theo dõi" in client.get(f"/shop/{vendor.slug}").text
    assert "HTX Ba Chẽ" in client.get("/account/following").text
    client.post(f"/shop/{vendor.slug}/followers", data={"follow": "0"})
    assert not queries.is_following(person, vendor.id)


def test_a_visitor_signs_in_first_and_comes_back(vendor: Vendor, client: FlaskClient) -> None:
    db.session.commit()
    answer = client.post(f"/shop/{vendor.slug}/followers", data={"follow": "1"})
    assert answer.location == f"/login?next=/shop/{vendor.slug}"


def test_a_shop_that_there_never_was_is_not_found(app: Flask, client: FlaskClient) -> None:
    assert client.post("/shop/khong-co/followers", data={"follow": "1"}).status_code == 404


def test_followers_hear_of_what_is_new_and_of_nothing_else(vendor: Vendor, follower: User) -> None:
    db.session.commit()
    assert follower.id not in mail.people_to_tell()
    something_new(vendor, "Trà hoa vàng")
    assert follower.id in mail.people_to_tell()
    mail.tell_new_goods(follower.id)
    [said] = told(follower)
    assert "Trà hoa vàng" in said.text
    assert "Hàng đã có" not in said.text
    assert len(told(follower, Channel.MAIL)) == 1


def test_nobody_hears_twice_on_a_day_and_nothing_is_left_out(vendor: Vendor, follower: User) -> None:
    something_new(vendor, "Trà hoa vàng")
    mail.tell_new_goods(follower.id)
    with clock.at(clock.now() + timedelta(seconds=1)):
        something_new(vendor, "Mật ong")
        assert follower.id not in mail.people_to_tell()
        mail.tell_new_goods(follower.id)
    assert len(told(follower)) == 1
    with clock.at(clock.now() + A_DAY):
        mail.tell_new_goods(follower.id)
    assert "Mật ong" in told(follower)[1].text
    assert "Trà hoa vàng" not in told(follower)[1].text


def test_several_shops_come_in_one_message(vendor: Vendor, follower: User) -> None:
    other = a_vendor("Cơ sở Vân Đồn")
    with clock.at(clock.now() - A_DAY):
        operations.follow(follower, other)
    something_new(vendor, "Trà hoa vàng")
    something_new(other, "Mực khô")
    mail.tell_new_goods(follower.id)
    [said] = told(follower)
    assert said.subject == "Hàng mới ở 2 cửa hàng bạn theo dõi"


def test_there_is_an_end_of_following(vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_FOLLOWED", 0)
    person = a_person()
    with pytest.raises(Invalid):
        operations.follow(person, vendor)
    assert not queries.is_following(person, vendor.id)
