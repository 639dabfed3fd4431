"""What the twins must know: where they listen, whom they tell, and the keys they share with the market."""

from collections.abc import Mapping
from dataclasses import dataclass

from config import Settings
from marketplace.gateways.bank.notices import NoticeKeys


@dataclass(frozen=True)
class Merchant:
    """The market as VNPay and MoMo know it, and where VNPay tells it of payments; MoMo is told where each time."""

    vnpay_terminal: str
    vnpay_secret: str
    vnpay_notice_address: str
    momo_partner: str
    momo_access_key: str
    momo_secret: str


@dataclass(frozen=True)
class CarrierAccount:
    """The market as a carrier knows it: our token there, whom it tells of parcels, and by which key."""

    token: str
    notice_address: str
    notice_key: str


@dataclass(frozen=True)
class TwinConfiguration:
    """Ports of 0 are chosen by the system. A retry unit and a settling time are seconds."""

    database_url: str
    notice_address: str
    notice_keys: NoticeKeys
    statement_token: str
    client_id: str
    api_key: str
    checksum_key: str
    account: str
    bank_name: str
    merchant: Merchant
    carriers: Mapping[str, CarrierAccount]
    sms_key: str = "twin-sms-key"
    host: str = "127.0.0.1"
    bank_port: int = 0
    mail_port: int = 0
    retry_unit_seconds: float = 1
    settling_seconds: float = 2


def configuration_for(settings: Settings, *, bank_name: str) -> TwinConfiguration:
    """The twins that belong to a market with these settings."""
    return TwinConfiguration(
        database_url=settings.database_url,
        notice_address=settings.twin_notice_address or settings.public_url.rstrip("/") + "/webhooks/bank",
        notice_keys=NoticeKeys(api_key=settings.notices_key, webhook_secret=settings.notices_secret),
        statement_token=settings.notices_key,
        client_id=settings.transfers_client,
        api_key=settings.transfers_key,
        checksum_key=settings.transfers_checksum_key,
        account=settings.bank_account,
        bank_name=bank_name,
        merchant=_merchant(settings),
        carriers=_carriers(settings),
        sms_key=settings.sms_key,
        bank_port=settings.twin_bank_port,
        mail_port=settings.twin_mail_port,
    )


def _merchant(settings: Settings) -> Merchant:
    return Merchant(
        vnpay_terminal=settings.vnpay_terminal,
        vnpay_secret=settings.vnpay_secret,
        vnpay_notice_address=settings.public_url.rstrip("/") + "/webhooks/vnpay",
        momo_partner=settings.momo_partner,
        momo_access_key=settings.momo_access_key,
        momo_secret=settings.momo_secret,
    )


def _carriers(settings: Settings) -> dict[str, CarrierAccount]:
    told = settings.public_url.rstrip("/") + "/webhooks"
    return {
        "ghn": CarrierAccount(settings.ghn_token, f"{told}/ghn", settings.ghn_notice_key),
        "ghtk": CarrierAccount(settings.ghtk_token, f"{told}/ghtk", settings.ghtk_notice_key),
    }
