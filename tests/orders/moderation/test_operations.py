"""Reports and what is decided about them."""

import pytest
from sqlalchemy import func, select

from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.errors import Invalid, NotFound
from marketplace.notices.models import Notice
from orders.conversations import operations as conversations
from orders.conversations import queries as read
from orders.conversations.models import Side
from orders.conversations.operations import Said
from orders.moderation import queries
from orders.moderation.mail import tell_writer
from orders.moderation.models import Decision, Report, ReportReason
from orders.moderation.operations import DecidedAlready, OwnWords, decide, report_message, report_review
from orders.muting.operations import Writer, standing_mute
from tests.factories.fulfilment import a_part
from tests.factories.listings import a_listing
from tests.factories.orders import a_shop
from tests.factories.people import a_person, an_administrator
from tests.factories.pictures import a_picture
from tests.factories.talking import a_question, a_report, a_review
from vendors.listings.models import Listing


@pytest.fixture
def goods(app) -> Listing:
    return a_listing(a_shop())


def reports() -> list[Report]:
    return list(db.session.scalars(select(Report).order_by(Report.id)))


def test_each_side_reports_the_others_words_once(goods) -> None:
    message, seller = a_question(goods), a_person()
    for _ in range(2):
        report_message(message, side=Side.VENDOR, by=seller, reason=ReportReason.SPAM, words="")
    assert len(reports()) == queries.waiting_count() == 1
    with pytest.raises(OwnWords):
        report_message(message, side=Side.BUYER, by=a_person(), reason=ReportReason.RUDE, words="")


def test_nobody_reports_their_own_review(goods) -> None:
    buyer = a_person()
    with pytest.raises(OwnWords):
        report_review(a_review(goods, by=buyer), by=buyer, reason=ReportReason.OTHER, words="")


def test_what_is_hidden_is_seen_by_neither_side_and_kept(goods) -> None:
    buyer, master = a_person(), an_administrator()
    message = conversations.ask(goods, Said("Đồ lừa đảo", [a_picture()]), by=buyer)
    report_message(message, side=Side.VENDOR, by=a_person(), reason=ReportReason.RUDE, words="Xúc phạm")
    [report] = reports()
    file_id = message.files[0].id
    assert queries.reported_file(queries.report(report.id), file_id).id == file_id
    decide(queries.report(report.id), Decision.HIDE, note="Xúc phạm người bán", by=master)
    db.session.refresh(message, ["conversation"])
    with pytest.raises(NotFound):
        read.file_in(message.conversation, file_id)
    assert message.text == "Đồ lừa đảo"
    assert standing_mute(Writer(buyer.id)) is None
    acts = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "report decided")
    assert db.session.scalar(acts) == 1
    tell_writer(report.id)
    told = db.session.scalars(select(Notice).where(Notice.key == f"report-decided/{report.id}")).first()
    assert told.user_id == buyer.id
    assert "Xúc phạm người bán" in told.text


def test_only_files_near_what_was_reported_are_opened(goods) -> None:
    elsewhere = conversations.ask(goods, Said("Ảnh", [a_picture()]), by=a_person())
    message = a_question(goods)
    report_message(message, side=Side.VENDOR, by=a_person(), reason=ReportReason.RUDE, words="")
    with pytest.raises(NotFound):
        queries.reported_file(queries.report(reports()[0].id), elsewhere.files[0].id)


def test_whoever_is_blocked_is_silent_a_guest_too(goods) -> None:
    part = a_part(goods)
    message = conversations.write(conversations.about_part(part), Said("Này!"), side=Side.BUYER, by=None)
    report_message(message, side=Side.VENDOR, by=a_person(), reason=ReportReason.RUDE, words="")
    decide(reports()[0], Decision.BLOCK, note="Đe dọa", by=an_administrator())
    assert standing_mute(Writer(None, part.order_id)) is not None
    assert [each.order_id for each in queries.muted()] == [part.order_id]


def test_a_review_is_taken_down_with_its_reason(goods) -> None:
    written = a_review(goods)
    decide(a_report(written), Decision.HIDE, note="Nói về món khác", by=an_administrator())
    assert written.hidden_because == "Nói về món khác"
    [decided] = db.session.scalars(queries.reports(decided=True))
    assert decided.review_id == written.id


def test_what_is_left_as_it_is_is_no_news(goods) -> None:
    report = a_report(a_review(goods))
    decide(report, Decision.NOTHING, note="Ý kiến của người mua", by=an_administrator())
    tell_writer(report.id)
    assert report.review_id is not None
    assert db.session.scalar(select(func.count()).select_from(Notice).where(Notice.key.like("report-decided/%"))) == 0


def test_it_is_decided_once_and_with_a_reason(goods) -> None:
    report, master = a_report(a_review(goods)), an_administrator()
    with pytest.raises(Invalid):
        decide(report, Decision.HIDE, note=" ", by=master)
    decide(report, Decision.NOTHING, note="Đúng luật", by=master)
    with pytest.raises(DecidedAlready):
        decide(report, Decision.HIDE, note="Nghĩ lại", by=master)
