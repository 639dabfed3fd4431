"""What vendors are told of their listings and their stock."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.notices.models import Channel, Notice
from tests.factories.listings import CRAFT, a_listing, the_stock
from tests.factories.people import a_person, an_administrator
from tests.factories.vendors import a_member, a_vendor
from vendors.listings import mail, operations
from vendors.models import MemberRole, Vendor
from vendors.stock import mail as stock_mail


@pytest.fixture
def owner(app: Flask) -> User:
    return a_person("Hoàng Thị Mai")


@pytest.fixture
def vendor(owner: User) -> Vendor:
    return a_vendor(owner=owner)


def notices(person: User) -> list[Notice]:
    db.session.flush()
    return list(db.session.scalars(select(Notice).where(Notice.user_id == person.id).order_by(Notice.id)))


def test_owners_and_managers_hear_of_a_return_with_its_reason(owner: User, vendor: Vendor) -> None:
    manager, packer = a_member(vendor, role=MemberRole.MANAGER), a_member(vendor, role=MemberRole.PACKER)
    listing = a_listing(vendor, "Khăn thêu")
    operations.return_to_vendor(listing, reason="Ảnh mờ <quá>.", by=an_administrator())

    mail.tell_vendor_returned(listing.id)

    app, post = notices(owner)
    assert (app.channel, post.channel, app.link) == (Channel.APP, Channel.MAIL, f"/seller/listings/{listing.id}")
    assert app.subject == "“Khăn thêu” cần sửa"
    assert "Ảnh mờ <quá>." in post.text
    assert "Ảnh mờ &lt;quá&gt;." in post.html
    assert (len(notices(manager)), len(notices(packer))) == (2, 0)


def test_each_publication_is_told_once(owner: User, vendor: Vendor) -> None:
    listing = a_listing(vendor, on_sale=False, category_number=CRAFT)
    for round_ in (1, 2):
        operations.submit(listing, by=None)
        operations.publish(listing, by=an_administrator())
        mail.tell_vendor_published(listing.id)
        mail.tell_vendor_published(listing.id)
        assert len(notices(owner)) == 2 * round_
        operations.return_to_vendor(listing, reason="Xem lại.", by=an_administrator())


def test_low_stock_is_told_once_a_day(owner: User, vendor: Vendor) -> None:
    listing = a_listing(vendor, stock=2)
    item = the_stock(listing.variants[0])

    stock_mail.tell_vendor_low(item.id)
    stock_mail.tell_vendor_low(item.id)

    app, post = notices(owner)
    assert "Miến dong Bình Liêu (Túi 500 g) chỉ còn bán được 2." in post.text
    assert app.link == f"/seller/stock/{item.id}"


@pytest.mark.parametrize("tell", [mail.tell_vendor_published, mail.tell_vendor_returned])
@pytest.mark.parametrize("locale", ["en", "fr"])
def test_letters_can_be_written_in_every_language(
    owner: User, vendor: Vendor, tell: Callable[[int], None], locale: str
) -> None:
    owner.locale = locale
    listing = a_listing(vendor)

    tell(listing.id)

    assert listing.title_vi in notices(owner)[0].subject
