"""How commission is said: whom a rule is for, what it takes, what was done to it."""

from datetime import datetime
from typing import Any, Final

from flask_babel import LazyString, format_date, format_decimal, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import clock
from marketplace.money import format_dong
from vendors.commissions.models import CommissionRule, CommissionRuleChange, RuleAct
from vendors.commissions.rates import FixedPer, Rate

ACTS: Final[dict[RuleAct, LazyString]] = {
    RuleAct.ADDED: _l("Thêm"),
    RuleAct.CHANGED: _l("Đổi mức"),
    RuleAct.MOVED: _l("Đổi thứ tự"),
    RuleAct.PLANNED: _l("Hẹn đổi mức"),
    RuleAct.ENDED: _l("Kết thúc"),
    RuleAct.DROPPED: _l("Bỏ trước khi bắt đầu"),
}


def percent_words(basis_points: int) -> str:
    """A share as people write it: 5 %, 2,75 %."""
    return f"{format_decimal(basis_points / 100)}\u00a0%"


def rate_words(rate: Rate) -> str:
    """What is taken: '5 % + 2.000 ₫ mỗi gói, ít nhất 1.000 ₫, nhiều nhất 50.000 ₫'."""
    said = [percent_words(rate.basis_points)] if rate.basis_points or not rate.fixed_dong else []
    if rate.fixed_dong:
        said.append(_fixed_words(rate))
    bounds = [" + ".join(said)]
    if rate.floor_dong:
        bounds.append(_("ít nhất %(amount)s", amount=format_dong(rate.floor_dong)))
    if rate.cap_dong is not None:
        bounds.append(_("nhiều nhất %(amount)s", amount=format_dong(rate.cap_dong)))
    return ", ".join(bounds)


def target_words(rule: CommissionRule) -> str:
    """Whom a rule is for. Its vendor and category must be loaded."""
    if rule.vendor:
        return rule.vendor.name
    if rule.category:
        return str(_("Nhóm hàng: %(name)s", name=getattr(rule.category, f"label_{get_locale()}")))
    if rule.star:
        return str(_("Hàng OCOP %(star)s sao", star=rule.star))
    return str(_("Mọi mặt hàng còn lại"))


def change_words(change: CommissionRuleChange) -> str:
    """What a change says: before, an arrow, after; what is the same is left out."""
    before, after = change.before or {}, change.after or {}
    if change.act is RuleAct.MOVED:
        return str(_("vị trí %(before)s → %(after)s", before=before["place"], after=after["place"]))
    said = [_said_rate(each) for each in (before, after) if each]
    told = " → ".join(dict.fromkeys(said))
    if before and after and before["words"] != after["words"]:
        told += f" ({before['words']} → {after['words']})"
    if change.act is RuleAct.PLANNED:
        day = format_date(clock.in_vietnam(datetime.fromisoformat(after["valid_from"])), "dd/MM/yyyy")
        told = _("%(change)s, từ %(day)s", change=told, day=day)
    return str(told)


def _said_rate(said: dict[str, Any]) -> str:
    per = FixedPer(said["fixed_per"])
    return rate_words(Rate(said["basis_points"], said["fixed_dong"], per, said["floor_dong"], said["cap_dong"]))


def _fixed_words(rate: Rate) -> str:
    amount = format_dong(rate.fixed_dong)
    if rate.fixed_per is FixedPer.UNIT:
        return str(_("%(amount)s mỗi gói", amount=amount))
    return str(_("%(amount)s mỗi dòng hàng", amount=amount))
