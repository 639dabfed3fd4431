"""One place that answers refusals and failures: a page for people, a problem document for programs (RFC 9457)."""

import uuid

import structlog
from flask import Flask, Response, jsonify, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from structlog.contextvars import get_contextvars
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from marketplace.database import db
from marketplace.errors import Refusal
from marketplace.web.transaction import FIRST_ERROR_STATUS

log = structlog.get_logger()
LOCK_NOT_AVAILABLE = "55P03"
SERVER_ERROR = 500


def bind(app: Flask) -> None:
    """Answer every error of `app` here."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(Exception, _unexpected)


def wants_json() -> bool:
    """Whether the request comes from a program."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json" or request.is_json


def answer(status: int, sentence: str, *, number: str = "") -> tuple[Response | str, int]:
    """Give the error in the form that the asker reads."""
    if wants_json():
        problem = jsonify(status=status, title=sentence, **({"instance": number} if number else {}))
        problem.content_type = "application/problem+json"
        return problem, status
    return render_template("errors/error.html", status=status, sentence=sentence, number=number), status


def _refused(refusal: Refusal) -> tuple[Response | str, int]:
    db.session.rollback()
    return answer(refusal.status, str(refusal))


def _stale_form(_error: CSRFError) -> tuple[Response | str, int]:
    db.session.rollback()
    return answer(400, _("Trang này đã mở quá lâu. Hãy tải lại trang rồi gửi lại."))


def _http_error(error: HTTPException) -> WerkzeugResponse | tuple[Response | str, int]:
    if error.response is not None or error.code is None or error.code < FIRST_ERROR_STATUS:
        return error.get_response()
    db.session.rollback()
    return answer(error.code, _sentence_of(error.code))


def _sentence_of(status: int) -> str:
    sentences = {
        403: _("Bạn không có quyền xem trang này."),
        404: _("Không có trang này. Có thể địa chỉ đã đổi hoặc món hàng không còn bán."),
        405: _("Trang này không nhận thao tác đó."),
        413: _("Tệp gửi lên quá lớn. Hãy chọn tệp nhỏ hơn."),
        429: _("Bạn thao tác quá nhanh. Hãy đợi một phút rồi thử lại."),
    }
    return str(sentences.get(status, _("Yêu cầu này không dùng được.")))


def _database_busy(error: OperationalError) -> tuple[Response | str, int]:
    db.session.rollback()
    if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE:
        return answer(409, _("Nhiều người đang mua cùng lúc. Hãy thử lại sau vài giây."))
    return _unexpected(error)


def _unexpected(error: Exception) -> tuple[Response | str, int]:
    db.session.rollback()
    number = str(get_contextvars().get("request_id") or uuid.uuid4().hex[:12])
    log.error("unexpected_error", number=number, path=request.path, exc_info=error)
    return answer(SERVER_ERROR, _("Hệ thống gặp lỗi. Chúng tôi đã ghi lại và sẽ sửa."), number=number)
