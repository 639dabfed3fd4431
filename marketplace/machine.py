"""What a machine without servers and without a secret of its own needs to run a market."""

import secrets

from config import Settings, load_settings
from marketplace.embedded import ensure_urls


def settings_of_machine() -> Settings:
    """Give the settings of the environment; servers and secret that they do not name are this machine's own."""
    settings = load_settings()
    missing: dict[str, object] = {}
    if not settings.database_url or not settings.redis_url:
        addresses = ensure_urls(settings.data_dir)
        missing["database_url"] = settings.database_url or addresses.database_url
        missing["redis_url"] = settings.redis_url or addresses.redis_url
    if not settings.secret_key:
        missing["secret_key"] = _kept_secret(settings)
    return settings.model_copy(update=missing) if missing else settings


def _kept_secret(settings: Settings) -> str:
    """Give the secret of this machine's own market, made once and kept under var/."""
    path = settings.data_dir / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii")
