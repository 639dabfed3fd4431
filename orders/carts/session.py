"""Whose cart it is: what a visitor's session remembers of it, so that most pages need not ask the database."""

from flask import session
from flask_login import current_user

from marketplace.accounts.models import User
from orders.carts import operations, queries
from orders.carts.models import Cart

TOKEN, COUNT, OWNER = "cart_token", "cart_count", "cart_owner"
NOBODY = 0


def visitor() -> User | None:
    """Whoever is signed in, as a plain record."""
    return current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001 - Werkzeug's way


def current_cart() -> Cart | None:
    """The visitor's cart, if there is one; what they chose before signing in is taken in."""
    user = visitor()
    cart = operations.cart_of(user, session.get(TOKEN))
    if user is not None:
        session.pop(TOKEN, None)
    return cart


def opened_cart() -> Cart:
    """The visitor's cart, made when there is none."""
    cart = current_cart()
    if cart is not None:
        return cart
    user = visitor()
    if user is None:
        session[TOKEN] = operations.new_token()
        session.permanent = True
    return operations.open_cart(user=user, token=session.get(TOKEN))


def note_count(count: int) -> None:
    """Remember how many goods lie in the visitor's cart.

    A guest's session is kept for the cart's sake; when the guest has become a person it ends with the browser again.
    """
    session[COUNT], session[OWNER] = count, _owner()
    session.permanent = session.permanent and session[OWNER] == NOBODY


def forget_count() -> None:
    """Count again when next asked: the cart has changed."""
    session.pop(COUNT, None)


def count() -> int:
    """How many goods lie in the visitor's cart, as the head of every page shows it."""
    user, token = visitor(), session.get(TOKEN)
    if user is None and token is None:
        return 0
    if COUNT not in session or session.get(OWNER) != _owner():
        note_count(queries.count_of(user, token))
    return int(session[COUNT])


def _owner() -> int:
    user = visitor()
    return user.id if user else NOBODY
