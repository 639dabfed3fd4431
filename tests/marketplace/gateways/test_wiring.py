"""The settings choose the outside world."""

from pathlib import Path

from flask import Flask

from config import Settings
from marketplace.gateways.bank.notices import NoticeKeys
from marketplace.gateways.mail import SmtpMail
from marketplace.gateways.twins.configuration import configuration_for
from marketplace.gateways.wiring import bind_gateways, gateways


def bound(settings: Settings) -> Flask:
    app = Flask("market")
    bind_gateways(app, settings)
    return app


def test_files_rest_beside_the_data_unless_a_place_is_named(tmp_path: Path) -> None:
    with bound(Settings(data_dir=tmp_path)).app_context():
        gateways().files.put("public/a.webp", b"RIFF", "image/webp")
    assert (tmp_path / "files" / "public" / "a.webp").read_bytes() == b"RIFF"
    with bound(Settings(files_url="s3://market")).app_context():
        assert gateways().files.url == "s3://market"


def test_letters_carry_the_name_of_the_market() -> None:
    with bound(Settings(mail_url="smtp://mail:25", mail_from="Chợ <cho@x.vn>")).app_context():
        assert gateways().mail == SmtpMail("smtp://mail:25", sender="Chợ <cho@x.vn>")


def test_the_twins_share_the_keys_of_their_market() -> None:
    settings = Settings(public_url="http://127.0.0.1:8000/", notices_key="key", notices_secret="secret")
    twins = configuration_for(settings, bank_name="Vietcombank")
    with bound(settings).app_context():
        assert gateways().notice_keys == twins.notice_keys == NoticeKeys("key", "secret")
    assert twins.notice_address == "http://127.0.0.1:8000/webhooks/bank"
    assert twins.account == settings.bank_account
    elsewhere = Settings(twin_notice_address="http://127.0.0.1:9/x")
    assert configuration_for(elsewhere, bank_name="").notice_address == "http://127.0.0.1:9/x"
