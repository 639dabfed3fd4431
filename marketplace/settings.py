"""The running settings, typed, wherever there is an application."""

from typing import cast

from flask import current_app

from config import Settings


def settings() -> Settings:
    """Give the settings of the running application."""
    return cast("Settings", current_app.extensions["settings"])
