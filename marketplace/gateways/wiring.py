"""Chooses the outside world that the settings name, and gives it to the application."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from config import Settings
from marketplace.gateways.bank.notices import NoticeKeys
from marketplace.gateways.bank.payouts import OutgoingMoney, PayosPayouts
from marketplace.gateways.bank.statement import SepayStatement, Statement
from marketplace.gateways.carriers.ghn import GhnGateway
from marketplace.gateways.carriers.ghtk import GhtkGateway
from marketplace.gateways.carriers.protocol import CarrierGateway
from marketplace.gateways.files import FileStore
from marketplace.gateways.mail import Mail, SmtpMail
from marketplace.gateways.payments.momo import MomoGateway
from marketplace.gateways.payments.protocol import RedirectGateway
from marketplace.gateways.payments.vnpay import VnpayGateway
from marketplace.gateways.sms import EsmsSms, Sms


@dataclass(frozen=True)
class Gateways:
    """Every way out of the marketplace."""

    files: FileStore
    mail: Mail
    sms: Sms
    notice_keys: NoticeKeys
    statement: Statement
    payouts: OutgoingMoney
    vnpay: RedirectGateway
    momo: RedirectGateway
    carriers: Mapping[str, CarrierGateway]


def bind_gateways(app: Flask, settings: Settings) -> None:
    """Bind every gateway of `app` as the settings say."""
    app.extensions["gateways"] = _gateways(settings)


def gateways() -> Gateways:
    """Give the gateways of the running application."""
    return cast("Gateways", current_app.extensions["gateways"])


def _gateways(settings: Settings) -> Gateways:
    return Gateways(
        files=FileStore(settings.files_url or (settings.data_dir / "files").absolute().as_uri()),
        mail=SmtpMail(settings.mail_url, sender=settings.mail_from),
        sms=EsmsSms(settings.sms_url, settings.sms_key, settings.sms_secret, brand=settings.sms_brand),
        notice_keys=NoticeKeys(api_key=settings.notices_key, webhook_secret=settings.notices_secret),
        statement=SepayStatement(settings.notices_url, settings.notices_key, account=settings.bank_account),
        payouts=PayosPayouts(
            settings.transfers_url,
            client_id=settings.transfers_client,
            api_key=settings.transfers_key,
            checksum_key=settings.transfers_checksum_key,
        ),
        vnpay=VnpayGateway(
            settings.vnpay_pay_url, settings.vnpay_api_url, settings.vnpay_terminal, settings.vnpay_secret
        ),
        momo=MomoGateway(
            settings.momo_url,
            settings.momo_partner,
            settings.momo_access_key,
            settings.momo_secret,
            store=settings.market_name,
        ),
        carriers={
            "ghn": GhnGateway(settings.ghn_url, settings.ghn_token, settings.ghn_shop, settings.ghn_notice_key),
            "ghtk": GhtkGateway(settings.ghtk_url, settings.ghtk_token, settings.ghtk_shop, settings.ghtk_notice_key),
        },
    )
