"""The contract of an order, for whoever placed it."""

from flask import Blueprint, Response

from marketplace.documents.models import FileFormat
from marketplace.documents.views import hand_out
from marketplace.web.audience import public
from orders.buying.access import order_of_visitor
from orders.contracts.operations import issue_contract

blueprint = Blueprint("contracts", __name__)


@blueprint.get("/orders/<number>/contract.pdf")
@public
def file(number: str) -> Response:
    """Hand out the contract, to the buyer or to a guest behind the key of the order."""
    return hand_out(issue_contract(order_of_visitor(number).id), FileFormat.PDF)
