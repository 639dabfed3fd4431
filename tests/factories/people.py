"""People for tests, and how they come in."""

import secrets

from flask.testing import FlaskClient

from marketplace import clock
from marketplace.accounts.models import OfficerCommune, StaffRole, User
from marketplace.database import db


def a_person(full_name: str = "Nguyễn Thị Lan", *, staff_role: StaffRole | None = None) -> User:
    """A person who can sign in by session only: the password opens nothing."""
    person = User(
        email=f"person-{secrets.token_hex(6)}@example.vn",
        full_name=full_name,
        password_hash="nobody knows",
        staff_role=staff_role,
        active=True,
        session_version=1,
        locale="vi",
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    return person


def an_administrator() -> User:
    """A person who decides for the market."""
    return a_person("Trần Văn Hùng", staff_role=StaffRole.ADMINISTRATOR)


def an_officer(*commune_codes: str) -> User:
    """A person who helps the producers of these communes."""
    officer = a_person("Lê Thị Hoa", staff_role=StaffRole.OFFICER)
    db.session.add_all(OfficerCommune(user_id=officer.id, commune_code=code) for code in commune_codes)
    db.session.flush()
    return officer


def come_in(client: FlaskClient, person: User) -> FlaskClient:
    """Sign the person in on this browser, whoever was there before; what was added before is committed."""
    db.session.commit()
    with client.session_transaction() as session:
        session.clear()
        session["_user_id"] = person.get_id()
        session["_fresh"] = True
    return client
