"""Issuing the contract of an order, once."""

from flask_babel import force_locale

from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.operations import issue
from marketplace.documents.queries import document_about
from orders.contracts.queries import agreed_order
from orders.contracts.wording import contract_paper


def issue_contract(order_id: int) -> Document:
    """Give the contract of the order; the first who asks has it issued, in Vietnamese, and it stays as it is.

    The buyer can read and download what was agreed (Law 19/2023/QH15, art. 38).
    """
    subject = f"order/{order_id}"
    if issued := document_about(DocumentKind.CONTRACT, subject):
        return issued
    with force_locale("vi"):
        paper = contract_paper(agreed_order(order_id))
    return issue(DocumentKind.CONTRACT, paper, subject=subject)
