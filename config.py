"""Every setting of the marketplace: its name, kind, default and meaning.

Settings come from the environment (and from a `.env` file beside this one in development).
`load_settings` tells every problem at once, so that an operator mends them in one go.
"""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent
SHORTEST_SECRET = 32


class InvalidSettings(Exception):
    """The environment cannot run the marketplace; the message lists every problem, one a line."""


class Settings(BaseSettings):
    """The running settings, checked and typed."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore", frozen=True)

    environment: Literal["development", "test", "production"] = "development"
    secret_key: str = Field(default="", description="Signs sessions and links; at least 32 characters in production.")
    database_url: str = Field(default="", description="PostgreSQL; empty: the embedded server under var/.")
    redis_url: str = Field(default="", description="Redis; empty: the embedded server under var/.")
    public_url: str = Field(default="http://127.0.0.1:8000", description="Where people reach the site.")
    demo: bool = Field(default=True, description="Shows /demo pages (mailbox, bank) and demo words; off in production.")
    host: str = Field(default="127.0.0.1", description="Where `make run` listens; 0.0.0.0 for the whole network.")
    port: int = Field(default=8000, ge=1, le=65000, description="Its port; the twins take those 10 and 25 above.")
    web_workers: int = Field(default=2, ge=1, le=64, description="Web processes that `make run` starts.")
    trusted_proxies: int = Field(default=0, ge=0, le=5, description="Reverse proxies whose X-Forwarded-* are believed.")

    rate_limits: bool = Field(default=True, description="Slows down those who try too often.")

    command_modules: dict[str, str] = Field(
        default={"seed": "workers.seed.commands"},
        description="Groups of `flask --app wsgi` commands beyond those of wsgi.py: name and module.",
    )

    market_name: str = "Chợ OCOP Quảng Ninh"
    market_operator: str = Field(
        default="Trung tâm Xúc tiến Thương mại Quảng Ninh", description="Who runs the market, as documents name it."
    )
    market_tax_code: str = Field(default="", pattern=r"^(\d{10}(-\d{3})?)?$", description="The operator's tax code.")
    market_address: str = Field(default="", description="The operator's address, as documents name it.")
    market_phone: str = Field(default="", description="Whom people ring with questions and complaints.")
    commission_vat_basis_points: dict[date, int] = Field(
        default={date(2025, 7, 1): 800, date(2027, 1, 1): 1000},
        description="VAT within the commission, in basis points, from each day on: 8 % until the end of 2026 "
        "(Resolution 204/2025/QH15), then 10 %.",
    )
    data_dir: Path = ROOT / "var"
    files_url: str = Field(default="", description="Object storage: s3://bucket or file:///folder; empty: var/files.")
    max_upload_megabytes: int = Field(default=32, ge=1, le=500, description="The largest request body, in megabytes.")

    mail_url: str = Field(default="smtp://127.0.0.1:8025", description="SMTP server; the default is the local twin.")
    mail_from: str = "Chợ OCOP Quảng Ninh <cho@example.vn>"

    sms_url: str = Field(default="http://127.0.0.1:8010/sms", description="Service that sends text messages (eSMS).")
    sms_key: str = Field(default="twin-sms-key", description="Our key at it.")
    sms_secret: str = Field(default="twin-sms-secret", description="Our secret at it.")
    sms_brand: str = Field(default="OCOP QN", description="The name under which messages arrive, registered there.")
    code_minutes: int = Field(default=10, ge=1, le=60, description="Minutes for which a one-time code is good.")
    staff_second_factor: bool = Field(
        default=False, description="Staff must prove twice who they are (application or passkey) to enter the desk."
    )

    bank_bin: str = Field(default="970436", pattern=r"^\d{6}$", description="Bank of the market's account (NAPAS BIN).")
    bank_account: str = Field(default="1023456789", pattern=r"^\d{1,19}$", description="The market's bank account.")
    bank_holder: str = "TRUNG TAM XUC TIEN THUONG MAI QUANG NINH"
    notices_url: str = Field(default="http://127.0.0.1:8010", description="Where bank notices can be read again.")
    notices_key: str = Field(default="twin-notices-key", description="Key of the bank notices' service.")
    notices_secret: str = Field(default="twin-notices-secret", description="Signs the bank's notices to us.")
    transfers_url: str = Field(default="http://127.0.0.1:8010", description="Service that sends our transfers.")
    transfers_client: str = "twin-client"
    transfers_key: str = "twin-transfers-key"
    transfers_checksum_key: str = "twin-checksum-key"
    vnpay_terminal: str = Field(default="TWINVNP1", description="Our terminal at VNPay (vnp_TmnCode).")
    vnpay_secret: str = Field(default="twin-vnpay-secret", description="Signs what we and VNPay say; empty: no VNPay.")
    vnpay_pay_url: str = Field(
        default="http://127.0.0.1:8010/vnpay/paymentv2/vpcpay.html", description="VNPay's page where buyers pay."
    )
    vnpay_api_url: str = Field(
        default="http://127.0.0.1:8010/vnpay/merchant_webapi/api/transaction", description="VNPay's query and refund."
    )
    momo_partner: str = Field(default="TWINMOMO", description="Our partner code at MoMo.")
    momo_access_key: str = Field(default="twin-momo-access-key", description="Our access key at MoMo.")
    momo_secret: str = Field(default="twin-momo-secret", description="Signs what we and MoMo say; empty: no MoMo.")
    momo_url: str = Field(default="http://127.0.0.1:8010/momo", description="Where MoMo's interface is, without /v2.")
    ghn_url: str = Field(default="http://127.0.0.1:8010/ghn", description="GHN's interface.")
    ghn_token: str = Field(default="twin-ghn-token", description="Our token at GHN.")
    ghn_shop: str = Field(default="1", description="Our shop's number at GHN.")
    ghn_notice_key: str = Field(
        default="twin-ghn-notices", description="GHN's webhook proves itself with it (header Token); empty: no notices."
    )
    ghtk_url: str = Field(default="http://127.0.0.1:8010/ghtk", description="GHTK's interface.")
    ghtk_token: str = Field(default="twin-ghtk-token", description="Our token at GHTK.")
    ghtk_shop: str = Field(default="S1", description="Our code at GHTK (X-Client-Source).")
    ghtk_notice_key: str = Field(
        default="twin-ghtk-notices", description="GHTK's webhook proves itself with it (header Token); empty: none."
    )
    twin_bank_port: int = Field(default=8010, ge=1, le=65535)
    twin_notice_address: str = Field(
        default="", description="Whom the bank twin tells; empty: PUBLIC_URL/webhooks/bank."
    )
    twin_mail_port: int = Field(default=8025, ge=1, le=65535)

    holding: Literal["agent", "partner", "direct"] = Field(
        default="agent",
        description="Who holds buyers' money: agent (we sell on commission), partner (a licensed one splits it), "
        "direct (straight to the vendor). Orders keep the way they were placed under.",
    )
    partner_bank_bin: str = Field(default="970436", pattern=r"^\d{6}$", description="Bank of the partner's account.")
    partner_account: str = Field(
        default="", pattern=r"^\d{0,19}$", description="The partner's account for buyers; empty: BANK_ACCOUNT is it."
    )
    partner_holder: str = Field(default="", description="In whose name the partner keeps it.")
    dues_days: int = Field(default=15, ge=1, le=90, description="Days a vendor has to pay an invoice of what it owes.")
    hold_days: int = Field(default=3, ge=0, le=60, description="Days from delivery until an earning is payable.")
    reply_hours: int = Field(default=24, ge=1, le=240, description="Hours a vendor has to accept a part of an order.")
    reply_reminder_hours: int = Field(default=6, ge=1, le=240, description="Hours after which it is reminded.")
    deletion_wait_days: int = Field(
        default=7, ge=1, le=15, description="Days in which a person can take the deletion of the account back."
    )
    personal_request_days: int = Field(
        default=15, ge=2, le=30, description="Days within which requests about personal data are carried out."
    )
    personal_data_days: int = Field(
        default=30, ge=0, le=3650, description="Days from delivery for which a vendor still sees who its buyer is."
    )
    return_days: int = Field(default=7, ge=1, le=90, description="Days from delivery to ask for a return or refund.")
    return_answer_days: int = Field(default=3, ge=1, le=30, description="Days a vendor has to answer such a complaint.")
    return_goods_days: int = Field(default=14, ge=1, le=60, description="Days for goods to come back, or be replaced.")
    return_objection_days: int = Field(default=3, ge=1, le=30, description="Days to call the market after a refusal.")
    dispute_days: int = Field(default=7, ge=1, le=60, description="Days in which the market means to decide a dispute.")
    review_edit_days: int = Field(default=30, ge=0, le=365, description="Days in which a buyer may change a review.")
    review_request_days: int = Field(
        default=3, ge=0, le=60, description="Days after delivery until a buyer is asked, once, for reviews."
    )
    payment_hours: int = Field(default=24, ge=1, le=240, description="Hours a buyer has to make the transfer.")
    payout_minimum_dong: int = Field(default=100_000, ge=1, description="Smaller balances wait for the next payout.")
    payout_cadence: Literal["daily", "weekly", "twice_monthly", "monthly", "on_request"] = Field(
        default="daily", description="When vendors that chose nothing are paid (at night; twice a month: 1st and 15th)."
    )
    payout_weekday: int = Field(default=1, ge=1, le=7, description="The day of weekly payouts: 1 Monday to 7 Sunday.")
    payout_cooling_days: int = Field(default=3, ge=0, le=60, description="Days without payout after another account.")
    payout_way: Literal["provider", "batch"] = Field(
        default="provider", description="How payouts leave: by the transfer service, or in files handed to the bank."
    )

    @model_validator(mode="after")
    def _fit_for_production(self) -> "Settings":
        if self.environment == "production":
            _refuse_demo_values(self)
        return self


def load_settings(**overrides: object) -> Settings:
    """Read the environment; raise InvalidSettings with every problem in it."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks the kinds itself
    except ValidationError as error:
        raise InvalidSettings(_told_at_once(error)) from error


