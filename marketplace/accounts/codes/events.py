"""Facts of codes."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class CodeWanted(Fact):
    """A code is to reach its phone or mailbox."""

    code_id: int


@dataclass(frozen=True)
class PhoneProved(Fact):
    """A person has shown that this phone (E.164) is theirs."""

    user_id: int
    phone: str
