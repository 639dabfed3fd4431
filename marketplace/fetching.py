"""Files fetched from addresses that people name: over https, from the public internet only, small and soon.

An address is resolved once and the connection goes to what was looked at, so a name cannot point elsewhere a moment
later; redirects are looked at like the first address (OWASP, server-side request forgery).
"""

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import ClassVar
from urllib.parse import SplitResult, urljoin, urlsplit

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from marketplace.errors import Invalid

Address = IPv4Address | IPv6Address
PORT = 443
MOST_REDIRECTS = 3
SECONDS_EACH = 5
SECONDS_IN_ALL = 15
PIECE = 64 * 1024
LONGEST_ADDRESS = 2000
_REDIRECTS = {301, 302, 303, 307, 308}
_TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
"""IPv6 addresses that mean an IPv4 address behind a translator (RFC 6052, RFC 8215)."""


class NotFetched(Invalid):
    """Nothing was fetched; the sentence says why."""

    sentence: ClassVar[LazyString | str] = _l("Không tải được từ địa chỉ này. Hãy kiểm tra lại địa chỉ.")


class NotAllowed(NotFetched):
    """The address does not lead to the public internet over https."""

    sentence: ClassVar[LazyString | str] = _l("Chỉ tải được từ địa chỉ https công khai.")


def is_public(address: Address) -> bool:
    """Whether the address is of the public internet, also where it hides an IPv4 address."""
    if isinstance(address, IPv6Address):
        hidden = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if hidden:
            return is_public(hidden)
        if any(address in translated for translated in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


@dataclass(frozen=True)
class Fetcher:
    """Fetches files of at most so many bytes. `allows` and `port` are others than the usual ones in tests alone."""

    most_bytes: int
    allows: Callable[[Address], bool] = is_public
    port: int = PORT
    trust: ssl.SSLContext | None = None

    def fetch(self, address: str) -> bytes:
        """Fetch the file at the address. Raises NotFetched or NotAllowed."""
        ends_at = time.monotonic() + SECONDS_IN_ALL
        for _redirect in range(MOST_REDIRECTS + 1):
            found = self._asked(_split(address, self.port), ends_at)
            if isinstance(found, bytes):
                return found
            address = urljoin(address, found)
        raise NotFetched(gettext("Địa chỉ này chuyển tiếp quá nhiều lần."))

    def _asked(self, place: SplitResult, ends_at: float) -> bytes | str:
        """The file, or the address that it has moved to."""
        host = place.hostname or ""
        connection = _Pinned(host, self.port, reached=self._resolved(host), trust=self.trust)
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        try:
            connection.request("GET", path, headers={"User-Agent": "market-pictures", "Accept": "image/*"})
            answer = connection.getresponse()
            if answer.status in _REDIRECTS:
                return answer.getheader("Location") or ""
            if answer.status != http.HTTPStatus.OK:
                raise NotFetched(gettext("Địa chỉ này trả lời %(status)s.", status=answer.status))
            return self._read(answer, ends_at)
        except (OSError, http.client.HTTPException, ValueError) as failed:
            raise NotFetched from failed
        finally:
            connection.close()

    def _read(self, answer: http.client.HTTPResponse, ends_at: float) -> bytes:
        read = b""
        while piece := answer.read1(PIECE):
            read += piece
            if len(read) > self.most_bytes:
                raise NotFetched(gettext("Tệp ở địa chỉ này quá lớn: tối đa %(most)s MB.", most=self.most_bytes >> 20))
            if time.monotonic() > ends_at:
                raise NotFetched(gettext("Địa chỉ này trả lời quá chậm."))
        return read

    def _resolved(self, host: str) -> str:
        """One address of the host; all of them must be allowed, for any may be meant."""
        try:
            found = socket.getaddrinfo(host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as unknown:
            raise NotFetched from unknown
        addresses: Sequence[str] = [str(each[4][0]).partition("%")[0] for each in found]
        if not addresses or not all(self.allows(ip_address(each)) for each in addresses):
            raise NotAllowed
        return addresses[0]


class _Pinned(http.client.HTTPSConnection):
    """A connection to one address that was looked at; the certificate must be the host's."""

    def __init__(self, host: str, port: int, *, reached: str, trust: ssl.SSLContext | None) -> None:
        self._trust = trust or ssl.create_default_context()
        super().__init__(host, port, timeout=SECONDS_EACH, context=self._trust)
        self._reached = reached

    def connect(self) -> None:
        """Connect to the address, not to what the name may mean by now."""
        plain = socket.create_connection((self._reached, self.port), timeout=SECONDS_EACH)
        self.sock = self._trust.wrap_socket(plain, server_hostname=self.host)


def _split(address: str, port: int) -> SplitResult:
    """The parts of an https address without a name and password. Raises NotAllowed."""
    try:
        place = urlsplit(address)
        allowed = place.scheme == "https" and place.hostname and place.port in (None, port) and not place.username
    except ValueError as broken:
        raise NotAllowed from broken
    if not allowed or len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable():
        raise NotAllowed
    return place
