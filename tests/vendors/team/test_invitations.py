"""Who is asked to join a team, and who joins by the link."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.operations import NoLogin
from marketplace.database import db
from marketplace.errors import NotFound, Refusal
from marketplace.gateways.sms import EsmsSms
from marketplace.gateways.twins.server import Twins
from marketplace.gateways.twins.texts import REFUSED, texts
from marketplace.notices.models import Channel, Notice
from marketplace.web.links import absolute
from tests.factories.people import a_person, come_in
from tests.factories.vendors import a_member, a_vendor
from vendors.models import MemberRole, Vendor
from vendors.team import invitations, mail
from vendors.team.invitations import accept, invite, send_again, withdraw
from vendors.team.links import LinkForged, invitation_link, invitation_of
from vendors.team.models import Invitation
from vendors.team.operations import remove_member
from vendors.team.queries import invitations_of, members_of


@pytest.fixture
def owner(app: Flask) -> User:
    return a_person("Hoàng Thị Mai")


@pytest.fixture
def vendor(owner: User) -> Vendor:
    return a_vendor("HTX Bình Liêu", owner=owner)


@pytest.fixture
def asked(vendor: Vendor, owner: User) -> Invitation:
    """Somebody without an account is asked to pack."""
    return invite(vendor, "Moi@Example.vn", MemberRole.PACKER, by=owner)


def test_who_is_asked_joins_with_the_role_that_was_offered(vendor: Vendor, asked: Invitation) -> None:
    newcomer = a_person("Lan")
    accept(asked, by=newcomer)
    assert [(member.user, member.role) for member in members_of(vendor)][1:] == [(newcomer, MemberRole.PACKER)]
    assert invitations_of(vendor) == []


@pytest.mark.parametrize("login", ["Lan", "12", "0"])
def test_an_address_must_be_one(vendor: Vendor, owner: User, login: str) -> None:
    with pytest.raises(NoLogin):
        invite(vendor, login, MemberRole.PACKER, by=owner)


def test_a_phone_number_is_asked_once_however_it_is_written(vendor: Vendor, owner: User) -> None:
    invite(vendor, "0987 654 321", MemberRole.PACKER, by=owner)
    with pytest.raises(invitations.AlreadyInvited):
        invite(vendor, "+84987654321", MemberRole.MANAGER, by=owner)


def test_members_are_not_asked(vendor: Vendor, owner: User) -> None:
    with pytest.raises(invitations.AlreadyMember):
        invite(vendor, owner.email or "", MemberRole.PACKER, by=owner)


def test_it_is_accepted_once(asked: Invitation) -> None:
    accept(asked, by=a_person())
    with pytest.raises(invitations.InvitationEnded):
        accept(asked, by=a_person())


def test_only_the_account_that_was_asked_joins(vendor: Vendor, owner: User) -> None:
    lan, other = a_person("Lan"), a_person("Minh")
    invitation = invite(vendor, lan.email or "", MemberRole.PACKER, by=owner)
    with pytest.raises(invitations.OtherAccount):
        accept(invitation, by=other)
    accept(invitation, by=lan)


def test_nothing_opens_after_its_time_or_when_it_was_taken_back(vendor: Vendor, owner: User, asked: Invitation) -> None:
    with clock.at(clock.now() + invitations.OPEN_FOR), pytest.raises(invitations.InvitationEnded):
        accept(asked, by=a_person())
    withdraw(vendor, asked.id, by=owner)
    with pytest.raises(invitations.InvitationEnded):
        accept(invitation_of(invitation_link(asked).rpartition("/")[2]), by=a_person())
    with pytest.raises(NotFound):
        send_again(vendor, asked.id, by=owner)


def test_an_invitation_of_someone_who_owns_the_shop_no_more_opens_nothing(
    vendor: Vendor, owner: User, asked: Invitation
) -> None:
    a_member(vendor)
    remove_member(vendor, members_of(vendor)[0], by=owner)
    with pytest.raises(invitations.InvitationEnded):
        accept(asked, by=a_person())


def test_sending_again_moves_the_end_and_has_a_limit(vendor: Vendor, owner: User, asked: Invitation) -> None:
    first_end = asked.ends_at
    with pytest.raises(invitations.SentOftenEnough):
        send_again(vendor, asked.id, by=owner)
    for times in range(1, invitations.MOST_TIMES):
        with clock.at(clock.now() + times * invitations.PAUSE):
            send_again(vendor, asked.id, by=owner)
    assert asked.ends_at > first_end
    with clock.at(clock.now() + timedelta(hours=2)), pytest.raises(invitations.SentOftenEnough):
        send_again(vendor, asked.id, by=owner)


def test_whoever_did_not_answer_in_time_is_asked_anew(vendor: Vendor, owner: User, asked: Invitation) -> None:
    with clock.at(clock.now() + invitations.OPEN_FOR):
        again = invite(vendor, asked.login, MemberRole.MANAGER, by=owner)
        assert invitations_of(vendor) == [again]


def test_a_vendor_asks_so_many_in_a_day(vendor: Vendor, owner: User) -> None:
    for number in range(invitations.MOST_A_DAY):
        invite(vendor, f"a{number}@example.vn", MemberRole.PACKER, by=owner)
    with pytest.raises(invitations.TooManyInvitations):
        invite(vendor, "one-more@example.vn", MemberRole.PACKER, by=owner)
    with clock.at(clock.now() + timedelta(days=1)):
        invite(vendor, "one-more@example.vn", MemberRole.PACKER, by=owner)


def test_another_vendors_invitation_is_not_found(owner: User, asked: Invitation) -> None:
    for act in (send_again, withdraw):
        with pytest.raises(NotFound):
            act(a_vendor(), asked.id, by=owner)


def notices_of(invitation: Invitation) -> list[tuple[Channel, str]]:
    rows = select(Notice).where(Notice.key.startswith(f"team-invitation/{invitation.id}/")).order_by(Notice.id)
    return [(row.channel, row.recipient) for row in db.session.scalars(rows)]


def test_the_link_goes_to_the_address_that_was_asked(asked: Invitation) -> None:
    mail.send_invitation(asked.id, 1)
    mail.send_invitation(asked.id, 1)
    [letter] = db.session.scalars(select(Notice).where(Notice.recipient == "moi@example.vn"))
    assert invitation_link(asked) in letter.text
    assert "Đóng gói" in letter.text


def test_a_person_asked_by_phone_reads_it_in_the_app_and_by_mail(vendor: Vendor, owner: User) -> None:
    lan = a_person("Lan")
    lan.phone = "+84987654321"
    invitation = invite(vendor, "0987654321", MemberRole.PACKER, by=owner)
    mail.send_invitation(invitation.id, 1)
    assert notices_of(invitation) == [(Channel.APP, str(lan.id)), (Channel.MAIL, lan.email)]


@pytest.fixture
def phones(app: Flask, twins: Twins) -> Iterator[Twins]:
    """The application hands its text messages to the twin of this test."""
    before = app.extensions["gateways"]
    sms = EsmsSms(f"{twins.bank_url}/sms", "twin-sms-key", "secret", brand="OCOP QN")
    app.extensions["gateways"] = replace(before, sms=sms)
    yield twins
    app.extensions["gateways"] = before


def test_a_phone_without_an_account_gets_the_link_in_one_text_message(
    vendor: Vendor, owner: User, phones: Twins
) -> None:
    invitation = invite(vendor, "0987 654 399", MemberRole.PACKER, by=owner)
    for _ in range(2):
        mail.send_invitation(invitation.id, 1)
        mail.text_invitation(invitation.id, 1)
    [text] = texts(phones.store, to="0987654399")
    assert text.text.startswith("Cho OCOP Quang Ninh: HTX Binh Lieu moi ban")
    assert text.text.endswith(absolute(invitation_link(invitation)))
    with clock.at(clock.now() + invitations.PAUSE):
        send_again(vendor, invitation.id, by=owner)
    mail.text_invitation(invitation.id, 2)
    assert len(texts(phones.store, to="0987654399")) == 2


def test_nobody_is_texted_who_has_an_account_was_asked_by_mail_or_is_asked_no_more(
    vendor: Vendor, owner: User, asked: Invitation, phones: Twins
) -> None:
    a_person("Lan").phone = "+84987654398"
    known = invite(vendor, "0987654398", MemberRole.PACKER, by=owner)
    gone = invite(vendor, "0987654397", MemberRole.PACKER, by=owner)
    withdraw(vendor, gone.id, by=owner)
    for invitation in (asked, known, gone):
        mail.text_invitation(invitation.id, 1)
    assert [texts(phones.store, to=to) for to in ("0987654398", "0987654397")] == [[], []]


def test_a_phone_that_is_never_reached_is_not_tried_again(vendor: Vendor, owner: User, phones: Twins) -> None:
    mail.text_invitation(invite(vendor, REFUSED, MemberRole.PACKER, by=owner).id, 1)
    assert texts(phones.store, to=REFUSED) == []


def test_owners_are_told_who_joined(owner: User, asked: Invitation) -> None:
    accept(asked, by=a_person("Lý Văn Sơn"))
    mail.tell_owners_joined(asked.id)
    [told] = db.session.scalars(select(Notice).where(Notice.user_id == owner.id))
    assert "Lý Văn Sơn" in told.subject


@pytest.mark.parametrize("token", ["x", "MQ.abc", "WzFd.x"])
def test_a_forged_link_opens_nothing(client: FlaskClient, token: str) -> None:
    with pytest.raises(LinkForged):
        invitation_of(token)
    assert client.get(f"/join/{token}").status_code == 404


def test_somebody_new_follows_the_link_and_comes_in(client: FlaskClient, vendor: Vendor, asked: Invitation) -> None:
    link = invitation_link(asked)
    db.session.commit()
    page = client.get(link).text
    assert "Hoàng Thị Mai mời bạn vào nhóm" in page
    assert f"/signup?next={link}" in page
    assert "/login" in client.post(f"{link}/acceptance").location
    come_in(client, a_person("Lý Văn Sơn"))
    assert client.post(f"{link}/acceptance").location == "/seller"
    assert "HTX Bình Liêu" in client.get("/seller").text
    assert client.post(f"{link}/acceptance").status_code == 409
    assert "đã được nhận" in client.get(link).text


def test_an_owner_asks_sends_again_and_takes_back_on_the_page(client: FlaskClient, vendor: Vendor, owner: User) -> None:
    come_in(client, owner)
    assert client.post("/seller/team", data={"login": "không phải", "role": "packer"}).status_code == 422
    assert client.post("/seller/team", data={"login": "0987654321", "role": "king"}).status_code == 422
    client.post("/seller/team", data={"login": "0987654321", "role": "packer"})
    [invitation] = invitations_of(vendor)
    page = client.get("/seller/team").text
    assert "0987 654 321" in page
    assert invitation_link(invitation) in page
    sending = f"/seller/team/invitations/{invitation.id}"
    assert client.post(f"{sending}/sending").status_code == 409
    assert client.post(f"{sending}/withdrawal").status_code == 302
    assert invitations_of(vendor) == []


def test_refusals_stand_beside_the_field(vendor: Vendor, owner: User) -> None:
    with pytest.raises(Refusal) as refused:
        invite(vendor, owner.email or "", MemberRole.PACKER, by=owner)
    assert refused.value.field == "login"
