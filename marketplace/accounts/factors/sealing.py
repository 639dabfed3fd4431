"""Keeps small secrets in the database so that a copy of it alone opens nothing."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken

from marketplace.settings import settings


def seal(words: str) -> str:
    """Encrypt under the market's secret."""
    return _box().encrypt(words.encode()).decode()


def unseal(sealed: str) -> str | None:
    """Give what was sealed; None when the market's secret has changed since."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"sealing|{settings().secret_key}".encode()).digest()))
