"""What runs by itself, and when, in Vietnam's time. All of it may run twice or be left out once without harm.

A task that nobody took within its `expires` (seconds) is dropped: the next one does the same work.
"""

from typing import Any

from celery.schedules import crontab


def every(seconds: int, task: str, *, module: str = "tasks") -> dict[str, dict[str, Any]]:
    """Run a task of `workers` each so many seconds."""
    return {task: {"task": f"workers.{module}.{task}", "schedule": seconds, "options": {"expires": max(5, seconds)}}}


def at(task: str, *, module: str = "tasks", **moments: str | int) -> dict[str, dict[str, Any]]:
    """Run a task of `workers` at these moments of the day."""
    return {task: {"task": f"workers.{module}.{task}", "schedule": crontab(**moments), "options": {"expires": 3600}}}


SCHEDULE: dict[str, dict[str, Any]] = {
    **every(1, "dispatch"),
    **every(15, "resend_waiting"),
    **every(5, "send_due_letters"),
    **every(60, "pull_bank_notices"),
    **every(300, "act_on_unread_notices"),
    **every(60, "ask_gateways"),
    **every(15, "send_refunds"),
    **every(30, "follow_refunds"),
    **every(15, "send_payouts"),
    **every(30, "follow_payouts"),
    **every(60, "sweep_reservations"),
    **every(60, "expire_unpaid_orders"),
    **every(60, "end_unpaid_parts"),
    **every(60, "end_unanswered_parts"),
    **every(120, "remind_vendors"),
    **every(180, "release_holds"),
    **at("lapse_complaints", module="returns", minute="5,35"),
    **every(300, "act_on_unread_carrier_notices"),
    **every(1800, "ask_carriers"),
    **at("pull_carrier_statements", minute=15, hour="8,12,16"),
    **every(600, "audit_ledger"),
    **every(240, "issue_statements"),
    **at("issue_invoices", minute=30, hour="0,1,2", day_of_month=1),
    **at("request_payouts", minute="0,20,40", hour=2),
    **at("issue_dues", module="dues", minute=0, hour="4,5", day_of_month=1),
    **at("remind_dues", module="dues", minute=0, hour=8),
    **at("remind_papers", module="papers", minute=30, hour=8),
    **every(300, "keep_views", module="talk"),
    **at("ask_for_reviews", module="talk", minute=0, hour="9-19"),
    **at("turn_reductions", module="promotions", minute="*/5"),
    **at("tell_followers", module="following", minute="0,20,40", hour="17,18"),
    **at("sweep_wishes", module="following", minute=15, hour=3),
    **at("sweep_carts", minute=10, hour=3),
    **at("forget_exports", module="exports", minute=40, hour="*"),
    **at("forget_imports", module="forgetting", minute=45, hour="*"),
    **at("forget_submissions", module="forgetting", minute=50, hour=3),
    **at("forget_codes", module="accounts", minute=20, hour=3),
    **at("forget_copies", module="accounts", minute=45, hour="*"),
    **at("erase_accounts", module="accounts", minute=50, hour="*"),
    **at("forget_devices", module="accounts", minute=25, hour=3),
    **at("forget_searches", module="forgetting", minute=50, hour=3),
    **at("forget_old_facts", minute=30, hour=3),
}
