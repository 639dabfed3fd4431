"""Pictures of rows: from a ZIP, from addresses, and those that are none."""

import io
import zipfile

import pytest
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from tests.factories.pictures import a_huge_picture, a_picture
from tests.factories.vendors import a_member, a_vendor
from tests.vendors.imports.test_importing import HEADS, MIEN, a_table, brought, problems_of, saved
from vendors.imports.models import ImportJob, ImportStatus
from vendors.imports.operations import send_file
from vendors.listings.models import Listing, Photo
from vendors.models import Vendor

pytestmark = pytest.mark.usefixtures("app")
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture
def vendor() -> Vendor:
    return a_vendor()


@pytest.fixture
def owner(vendor: Vendor) -> User:
    return a_member(vendor)


def with_pictures(vendor: Vendor, owner: User, named: str, **files: bytes) -> ImportJob:
    """An import of one row that names these pictures, with a ZIP of these files (nothing named: none)."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"anh/{name.replace('_', '.')}", content)
    raw = a_table((*MIEN, named), heads=(*HEADS, "Ảnh"))
    return brought(send_file(vendor, raw, name="hang.csv", pictures=packed.getvalue() if files else b"", by=owner))


def photos_of(vendor: Vendor) -> list[str]:
    query = select(Photo.key).join(Listing).where(Listing.vendor_id == vendor.id).order_by(Photo.position)
    return list(db.session.scalars(query))


def test_pictures_from_a_zip_are_hung_on_the_product_in_their_order_and_once(vendor: Vendor, owner: User) -> None:
    pictures = {"a_jpg": a_picture(colour="teal"), "b_png": a_picture(colour="red", kind="PNG")}
    job = saved(with_pictures(vendor, owner, "b.png, A.JPG", **pictures), owner)
    assert (job.status, job.pictures, job.pictures_done) == (ImportStatus.DONE, 1, 1)
    first = photos_of(vendor)
    assert len(first) == 2
    saved(with_pictures(vendor, owner, "A.JPG b.png", **pictures), owner)
    assert photos_of(vendor) == first


@pytest.mark.parametrize("content", [a_huge_picture(), SVG, b"<html></html>", b"", b"\0" * 20_000_000])
def test_what_is_no_picture_is_told_beside_its_row_which_stays_saved(
    vendor: Vendor, owner: User, content: bytes
) -> None:
    job = saved(with_pictures(vendor, owner, "x.png", x_png=content), owner)
    assert (job.status, job.saved, photos_of(vendor)) == (ImportStatus.DONE, 1, [])
    assert problems_of(job)[2]["pictures"].startswith("x.png: ")
    assert job.result_key


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("y.png", "Tệp ZIP không có ảnh y.png"),
        ("http://example.vn/a.png", "https://"),
        (" ".join(f"{number}.png" for number in range(11)), "tối đa 10 ảnh"),
    ],
)
def test_pictures_that_cannot_be_are_told_before_anything_is_saved(
    vendor: Vendor, owner: User, named: str, words: str
) -> None:
    job = with_pictures(vendor, owner, named, x_png=a_picture())
    assert job.bad == 1
    assert words in problems_of(job)[2]["pictures"]


def test_names_without_a_zip_are_told(vendor: Vendor, owner: User) -> None:
    assert "ZIP" in problems_of(with_pictures(vendor, owner, "x.png"))[2]["pictures"]


@pytest.mark.parametrize("address", ["https://127.0.0.1/a.png", "https://localhost/a.png", "https://[::1]/a.png"])
def test_addresses_of_the_inside_are_not_fetched(vendor: Vendor, owner: User, address: str) -> None:
    job = saved(with_pictures(vendor, owner, address), owner)
    assert (job.saved, photos_of(vendor)) == (1, [])
    assert "công khai" in problems_of(job)[2]["pictures"]
