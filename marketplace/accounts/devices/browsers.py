"""What a browser says of itself, in words that its owner knows."""

import re
import secrets

from flask import Response, after_this_request, request

from marketplace.accounts.devices.operations import Device

COOKIE = "device"
TWO_YEARS = 2 * 365 * 24 * 3600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,64}")
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox", "Firefox"), ("Zalo", "Zalo"))
_ENGINES = (("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"))
_LAST = (("CrOS", "ChromeOS"), ("Linux", "Linux"))


def this_device() -> Device:
    """Give the device of the running request; it is given a cookie of its own when it has none."""
    agent = request.user_agent.string
    return Device(token=_token(), label=label_of(agent), address=request.remote_addr or "")


def device_name() -> str:
    """Name the device for a limit: its cookie, or its address while it has none."""
    kept = request.cookies.get(COOKIE, "")
    return kept if _TOKEN.fullmatch(kept) else (request.remote_addr or "")


def label_of(agent: str) -> str:
    """Name a browser and its system: "Chrome, Android"; what is not known is left out."""
    known = (_first(agent, _BROWSERS + _ENGINES), _first(agent, _SYSTEMS + _LAST))
    return ", ".join(word for word in known if word)


def _first(agent: str, words: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in words if sign in agent), "")


def _token() -> str:
    kept = request.cookies.get(COOKIE, "")
    if _TOKEN.fullmatch(kept):
        return kept
    token = secrets.token_urlsafe(32)

    @after_this_request
    def remember(response: Response) -> Response:
        response.set_cookie(COOKIE, token, max_age=TWO_YEARS, httponly=True, samesite="Lax", secure=request.is_secure)
        return response

    return token
