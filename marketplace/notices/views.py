"""The inbox."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace.accounts.operations import change_profile
from marketplace.notices import choices as chosen
from marketplace.notices import operations, queries
from marketplace.notices.forms import KIND_NAMES, ChoicesForm, box_of
from marketplace.web.audience import signed_in
from marketplace.web.forms import form_page
from marketplace.web.paging import page_of

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices")
@signed_in
def inbox() -> str:
    """Show the person's messages; having been shown, they are read."""
    page = page_of(queries.inbox(current_user), size=30)
    answer = render_template("notices/inbox.html", page=page)
    operations.mark_read(current_user)
    return answer


@blueprint.route("/account/notices", methods=["GET", "POST"])
@signed_in
def choices() -> str | Response | tuple[str, int]:
    """Show and change what a person wants to hear of, how, and when not."""
    form = ChoicesForm()
    if form.validate_on_submit():
        chosen.choose(current_user, form.wanted, quiet=form.quiet)
        change_profile(current_user, full_name=current_user.full_name, locale=form.locale.data)
        flash(_("Đã lưu."))
        return redirect(url_for("notices.choices"))
    if not form.is_submitted():
        known = (chosen.choices_of(current_user), chosen.quiet_hours_of(current_user))
        form.show(*known, locale=current_user.locale)
    named = {"kinds": chosen.CHOSEN, "channels": chosen.CHANNELS, "kind_names": KIND_NAMES, "box_of": box_of}
    return form_page("notices/choices.html", form, **named)
