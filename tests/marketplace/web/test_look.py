"""Every component in a real browser: by day and night, on a phone and a desk, with and without a script."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browsing import DESK, PHONE, flaws, open_window

pytestmark = pytest.mark.browser

LOADED_RANGES = "[...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.unicodeRange)"
WINDOWS = {
    "phone": {"width": PHONE},
    "night": {"width": PHONE, "night": True},
    "tablet": {"width": 768},
    "desk": {"width": DESK},
}
CHOSEN_WIDTH = "createImageBitmap(document.querySelector('input[type=file]').files[0]).then((photo) => photo.width)"
LAYOUTS = ("shop", "seller", "desk", "plain")


def is_usual(layout: str, window: str) -> bool:
    """Whether people mostly meet the layout so; `make soak` looks at the others too."""
    return layout == "shop" or window == ("desk" if layout == "desk" else "phone")


@pytest.mark.parametrize(
    ("layout", "window"),
    [
        pytest.param(layout, size, id=f"{layout}-{window}", marks=() if is_usual(layout, window) else pytest.mark.soak)
        for layout in LAYOUTS
        for window, size in WINDOWS.items()
    ],
)
def test_every_component_is_for_everyone(chromium: Browser, site: str, layout: str, window: dict[str, int]) -> None:
    with open_window(chromium, site, **window) as page:
        page.goto(f"/design/{layout}")
        assert flaws(page) == []


def test_the_control_sees_flaws(chromium: Browser, site: str) -> None:
    """A page made worse by hand is found wanting in each of the three ways."""
    with open_window(chromium, site) as page:
        page.goto("/design")
        page.evaluate("""() => {
            const worse = document.createElement('p');
            worse.innerHTML = '<button class="btn-tiny">x</button><input name="nameless">';
            worse.className = 'w-[200vw]';
            document.getElementById('content').append(worse);
            worse.setAttribute('class', '');
            const wide = document.createElement('div');
            wide.append('—'.repeat(400));
            wide.setAttribute('class', 'whitespace-nowrap');
            document.getElementById('content').append(wide);
        }""")
        told = "\n".join(flaws(page))
    assert "label" in told
    assert "wider than the window" in told
    assert "too small" in told


def test_the_type_is_ours_in_every_vietnamese_letter(chromium: Browser, site: str) -> None:
    with open_window(chromium, site) as page:
        page.goto("/design")
        page.evaluate("() => document.fonts.ready.then(() => true)")
        loaded = page.evaluate(LOADED_RANGES)
        assert len(loaded) == 4, "two subsets in two weights are enough for Vietnamese"
        assert sum("U+1EA0-1EF9" in letters for letters in loaded) == 2


def test_icons_are_drawn_from_the_one_file(chromium: Browser, site: str) -> None:
    with open_window(chromium, site, width=DESK) as page:
        page.goto("/design")
        page.wait_for_function("document.querySelector('#cart-link use').getBBox().width > 10")


def test_a_quantity_is_stepped_between_its_bounds(chromium: Browser, site: str) -> None:
    with open_window(chromium, site) as page:
        page.goto("/design")
        number = page.get_by_label("Số lượng")
        page.get_by_role("button", name="Thêm một").click()
        expect(number).to_have_value("3")
        for _ in range(5):
            page.get_by_role("button", name="Bớt một").click()
        expect(number).to_have_value("1")


def test_a_menu_opens_without_reaching_over_the_edge_and_closes_on_escape(chromium: Browser, site: str) -> None:
    with open_window(chromium, site) as page:
        page.goto("/design")
        summary = page.locator("header details.pop summary")
        summary.click()
        box = page.locator("header .pop-body").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE
        page.keyboard.press("Escape")
        expect(page.get_by_role("link", name="Mở tài khoản")).to_be_hidden()
        expect(summary).to_be_focused()


def test_what_was_typed_is_still_there_after_a_reload_but_not_a_password(chromium: Browser, site: str) -> None:
    with open_window(chromium, site) as page:
        page.goto("/design")
        page.get_by_label("Câu chuyện của món hàng").fill("Làm ở Đầm Hà")
        page.get_by_label("Mật khẩu").fill("secret")
        page.reload()
        page.evaluate("document.querySelector('[aria-invalid]').removeAttribute('aria-invalid')")
        assert "Đầm Hà" in page.evaluate("Object.values(localStorage).join()")
        assert "secret" not in page.evaluate("JSON.stringify(localStorage)")


def big_photo() -> bytes:
    """As a phone takes it: 2400 pixels wide, too big for a slow line."""
    packed = BytesIO()
    Image.effect_noise((2400, 1000), 90).save(packed, "PNG")
    return packed.getvalue()


def test_a_chosen_photo_is_shown_and_made_smaller(chromium: Browser, site: str) -> None:
    photo = big_photo()
    with open_window(chromium, site) as page:
        page.goto("/design")
        page.get_by_label("Ảnh món hàng").set_input_files({"name": "cam.png", "mimeType": "image/png", "buffer": photo})
        page.locator(".previews img").wait_for()
        assert page.evaluate("document.querySelector('input[type=file]').files[0].size") < len(photo)
        assert (
            page.locator(".previews img").evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 2000
        )


def test_without_a_script_everything_is_still_there(chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site, viewport={"width": PHONE, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto("/design")
    expect(page.get_by_label("Số lượng")).to_be_visible()
    page.locator("details.confirm summary").click()
    expect(page.get_by_role("button", name="Từ chối đơn này")).to_be_visible()
    expect(page.get_by_role("button", name="Thêm một")).to_be_hidden()
    context.close()


@pytest.mark.parametrize(("address", "words"), [("/no-such-page", "Không tìm thấy trang"), ("/login", "Đăng nhập")])
def test_plain_pages_are_for_everyone(chromium: Browser, site: str, address: str, words: str) -> None:
    context = chromium.new_context(base_url=site, viewport={"width": PHONE, "height": 800})
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    assert flaws(page) == []
    context.close()


def test_a_refusal_without_a_new_page_is_told_where_the_reader_is(chromium: Browser, site: str) -> None:
    """The card's button is sent to an address that does not exist: the sentence of that page floats above this one."""
    context = chromium.new_context(base_url=site, viewport={"width": PHONE, "height": 800})
    page = context.new_page()
    page.route(
        "**/design", lambda route: route.fulfill(body=route.fetch().text().replace("/cart/lines", "/no-such-page"))
    )
    page.goto("/design")
    page.get_by_role("button", name="Cho Cam Vân Đồn vào giỏ").click()
    expect(page.get_by_role("alert").filter(has_text="Không có trang này")).to_be_in_viewport()
    assert page.url.endswith("/design")
    context.close()


def test_a_lost_connection_is_told(chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site, viewport={"width": PHONE, "height": 800})
    page = context.new_page()
    page.goto("/design")
    context.set_offline(True)
    page.get_by_role("button", name="Cho Cam Vân Đồn vào giỏ").click()
    expect(page.get_by_role("alert").filter(has_text="Không kết nối được")).to_be_in_viewport()
    context.close()
