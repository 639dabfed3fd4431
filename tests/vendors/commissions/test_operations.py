"""Rules are added, changed, moved and ended: each with its history, none for what was sold."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.audit import AuditEntry
from marketplace.database import db
from marketplace.errors import Invalid, NotFound, Refusal
from tests.factories.commissions import a_rule
from tests.factories.people import an_administrator
from tests.factories.vendors import a_vendor
from vendors.commissions import operations
from vendors.commissions.errors import (
    AlreadyPlanned,
    BeginsInThePast,
    FloorAboveCap,
    NeverWithoutOne,
    NotAShare,
    RulesChanged,
    SameTarget,
    UnknownCategory,
    UnknownStar,
    UnknownVendor,
)
from vendors.commissions.models import LAST_PLACE, CommissionRule, CommissionRuleChange, RuleAct
from vendors.commissions.queries import choose, rules_at, standing_rules, version
from vendors.commissions.rates import FixedPer, Rate
from vendors.commissions.terms import Target, Terms

DAY = timedelta(days=1)
FOUR_STARS = Target(star=4)


@pytest.fixture
def hung(app: Flask) -> User:
    return an_administrator()


def said() -> list[str]:
    """The rules of now and of later, in their order."""
    return [rule.words for rule in standing_rules()]


def everyone() -> CommissionRule:
    return standing_rules()[-1]


def five_stars() -> CommissionRule:
    return next(rule for rule in standing_rules() if rule.star == 5)


def changed(rule: CommissionRule, rate: Rate, by: User, *, starts_at: datetime | None = None) -> CommissionRule:
    return operations.change_rule(rule.id, Terms(rule.words, rate, starts_at), seen=version(), by=by)


def taken(moment: datetime, star: int | None = None) -> Rate:
    return choose(rules_at(moment), vendor_id=1, category_number=3, star=star).rate


def last_change() -> CommissionRuleChange:
    return db.session.scalars(select(CommissionRuleChange).order_by(CommissionRuleChange.id.desc())).first()


def test_a_rule_stands_where_it_was_put(hung: User) -> None:
    four = a_rule(FOUR_STARS, Rate(400), words="4 sao", by=hung)
    tea = a_rule(Target(category_number=3), Rate(200), words="Trà", before=four, by=hung)
    shop = a_rule(Target(vendor_slug=a_vendor().slug), Rate(0), words="Quán", before=five_stars(), by=hung)
    assert said() == ["Quán", "Hàng OCOP 5 sao", "Trà", "4 sao", "Mọi mặt hàng"]
    operations.place_rule(four.id, before_id=shop.id, seen=version(), by=hung)
    assert said() == ["4 sao", "Quán", "Hàng OCOP 5 sao", "Trà", "Mọi mặt hàng"]
    operations.place_rule(four.id, before_id=None, seen=version(), by=hung)
    assert said() == ["Quán", "Hàng OCOP 5 sao", "Trà", "4 sao", "Mọi mặt hàng"]
    assert [rule.position for rule in standing_rules()] == [1, 2, 3, 4, LAST_PLACE]
    assert (last_change().act, last_change().by_id) == (RuleAct.MOVED, hung.id)
    assert last_change().before["place"] == 1
    assert last_change().after["place"] == 4
    assert choose(rules_at(clock.now()), vendor_id=0, category_number=3, star=5).words == "Hàng OCOP 5 sao"
    assert tea.rate == Rate(200)


def test_a_change_follows_and_keeps_what_was_said_before(hung: User) -> None:
    before = five_stars()
    full = Rate(250, 1_000, FixedPer.LINE, 2_000, 90_000)
    after = changed(before, full, hung)
    db.session.refresh(before)
    assert taken(clock.now(), star=5) == full
    assert before.rate == Rate(300)
    assert (before.position, before.valid_until) == (None, after.valid_from)
    note = last_change()
    assert (note.act, note.rule_id, note.before["basis_points"], note.after["basis_points"]) == (
        RuleAct.CHANGED,
        after.id,
        300,
        250,
    )
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.actor_id, entry.detail["after"]["cap_dong"]) == (
        "commission rule changed",
        hung.id,
        90_000,
    )


def test_a_change_to_come_waits_for_its_moment(hung: User) -> None:
    now, later = clock.now(), clock.now() + 7 * DAY
    following = changed(everyone(), Rate(700), hung, starts_at=later)
    assert last_change().act is RuleAct.PLANNED
    assert (taken(clock.now()), taken(later - DAY), taken(later)) == (Rate(500), Rate(500), Rate(700))
    with pytest.raises(AlreadyPlanned):
        changed(everyone_of(now), Rate(800), hung, starts_at=later + DAY)
    changed(everyone_of(now), Rate(450), hung)
    assert (taken(clock.now()), taken(later)) == (Rate(450), Rate(700))
    changed(following, Rate(650), hung, starts_at=later + DAY)
    assert (taken(later), taken(later + DAY)) == (Rate(450), Rate(650))
    changed(following, Rate(660), hung, starts_at=later - DAY)
    assert (taken(later - 2 * DAY), taken(later - DAY)) == (Rate(450), Rate(660))
    operations.end_rule(following.id, seen=version(), by=hung)
    assert taken(later + 100 * DAY) == Rate(450)
    assert last_change().act is RuleAct.DROPPED


def everyone_of(moment: datetime) -> CommissionRule:
    return rules_at(max(moment, clock.now()))[-1]


def test_a_change_to_come_can_begin_at_once(hung: User) -> None:
    following = changed(everyone(), Rate(700), hung, starts_at=clock.now() + DAY)
    changed(following, Rate(710), hung)
    assert taken(clock.now()) == Rate(710)
    assert len([rule for rule in standing_rules() if rule.is_for_everyone]) == 1


def test_an_ended_rule_is_read_no_more_and_can_be_named_anew(hung: User) -> None:
    operations.end_rule(five_stars().id, seen=version(), by=hung)
    assert taken(clock.now(), star=5) == Rate(500)
    assert said() == ["Mọi mặt hàng"]
    assert (last_change().act, last_change().before["basis_points"], last_change().after) == (RuleAct.ENDED, 300, None)
    a_rule(Target(star=5), Rate(100), by=hung)
    assert taken(clock.now(), star=5) == Rate(100)
    assert operations.load_rules() == 0


def test_the_rule_for_everyone_stays_last(hung: User) -> None:
    for act in (
        lambda: operations.end_rule(everyone().id, seen=version(), by=hung),
        lambda: operations.place_rule(everyone().id, before_id=five_stars().id, seen=version(), by=hung),
    ):
        with pytest.raises(NeverWithoutOne):
            act()
    a_rule(FOUR_STARS, Rate(100), words="4 sao", before=everyone(), by=hung)
    assert said()[-1] == "Mọi mặt hàng"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((Target(vendor_slug="khong-co"), Rate(1), None), (UnknownVendor, "vendor_slug")),
        ((Target(vendor_slug=""), Rate(1), None), (UnknownVendor, "vendor_slug")),
        ((Target(category_number=999), Rate(1), None), (UnknownCategory, "category_number")),
        ((Target(category_number=-1), Rate(1), None), (UnknownCategory, "category_number")),
        ((Target(category_number=10**12), Rate(1), None), (UnknownCategory, "category_number")),
        ((Target(star=2), Rate(1), None), (UnknownStar, "star")),
        ((Target(star=6), Rate(1), None), (UnknownStar, "star")),
        ((Target(star=5), Rate(1), None), (SameTarget, "star")),
        ((Target(star=5), Rate(1), DAY), (SameTarget, "star")),
        ((FOUR_STARS, Rate(10_001), None), (NotAShare, "percent")),
        ((FOUR_STARS, Rate(-1), None), (NotAShare, "percent")),
        ((FOUR_STARS, Rate(1, fixed_dong=-1), None), (NotAShare, "fixed_dong")),
        ((FOUR_STARS, Rate(1, floor_dong=2, cap_dong=1), None), (FloorAboveCap, "floor_dong")),
        ((FOUR_STARS, Rate(1), -DAY), (BeginsInThePast, "starts_on")),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    app: Flask, asked: tuple[Target, Rate, timedelta | None], told: tuple[type[Invalid], str]
) -> None:
    target, rate, starts = asked
    before, seen = said(), version()
    with pytest.raises(told[0]) as refusal:
        a_rule(target, rate, starts_at=clock.now() + starts if starts is not None else None)
    assert refusal.value.field == told[1]
    assert (said(), version()) == (before, seen)


def test_who_has_seen_other_rules_is_told(hung: User) -> None:
    seen = version()
    a_rule(FOUR_STARS, Rate(100), by=hung)
    for act in (
        lambda: operations.add_rule(Target(star=3), Terms("3 sao", Rate(1)), before_id=None, seen=seen, by=hung),
        lambda: operations.change_rule(everyone().id, Terms("?", Rate(1)), seen=seen, by=hung),
        lambda: operations.place_rule(five_stars().id, before_id=None, seen=seen, by=hung),
        lambda: operations.end_rule(five_stars().id, seen=seen, by=hung),
    ):
        with pytest.raises(RulesChanged):
            act()


def test_what_has_ended_is_not_found(hung: User) -> None:
    ended = five_stars()
    operations.end_rule(ended.id, seen=version(), by=hung)
    with pytest.raises(NotFound):
        changed(ended, Rate(1), hung)
    with pytest.raises(NotFound):
        a_rule(FOUR_STARS, Rate(1), before=ended, by=hung)


def test_no_more_rules_than_people_read(hung: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_RULES", 1)
    with pytest.raises(Refusal, match="quá dài"):
        a_rule(FOUR_STARS, Rate(1), by=hung)
