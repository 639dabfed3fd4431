"""Keeping, changing and forgetting addresses; orders have their own copy."""

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from marketplace.accounts.models import Address, User
from marketplace.accounts.operations import check_commune
from marketplace.database import db
from marketplace.errors import Invalid

MOST_ADDRESSES = 30


def add_address(
    user: User, *, full_name: str, phone: str, province_code: str, commune_code: str, street: str, default: bool
) -> Address:
    """Keep an address; the first is the default.

    Raises UnknownCommune when the commune is not in the province, Invalid when MOST_ADDRESSES are kept.
    """
    check_commune(province_code, commune_code)
    kept = _count(user)
    if kept >= MOST_ADDRESSES:
        raise Invalid(_("Sổ địa chỉ đã có %(most)s địa chỉ. Hãy bỏ bớt rồi thêm.", most=MOST_ADDRESSES))
    address = Address(
        user_id=user.id,
        full_name=full_name.strip(),
        phone=phone,
        province_code=province_code,
        commune_code=commune_code,
        street=street.strip(),
    )
    db.session.add(address)
    if default or not kept:
        make_default(user, address)
    return address


def remember_address(
    user: User, *, full_name: str, phone: str, province_code: str, commune_code: str, street: str
) -> None:
    """Keep the address of an order, unless it is kept already or the book is full."""
    said = {"full_name": full_name, "phone": phone, "commune_code": commune_code, "street": street}
    known = db.session.scalar(select(Address.id).filter_by(user_id=user.id, **said).limit(1))
    if known is None and _count(user) < MOST_ADDRESSES:
        add_address(user, **said, province_code=province_code, default=False)


def change_address(
    address: Address, *, full_name: str, phone: str, province_code: str, commune_code: str, street: str
) -> None:
    """Set what an address says. Raises UnknownCommune when the commune is not in the province."""
    check_commune(province_code, commune_code)
    address.full_name, address.phone = full_name.strip(), phone
    address.province_code, address.commune_code, address.street = province_code, commune_code, street.strip()


def make_default(user: User, address: Address) -> None:
    """Let an address of the person be the one that is filled in first."""
    _lock(user)
    db.session.execute(update(Address).where(Address.user_id == user.id).values(is_default=False))
    address.is_default = True
    db.session.flush()


def forget_address(user: User, address: Address) -> None:
    """Forget an address of the person; after the default, the one that was kept last is the default."""
    _lock(user)
    db.session.delete(address)
    db.session.flush()
    if not address.is_default:
        return
    others = select(Address).where(Address.user_id == user.id).order_by(Address.id.desc()).limit(1)
    if last := db.session.scalar(others):
        last.is_default = True
        db.session.flush()


def _lock(user: User) -> None:
    """Let whoever changes the default of the same book wait: there is one at most."""
    db.session.execute(select(User.id).where(User.id == user.id).with_for_update())


def _count(user: User) -> int:
    return db.session.scalar(select(func.count()).select_from(Address).where(Address.user_id == user.id)) or 0
