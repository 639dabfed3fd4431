"""The people of the demo: those with whom a visitor may sign in, and all others."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import insert, select

from marketplace import clock
from marketplace.accounts.models import StaffRole, User
from marketplace.accounts.operations import appoint, read_login, sign_up
from marketplace.accounts.queries import find_person
from marketplace.database import db
from vendors.models import Member, MemberRole

PASSWORD: Final = "ocop-demo-2026"  # noqa: S105 - it is printed at every start and opens a demo only
POST: Final = "demo.vn"


@dataclass(frozen=True)
class DemoAccount:
    """Somebody with whom a visitor may sign in, and what there is to see then."""

    login: str
    full_name: str
    words: str
    staff_role: StaffRole | None = None
    communes: tuple[str, ...] = ()


ADMINISTRATOR: Final = DemoAccount(f"admin@{POST}", "Nguyễn Thu Hà", "administrator: /desk", StaffRole.ADMINISTRATOR)
OFFICER: Final = DemoAccount(
    f"canbo@{POST}",
    "Trần Quang Huy",
    "officer of the communes Bình Liêu and Ba Chẽ: /desk",
    StaffRole.OFFICER,
    communes=("06838", "06970"),
)
PRODUCER: Final = DemoAccount(f"nhasanxuat@{POST}", "Hoàng Thị Mai", "producer: /seller")
PRODUCER_BY_PHONE: Final = DemoAccount("0900 000 003", "Lý Văn Sơn", "producer without e-mail: /seller")
PRODUCER_OF_TWO: Final = DemoAccount(f"haigian@{POST}", "Phạm Thị Hạnh", "producer, a member of two vendors: /seller")
BUYERS: Final = (
    DemoAccount(f"lan@{POST}", "Nguyễn Thị Lan", "buyer in Hà Nội: /orders"),
    DemoAccount(f"minh@{POST}", "Trần Đức Minh", "buyer in Hạ Long: /orders"),
)
ACCOUNTS: Final = (ADMINISTRATOR, OFFICER, PRODUCER, PRODUCER_BY_PHONE, PRODUCER_OF_TWO, *BUYERS)


def open_demo_accounts() -> None:
    """Open an account for everybody with whom a visitor may sign in."""
    for account in ACCOUNTS:
        person = sign_up(account.login, full_name=account.full_name, password=PASSWORD)
        if account.staff_role:
            appoint(person, account.staff_role, by=None, communes=account.communes)
    db.session.flush()


def person_of(account: DemoAccount) -> User:
    """The person of a demo account. Raises LookupError when the demo market is not there."""
    person = find_person(*read_login(account.login))
    if person is None:
        raise LookupError(account.login)
    return person


def owner_of(vendor_id: int) -> User:
    """Somebody who owns the vendor."""
    owners = select(User).join(Member, Member.user_id == User.id).where(Member.vendor_id == vendor_id)
    return db.session.scalars(owners.where(Member.role == MemberRole.OWNER).limit(1)).one()


def open_accounts(names: Iterable[str], *, login: str) -> list[User]:
    """Open an account for each of these people, in two statements; their addresses are `login` and a number.

    Signing up one by one would spend most of the time on hiding passwords: argon2 is slow on purpose. All of them have
    the demo's one password, so it is hidden once, by the same operation, for the first demo account.
    """
    one = person_of(ADMINISTRATOR)
    rows = [
        {
            "email": f"{login}{number:05}@{POST}",
            "full_name": name,
            "password_hash": one.password_hash,
            "locale": "vi",
            "active": True,
            "session_version": 1,
            "created_at": clock.now(),
        }
        for number, name in enumerate(names, start=1)
    ]
    if rows:
        db.session.execute(insert(User), rows)
    emails = [row["email"] for row in rows]
    return list(db.session.scalars(select(User).where(User.email.in_(emails)).order_by(User.email)))
