"""Builds the Flask application on which `wsgi.py` registers the pages."""

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings
from marketplace.database import db
from marketplace.extensions import babel, csrf, limiter, login_manager, migrate
from marketplace.gateways.wiring import bind_gateways
from marketplace.web import (
    audience,
    errors,
    headers,
    language,
    legible,
    links,
    logs,
    offline,
    packing,
    sharing,
    submissions,
    templates,
    transaction,
)


def build_application(settings: Settings) -> Flask:
    """Build an application for these settings: extensions bound, edges guarded, no page registered yet."""
    app = Flask("marketplace", root_path=str(ROOT), static_folder=None, template_folder=str(ROOT / "templates"))
    app.extensions["settings"] = settings
    app.config.from_mapping(_flask_config(settings))
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's own way of adding middleware
        app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies, x_host=settings.trusted_proxies
    )
    _bind_extensions(app)
    bind_gateways(app, settings)
    for edge in (
        packing,
        logs,
        language,
        links,
        errors,
        transaction,
        legible,
        audience,
        submissions,
        offline,
        headers,
        templates,
        sharing,
    ):
        edge.bind(app)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    secure = settings.public_url.startswith("https://")
    return {
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.environment == "test",
        "SQLALCHEMY_DATABASE_URI": _with_driver(settings.database_url),
        "MAX_CONTENT_LENGTH": settings.max_upload_megabytes * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": secure,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": settings.redis_url,
        "RATELIMIT_ENABLED": settings.rate_limits,
        "RATELIMIT_HEADERS_ENABLED": True,
        "BABEL_DEFAULT_LOCALE": "vi",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
        "BABEL_TRANSLATION_DIRECTORIES": str(Path("marketplace") / "translations"),
    }


def _with_driver(url: str) -> str:
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "marketplace" / "migrations"), compare_type=True)
    babel.init_app(app, locale_selector=language.chosen)
    csrf.init_app(app)
    limiter.init_app(app)
    login_manager.init_app(app)
