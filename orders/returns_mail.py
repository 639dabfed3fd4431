"""What is said of complaints: each side hears of what the other, or the market, did. Called by the subscriptions."""

from sqlalchemy.orm import joinedload

from marketplace.database import db
from marketplace.letters import write
from marketplace.notices.operations import tell
from orders.mail import people_of
from orders.models import VendorOrder
from orders.returns.models import ReturnCase, ReturnState, ReturnStep, Side
from orders.returns.words import STATES


def tell_buyer_of_return(step_id: int) -> None:
    """Tell the buyer what the vendor or the market did; what the buyer did is no news."""
    step = _step(step_id)
    if step.side is Side.BUYER:
        return
    part, case = step.case.vendor_order, step.case
    order, buyer = part.order, part.order.buyer
    link = f"/orders/{order.number}/returns/{case.reference}" + ("" if buyer else f"?key={order.access_token}")
    locale = buyer.locale if buyer else order.locale
    said = {"order": order, "part": part, "case": case, "step": step, "link": link, "state": STATES[step.state]}
    letter = write("orders/return_step", locale, **said)
    tell(f"return-step/{step.id}", letter, user=buyer, mail_to=order.email or (buyer and buyer.email), link=link)


def tell_vendor_of_return(step_id: int) -> None:
    """Tell the vendor what the buyer or the market did; what the vendor did is no news."""
    step = _step(step_id)
    if step.side is Side.VENDOR:
        return
    part, case = step.case.vendor_order, step.case
    link = f"/seller/returns/{case.reference}"
    is_new = step.side is Side.BUYER and step.state is ReturnState.ASKED
    for person in people_of(part):
        said = {"part": part, "person": person, "case": case, "step": step, "link": link, "is_new": is_new}
        letter = write("orders/vendor_return_step", person.locale, state=STATES[step.state], **said)
        tell(f"vendor-return-step/{step.id}", letter, user=person, mail_to=person.email, link=link)


def _step(step_id: int) -> ReturnStep:
    part = joinedload(ReturnStep.case).joinedload(ReturnCase.vendor_order)
    loaded = (part.joinedload(VendorOrder.vendor), part.joinedload(VendorOrder.order))
    found = db.session.get(ReturnStep, step_id, options=loaded, populate_existing=True)
    if found is None:
        raise LookupError(step_id)
    return found
