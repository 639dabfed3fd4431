"""Old imports lose their files and rows; what came of them stays."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.gateways.files import NoSuchFile
from marketplace.gateways.wiring import gateways
from tests.factories.people import come_in
from tests.factories.vendors import a_member, a_vendor
from vendors.imports.forgetting import KEPT, forget_old
from vendors.imports.models import ImportJob, ImportRow, ImportStatus
from vendors.imports.operations import discard, send_file
from vendors.imports.working import take_step
from vendors.models import Vendor

LATER = KEPT + timedelta(hours=1)


def _looked_at(vendor: Vendor, by: User, table: str = "SKU;Tên;Giá\nA;Miến;rẻ\n") -> ImportJob:
    job = send_file(vendor, table.encode(), name="hang.csv", by=by)
    for step in range(2):
        take_step(job.id, step)
    return job


def _rows() -> int:
    return int(db.session.scalar(select(func.count()).select_from(ImportRow)) or 0)


def test_an_old_import_keeps_its_page_and_loses_its_file(client: FlaskClient, app: Flask):
    vendor = a_vendor()
    owner = a_member(vendor)
    job = _looked_at(vendor, owner)
    discard(job, by=owner)
    keys = [job.file_key, job.result_key]
    assert forget_old() == 0

    with clock.at(clock.now() + LATER):
        assert forget_old() == 1
        assert forget_old() == 0

    assert (job.file_key, job.result_key, _rows()) == (None, None, 0)
    for key in keys:
        with pytest.raises(NoSuchFile):
            gateways().files.get(key)
    page = come_in(client, owner).get(f"/seller/listings/import/{job.id}").text
    assert "đã được xoá sau 30 ngày" in page


def test_what_nobody_decided_is_discarded_and_a_shared_file_stays(app: Flask):
    one, other = a_vendor("HTX Một"), a_vendor("HTX Hai")
    left = _looked_at(one, a_member(one))
    with clock.at(clock.now() + LATER):
        fresh = _looked_at(other, a_member(other))
        assert fresh.file_key == left.file_key
        assert forget_old() == 1
    assert (left.status, left.file_key) == (ImportStatus.DISCARDED, None)
    assert fresh.status is ImportStatus.CHECKED
    assert gateways().files.get(fresh.file_key).content
