"""How the twins tell the market of movements and payments: in their own threads, again until answered."""

import json
import logging
import threading
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import psycopg
from psycopg.rows import DictRow

from marketplace import clock
from marketplace.gateways.bank.notices import NoticeKeys, signed_headers
from marketplace.gateways.trust import authorities
from marketplace.gateways.twins import movements, payouts
from marketplace.gateways.twins.checkouts.momo import MomoTwin
from marketplace.gateways.twins.checkouts.telling import tell_one
from marketplace.gateways.twins.checkouts.vnpay import VnpayTwin
from marketplace.gateways.twins.configuration import TwinConfiguration
from marketplace.gateways.twins.parcels.telling import tell_one as tell_of_parcels
from marketplace.gateways.twins.store import Connection, TwinStore

log = logging.getLogger("twins")

RETRIES = (1, 1, 2, 3, 5, 8, 13)
"""Units of time between attempts, minutes at SePay; after the last the notice is given up."""

_ANSWER_SECONDS = 8
_LONGEST_WAIT_SECONDS, _SHORTEST_WAIT_SECONDS = 0.5, 0.1
_DUE = (
    "SELECT notice.id AS notice_id, notice.attempts, notice.is_wrongly_signed, movement.*"
    " FROM twin.notice JOIN twin.movement ON movement.id = notice.movement_id"
    " WHERE notice.due_at <= now() ORDER BY notice.due_at LIMIT 1 FOR UPDATE OF notice SKIP LOCKED"
)


@dataclass
class Teller:
    """Threads that settle payouts and send notices which are due, until stopped."""

    store: TwinStore
    configuration: TwinConfiguration
    threads: int = 2
    _news: threading.Event = field(default_factory=threading.Event)
    _is_stopped: threading.Event = field(default_factory=threading.Event)
    _running: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        for number in range(self.threads):
            thread = threading.Thread(target=self._work, name=f"bank twin's teller {number}", daemon=True)
            thread.start()
            self._running.append(thread)

    def stop(self) -> None:
        self._is_stopped.set()
        self._news.set()
        for thread in self._running:
            thread.join()

    def wake(self) -> None:
        """Look now: something has become due."""
        self._news.set()

    def _work(self) -> None:
        while not self._is_stopped.is_set():
            try:
                with self.store.line() as line:
                    self._work_on(line)
            except psycopg.Error as broken:
                log.warning("the twin's memory does not answer: %s", broken)
                self._rest()

    def _work_on(self, line: Connection) -> None:
        while not self._is_stopped.is_set():
            self._news.clear()
            if not self._do_one(line):
                self._rest()

    def _rest(self) -> None:
        unit = self.configuration.retry_unit_seconds
        self._news.wait(min(_LONGEST_WAIT_SECONDS, max(_SHORTEST_WAIT_SECONDS, unit)))

    def _do_one(self, line: Connection) -> bool:
        """Settle what is due, send a notice of each kind, each in its own transaction; whether there was one."""
        with line.transaction():
            payouts.settle_due(line, account=self.configuration.account)
        with line.transaction():
            due = line.execute(_DUE).fetchone()
            if due:
                self._send(line, due)
        with line.transaction():
            told = tell_one(line, self._vnpay, self._momo)
        with line.transaction():
            return tell_of_parcels(line, self.configuration) or told or due is not None

    @property
    def _vnpay(self) -> VnpayTwin:
        return VnpayTwin(self.store, self.configuration, self.wake)

    @property
    def _momo(self) -> MomoTwin:
        return MomoTwin(self.store, self.configuration, self.wake)

    def _send(self, connection: Connection, due: DictRow) -> None:
        """Send with the row locked, so that a killed twin sends again and two threads never send the same."""
        status, answer = self._post(due)
        is_answered = status in {200, 201} and _says_success(answer)
        connection.execute(
            "INSERT INTO twin.sending (notice_id, status, answer) VALUES (%s, %s, %s)",
            (due["notice_id"], status, answer[:2000]),
        )
        connection.execute(
            "UPDATE twin.notice SET attempts = attempts + 1, due_at = now() + %s,"
            " answered_at = CASE WHEN %s THEN now() END WHERE id = %s",
            (None if is_answered else self._until_next(due["attempts"]), is_answered, due["notice_id"]),
        )

    def _post(self, due: DictRow) -> tuple[int | None, str]:
        body = json.dumps(movements.as_notice(due, bank_name=self.configuration.bank_name)).encode()
        keys = NoticeKeys("wrong", "wrong") if due["is_wrongly_signed"] else self.configuration.notice_keys
        headers = signed_headers(body, keys, at=clock.now())
        try:
            with httpx.Client(timeout=_ANSWER_SECONDS, trust_env=False, verify=authorities()) as client:
                response = client.post(self.configuration.notice_address, content=body, headers=headers)
        except httpx.HTTPError as broken:
            return None, repr(broken)
        return response.status_code, response.text.replace("\x00", "")

    def _until_next(self, attempts: int) -> timedelta | None:
        """How long to wait after so many earlier attempts; None to give up."""
        if attempts >= len(RETRIES):
            return None
        return timedelta(seconds=RETRIES[attempts] * self.configuration.retry_unit_seconds)


def _says_success(answer: str) -> bool:
    try:
        found = json.loads(answer)
    except ValueError:
        return False
    return isinstance(found, dict) and found.get("success") is True