def _refuse_demo_values(settings: Settings) -> None:
    problems = [
        words
        for wrong, words in (
            (len(settings.secret_key) < SHORTEST_SECRET, "SECRET_KEY needs at least 32 characters"),
            (not settings.database_url, "DATABASE_URL must name a PostgreSQL server"),
            (not settings.redis_url, "REDIS_URL must name a Redis server"),
            (settings.demo, "DEMO must be off"),
            (not settings.public_url.startswith("https://"), "PUBLIC_URL must begin with https://"),
            (settings.notices_secret.startswith("twin-"), "NOTICES_SECRET must be the bank service's own"),
            (settings.transfers_key.startswith("twin-"), "TRANSFERS_KEY must be the transfer service's own"),
            (settings.vnpay_secret.startswith("twin-"), "VNPAY_SECRET must be VNPay's own, or empty"),
            (settings.sms_key.startswith("twin-"), "SMS_KEY must be the text message service's own"),
            (settings.momo_secret.startswith("twin-"), "MOMO_SECRET must be MoMo's own, or empty"),
            (settings.ghn_notice_key.startswith("twin-"), "GHN_NOTICE_KEY must be your own, or empty"),
            (settings.ghtk_notice_key.startswith("twin-"), "GHTK_NOTICE_KEY must be your own, or empty"),
        )
        if wrong
    ]
    if problems:
        raise ValueError("; ".join(problems))


def _told_at_once(error: ValidationError) -> str:
    lines = [
        f"{'.'.join(str(part) for part in problem['loc']).upper() or 'SETTINGS'}: {problem['msg']}"
        for problem in error.errors()
    ]
    return "The settings cannot be used:\n" + "\n".join(f"  - {line}" for line in lines)
