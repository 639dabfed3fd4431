"""The end of letters of a kind, by the link that stands in each of them: one click, without signing in (RFC 8058)."""

from flask import Blueprint, render_template

from marketplace.extensions import csrf, limiter
from marketplace.notices import choices
from marketplace.notices.forms import KIND_NAMES
from marketplace.web.audience import public

blueprint = Blueprint("unsubscribing", __name__)
csrf.exempt(blueprint)


@blueprint.get("/unsubscribe/<token>")
@public
def ask(token: str) -> str:
    """Ask before anything changes: programs that look into letters follow their links."""
    kind, _person, _mailbox = choices.read_unsubscribing(token)
    return render_template("notices/unsubscribe.html", kind_name=KIND_NAMES[kind], done=False)


@blueprint.post("/unsubscribe/<token>")
@public
@limiter.limit("60 per minute")
def change(token: str) -> str:
    """End these letters; the signature of the link stands for a token, since mail programs send it by themselves."""
    kind = choices.unsubscribe(token)
    return render_template("notices/unsubscribe.html", kind_name=KIND_NAMES[kind], done=True)
