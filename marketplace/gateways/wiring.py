"""Chooses the outside world that the settings name, and gives it to the application."""

from flask import Flask

from config import Settings


def bind_gateways(app: Flask, settings: Settings) -> None:
    """Bind every gateway of `app` as the settings say."""
    app.extensions["gateways"] = {}
