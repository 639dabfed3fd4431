"""Photos of a listing: added, ordered, removed, refused."""

import io
from typing import cast

import pytest
from PIL import ExifTags, Image
from sqlalchemy import select

from marketplace.database import db
from marketplace.errors import NotFound
from marketplace.gateways.wiring import gateways
from tests.factories.listings import a_listing
from tests.factories.pictures import a_huge_picture, a_located_picture, a_picture, two_halves
from vendors.listings import kept, photos
from vendors.listings.errors import LastOne, PhotoRefused, TooManyPhotos
from vendors.listings.kept import Kept
from vendors.listings.models import ChangeState, Listing, ListingChange
from vendors.listings.photos import MOST_PHOTOS, Upload

pytestmark = pytest.mark.usefixtures("app")
COLOURS = ("teal", "tan", "navy", "olive", "coral", "plum", "gold", "gray", "pink", "lime", "aqua")


def uploads(*colours: str) -> list[Upload]:
    return [Upload(f"{colour}.jpg", a_picture(colour=colour)) for colour in colours]


def with_photos(*colours: str, on_sale: bool = False) -> Listing:
    """A listing with photos of these keys only."""
    listing = a_listing(on_sale=on_sale)
    kept.show(listing, [Kept(f"public/listings/{colour}") for colour in colours])
    return listing


def order(listing: Listing) -> list[str]:
    db.session.flush()
    return [photo.name for photo in photos.photos_of(listing)]


def test_photos_are_kept_in_every_width():
    listing = with_photos()

    photos.add_photos(listing, uploads("teal", "tan"), by=None)

    first, second = listing.photos
    assert (first.position, second.position) == (0, 1)
    assert first.key.startswith("public/listings/")
    for width in (320, 640, 1280):
        assert gateways().files.get(f"{first.key}/{width}.webp").content_type == "image/webp"


def test_the_same_photo_twice_is_one():
    listing = with_photos()

    photos.add_photos(listing, uploads("teal", "teal"), by=None)
    photos.add_photos(listing, uploads("teal"), by=None)

    assert len(order(listing)) == 1


def test_one_file_that_is_no_picture_stops_them_all_and_is_named():
    listing = with_photos("teal")

    with pytest.raises(PhotoRefused, match=r"thu\.jpg: Tệp này không phải ảnh"):
        photos.add_photos(listing, [*uploads("tan"), Upload("thu.jpg", b"<script>alert(1)</script>")], by=None)

    assert len(order(listing)) == 1


def test_a_picture_of_a_hundred_megapixels_is_refused():
    large = Upload("to.png", a_huge_picture())

    with pytest.raises(PhotoRefused, match=r"to\.png: Ảnh quá lớn"):
        photos.add_photos(a_listing(), [large], by=None)


def test_a_file_of_too_many_bytes_is_refused():
    heavy = Upload("nang.jpg", a_picture() + bytes(16 * 1024 * 1024))

    with pytest.raises(PhotoRefused, match="Ảnh quá lớn: tối đa 15 MB"):
        photos.add_photos(a_listing(), [heavy], by=None)


def test_a_listing_has_so_many_photos_at_most():
    listing = with_photos(*COLOURS[:MOST_PHOTOS])

    with pytest.raises(TooManyPhotos, match="tối đa 10 ảnh"):
        photos.add_photos(listing, uploads(COLOURS[-1]), by=None)


@pytest.mark.parametrize(("to", "expected"), [(0, "cab"), (1, "acb"), (2, "abc"), (99, "abc"), (-5, "cab")])
def test_a_photo_can_be_moved_anywhere(to, expected):
    listing = with_photos("teal", "tan", "navy")
    names = dict(zip(order(listing), "abc", strict=True))

    photos.move_photo(listing, order(listing)[2], to=to, by=None)

    assert "".join(names[photo_id] for photo_id in order(listing)) == expected


