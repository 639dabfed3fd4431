"""What is in a pack, read from its label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendors.listings.variants import NET_UNITS
from vendors.shelf.packs import net_content


@pytest.mark.parametrize(
    ("label", "content"),
    [
        ("Túi 500 g", (500, "g")),
        ("Túi 500g", (500, "g")),
        ("Hộp 1,5 kg", (1500, "g")),
        ("Hộp 200 gam", (200, "g")),
        ("Chai 0.5 lít", (500, "ml")),
        ("Chai 250ML", (250, "ml")),
        ("Can 5 L", (5000, "ml")),
        ("Hộp 12 cái", (1, "piece")),
        ("Một con", (1, "piece")),
        ("0 g", (1, "piece")),
        ("5 giỏ", (1, "piece")),
        ("", (1, "piece")),
    ],
)
def test_the_content_is_read_from_the_label(label, content):
    assert net_content(label) == content


@given(st.text(max_size=80))
def test_any_label_has_a_content(label):
    amount, unit = net_content(label)
    assert amount > 0
    assert unit in NET_UNITS
