"""Facts about certificates."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class CertificateVerified(Fact):
    """Staff found a certificate to be true."""

    certificate_id: int
