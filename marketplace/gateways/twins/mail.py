"""The mail twin: an SMTP server in a thread of its own."""

import asyncio
import threading
from dataclasses import dataclass, field

import psycopg
from aiosmtpd.smtp import SMTP, Envelope, Session

from marketplace.gateways.twins import letters
from marketplace.gateways.twins.store import TwinStore

_LARGEST_LETTER = 10 * 1024 * 1024


@dataclass(frozen=True)
class LetterBox:
    """What the server does with each letter; the names are those that aiosmtpd calls."""

    store: TwinStore

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        person = address.partition("@")[0].lower()
        if person == "refused":
            return "550 5.1.1 no such mailbox"
        if person == "busy":
            return "451 4.3.2 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        try:
            await asyncio.to_thread(
                letters.keep, self.store, raw, sender=envelope.mail_from or "", recipient=", ".join(envelope.rcpt_tos)
            )
        except psycopg.Error:
            return "451 4.3.0 the letter could not be kept"
        return "250 2.0.0 kept"


@dataclass
class MailTwin:
    """The server; `port` is the one that it listens on once started."""

    store: TwinStore
    host: str
    port: int
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _is_ready: threading.Event = field(default_factory=threading.Event)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _problem: OSError | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        self._thread = threading.Thread(target=self._run, name="mail twin", daemon=True)
        self._thread.start()
        self._is_ready.wait()
        if self._problem:
            self._thread.join()
            raise self._problem

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        except OSError as problem:
            self._problem = problem
        finally:
            self._is_ready.set()
            self._loop.close()

    async def _serve(self) -> None:
        server = await self._loop.create_server(self._talk, self.host, self.port)
        self.port = server.sockets[0].getsockname()[1]
        self._is_ready.set()
        await self._stop.wait()
        server.close()
        await server.wait_closed()
        await self._hang_up()

    async def _hang_up(self) -> None:
        """End the conversations that are still open."""
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _talk(self) -> SMTP:
        return SMTP(
            LetterBox(self.store),
            data_size_limit=_LARGEST_LETTER,
            enable_SMTPUTF8=True,
            hostname="twin",
            loop=self._loop,
        )
