"""A connection that breaks under an answer, as networks do."""

import socket

from flask import Response, make_response, request


def broken_off() -> Response:
    """Break the connection of this request; what is returned arrives nowhere."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    connection.shutdown(socket.SHUT_RDWR)
    return make_response("", 500)
