"""Files fetched from addresses that people name: what is public, and what hides that it is not."""

from ipaddress import ip_address

import pytest

from marketplace.fetching import Fetcher, NotAllowed, NotFetched, is_public

PUBLIC = ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"]
INSIDE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - an address to refuse, not to listen on
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", INSIDE)
def test_the_inside_is_not_public_however_it_is_written(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "http://example.vn/a.png",
        "file:///etc/passwd",
        "ftp://example.vn/a.png",
        "https://user:secret@example.vn/a.png",
        "https://example.vn:8443/a.png",
        "https:///a.png",
        "https://[::1",
        "https://example.vn/a b.png\r\nHost: x",
        "https://ví-dụ.vn/ảnh.png",
        "https://example.vn/" + "a" * 3000,
        "",
    ],
)
def test_only_plain_https_addresses_are_asked(address: str) -> None:
    with pytest.raises(NotAllowed):
        Fetcher(most_bytes=10).fetch(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]"])
def test_names_of_this_machine_are_not_asked(host: str) -> None:
    with pytest.raises(NotFetched):
        Fetcher(most_bytes=10).fetch(f"https://{host}/a.png")