def test_removing_closes_the_gap():
    listing = with_photos("teal", "tan", "navy")
    first, second, third = order(listing)

    photos.remove_photo(listing, second, by=None)

    assert order(listing) == [first, third]
    assert [photo.position for photo in listing.photos] == [0, 1]


def test_the_last_photo_of_a_listing_on_sale_stays():
    listing = with_photos("teal", on_sale=True)

    with pytest.raises(LastOne):
        photos.remove_photo(listing, order(listing)[0], by=None)


def test_the_last_photo_of_a_draft_may_go():
    listing = with_photos("teal", on_sale=False)

    photos.remove_photo(listing, order(listing)[0], by=None)

    assert order(listing) == []


def test_another_listings_photo_is_not_found():
    listing, [strange] = with_photos("teal", "tan"), order(with_photos("navy"))

    for verb in (
        lambda: photos.remove_photo(listing, strange, by=None),
        lambda: photos.move_photo(listing, strange, to=0, by=None),
        lambda: photos.describe_photo(listing, strange, "Sợi miến", by=None),
        lambda: photos.cut_photo(listing, strange, centre=3, by=None),
    ):
        with pytest.raises(NotFound):
            verb()


def test_what_a_photo_shows_can_be_said():
    listing = with_photos("teal")

    photos.describe_photo(listing, order(listing)[0], "  Sợi miến   phơi nắng ", by=None)

    assert listing.photos[0].words == "Sợi miến phơi nắng"


def test_photos_on_sale_wait_for_the_moderator_and_are_worked_on_meanwhile():
    listing = with_photos("teal", on_sale=True)

    assert photos.add_photos(listing, uploads("tan"), by=None) is True
    assert photos.move_photo(listing, order(listing)[1], to=0, by=None) is True

    [change] = db.session.scalars(select(ListingChange).where(ListingChange.state == ChangeState.WAITING))
    assert [photo["key"] for photo in change.before["photos"]] == ["public/listings/teal"]
    assert [photo.name for photo in kept.on_show(listing.id)] == ["teal"], "buyers see what was there"
    assert order(listing)[1] == "teal"


def test_nothing_of_where_a_photo_was_taken_is_kept():
    listing = with_photos()
    raw = a_located_picture(900, 600)
    assert Image.open(io.BytesIO(raw)).getexif().get_ifd(ExifTags.IFD.GPSInfo), "the control"

    photos.add_photos(listing, [Upload("anh.jpg", raw)], by=None)

    [photo] = photos.photos_of(listing)
    whole = Image.open(io.BytesIO(photos.uncut(photo)))
    square = Image.open(io.BytesIO(gateways().files.get(f"{photo.key}/640.webp").content))
    assert (whole.size, square.size) == ((600, 900), (640, 640)), "turned upright, cut square"
    for picture in (whole, square):
        assert dict(picture.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile"} & picture.info.keys()


def test_a_square_is_cut_where_the_vendor_wants():
    listing = with_photos()
    photos.add_photos(listing, [Upload("dai.jpg", two_halves())], by=None)
    [name] = order(listing)

    def colour() -> tuple[int, ...]:
        [photo] = photos.photos_of(listing)
        picture = Image.open(io.BytesIO(gateways().files.get(f"{photo.key}/320.webp").content))
        return cast("tuple[int, ...]", picture.convert("RGB").resize((1, 1)).getpixel((0, 0)))

    photos.cut_photo(listing, name, centre=0, by=None)
    assert colour()[0] > 200, "red, on the left"
    photos.cut_photo(listing, order(listing)[0], centre=1000, by=None)
    assert colour()[2] > 200, "blue, on the right"
    assert photos.photos_of(listing)[0].centre == 100


def test_a_photo_whose_whole_is_not_kept_cannot_be_cut():
    listing = with_photos("teal")

    with pytest.raises(NotFound):
        photos.cut_photo(listing, "teal", centre=0, by=None)
