"""The twins' own memory: the schema `twin`, apart from the market's tables and written in its own connections."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psycopg
from psycopg.errors import DeadlockDetected
from psycopg.rows import DictRow, dict_row

TRIES = 5

Connection = psycopg.Connection[DictRow]

_SCHEMA = """
SELECT pg_advisory_xact_lock(hashtext('schema twin'));
CREATE SCHEMA IF NOT EXISTS twin;
CREATE TABLE IF NOT EXISTS twin.movement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account text NOT NULL,
    is_incoming boolean NOT NULL,
    amount_dong bigint NOT NULL CHECK (amount_dong > 0),
    content text NOT NULL,
    reference text NOT NULL UNIQUE,
    happened_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS twin.notice (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    movement_id bigint NOT NULL REFERENCES twin.movement,
    is_wrongly_signed boolean NOT NULL DEFAULT false,
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz,
    answered_at timestamptz
);
CREATE INDEX IF NOT EXISTS notice_due ON twin.notice (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS twin.sending (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    notice_id bigint NOT NULL REFERENCES twin.notice,
    sent_at timestamptz NOT NULL DEFAULT now(),
    status integer,
    answer text NOT NULL
);
CREATE TABLE IF NOT EXISTS twin.payout (
    id text PRIMARY KEY,
    idempotency_key text NOT NULL UNIQUE,
    reference_id text NOT NULL,
    amount_dong bigint NOT NULL CHECK (amount_dong > 0),
    description text NOT NULL,
    to_bin text NOT NULL,
    to_account text NOT NULL,
    state text NOT NULL DEFAULT 'PROCESSING',
    error_message text,
    bank_reference text,
    settles_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS twin.mishap (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL
);
CREATE TABLE IF NOT EXISTS twin.checkout (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token text NOT NULL UNIQUE DEFAULT gen_random_uuid()::text,
    gateway text NOT NULL,
    reference text NOT NULL,
    amount_dong bigint NOT NULL CHECK (amount_dong > 0),
    told_dong bigint NOT NULL,
    request jsonb NOT NULL,
    state text NOT NULL DEFAULT 'waiting',
    number text UNIQUE,
    expires_at timestamptz NOT NULL,
    decided_at timestamptz,
    settled_at timestamptz,
    UNIQUE (gateway, reference)
);
CREATE TABLE IF NOT EXISTS twin.telling (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    checkout_id bigint NOT NULL REFERENCES twin.checkout,
    is_wrongly_signed boolean NOT NULL DEFAULT false,
    attempts integer NOT NULL DEFAULT 0,
    answers text[] NOT NULL DEFAULT '{}',
    due_at timestamptz,
    answered_at timestamptz
);
CREATE INDEX IF NOT EXISTS telling_due ON twin.telling (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS twin.repayment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    checkout_id bigint NOT NULL REFERENCES twin.checkout,
    request_id text NOT NULL,
    number text NOT NULL UNIQUE,
    amount_dong bigint NOT NULL CHECK (amount_dong > 0),
    state text NOT NULL,
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    UNIQUE (checkout_id, request_id)
);
CREATE TABLE IF NOT EXISTS twin.trouble (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gateway text NOT NULL,
    kind text NOT NULL
);
CREATE TABLE IF NOT EXISTS twin.cash_statement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    carrier text NOT NULL,
    reference text NOT NULL UNIQUE,
    begins_on date NOT NULL,
    ends_on date NOT NULL,
    rows jsonb NOT NULL,
    transfer_fee bigint NOT NULL,
    net_dong bigint NOT NULL CHECK (net_dong >= 0)
);
CREATE TABLE IF NOT EXISTS twin.parcel (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    carrier text NOT NULL,
    code text NOT NULL UNIQUE,
    client_code text NOT NULL,
    cash_dong bigint NOT NULL CHECK (cash_dong >= 0),
    fee_dong bigint NOT NULL CHECK (fee_dong >= 0),
    status text NOT NULL,
    changed_at timestamptz NOT NULL,
    statement_id bigint REFERENCES twin.cash_statement,
    UNIQUE (carrier, client_code)
);
CREATE TABLE IF NOT EXISTS twin.parcel_news (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parcel_id bigint NOT NULL REFERENCES twin.parcel,
    status text NOT NULL,
    happened_at timestamptz NOT NULL,
    is_wrongly_signed boolean NOT NULL DEFAULT false,
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz,
    answered_at timestamptz
);
CREATE INDEX IF NOT EXISTS parcel_news_due ON twin.parcel_news (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS twin.letter (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id text NOT NULL UNIQUE,
    sender text NOT NULL,
    recipient text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    html text,
    raw bytea NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS twin.text_message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference text NOT NULL UNIQUE,
    phone text NOT NULL,
    brand text NOT NULL,
    text text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS letter_recipient ON twin.letter (lower(recipient), id);
"""


@dataclass(frozen=True)
class TwinStore:
    """The schema `twin` in a database."""

    database_url: str

    def prepare(self) -> None:
        """Make the tables that are missing; several programs may do so at once."""
        with self.connection() as connection:
            connection.execute(_SCHEMA)

    def forget(self) -> None:
        """Empty every table; who is just telling somebody something may hold one of them and wait for another."""
        for _ in range(TRIES - 1):
            with suppress(DeadlockDetected):
                return self._empty()
        return self._empty()

    def _empty(self) -> None:
        with self.connection() as connection:
            connection.execute(
                "TRUNCATE twin.sending, twin.notice, twin.movement, twin.payout, twin.mishap, twin.letter,"
                " twin.text_message, twin.telling, twin.repayment, twin.checkout, twin.trouble,"
                " twin.parcel_news, twin.parcel, twin.cash_statement"
            )

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """One transaction, committed at the end of the block unless it raises."""
        with psycopg.connect(self.conninfo, row_factory=dict_row) as connection:
            yield connection

    @contextmanager
    def line(self) -> Iterator[Connection]:
        """A connection for one transaction after the other, each opened by whoever uses it."""
        with psycopg.connect(self.conninfo, row_factory=dict_row, autocommit=True) as connection:
            yield connection

    @property
    def conninfo(self) -> str:
        """The address without the driver's name that SQLAlchemy puts into it."""
        return self.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
