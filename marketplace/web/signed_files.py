"""Addresses of private files that end: each is made for one person, opens one file, and only for some minutes.

Whoever makes one has made sure that the person may see the file. Files come through here also from object storage, so
that pages show them under our own policy (marketplace/web/private_files.py).
"""

from datetime import timedelta

from flask import Blueprint, Response, current_app
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from marketplace import clock
from marketplace.errors import NotFound
from marketplace.web.audience import signed_in
from marketplace.web.private_files import send_private

LIFE = timedelta(minutes=15)
blueprint = Blueprint("files", __name__)


class AddressEnded(NotFound):
    """The address is forged, too old, or was made for somebody else."""

    sentence = _l("Địa chỉ của tệp này đã hết hạn. Hãy mở lại trang rồi xem tệp.")


def file_address(key: str | None, *, reader_id: int, name: str) -> str:
    """Give the path at which this person may read the file from now on for some minutes; `name` is a word in ASCII."""
    ends_at = int((clock.now() + LIFE).timestamp())
    return "/files/" + _signer().dumps([key, reader_id, name, ends_at]) if key else ""


@blueprint.get("/files/<token>")
@signed_in
def show(token: str) -> Response:
    """Send the file to whom the address was made for. Raises AddressEnded."""
    try:
        key, reader_id, name, ends_at = _signer().loads(token)
    except (BadSignature, ValueError, TypeError) as wrong:
        raise AddressEnded from wrong
    if reader_id != current_user.id or clock.now().timestamp() >= ends_at:
        raise AddressEnded
    return send_private(key, name=name)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="private-file")
