"""Whom the market believes when it calls another system over TLS."""

import ssl
from functools import cache

import httpx


@cache
def authorities() -> ssl.SSLContext:
    """The certificate authorities of this machine, read once for a process: reading them takes longer than a call."""
    return httpx.create_ssl_context()
