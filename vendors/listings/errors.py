"""What the listings say no to."""

from collections.abc import Sequence
from typing import ClassVar

from flask_babel import LazyString, gettext, lazy_gettext

from marketplace.errors import Invalid, Refusal
from vendors.listings.models import ChangeState


class NotReady(Refusal):
    """The listing cannot be shown to buyers yet; `missing` says what is to be done first."""

    def __init__(self, missing: Sequence[str]) -> None:
        """Keep what is missing and name it all."""
        self.missing = tuple(missing)
        super().__init__(gettext("Chưa thể đưa lên chợ: %(missing)s.", missing="; ".join(self.missing)))


class UnknownCategory(Invalid):
    """There is no product set of that number."""

    sentence: ClassVar[LazyString | str] = lazy_gettext("Không có nhóm hàng này. Hãy chọn lại.")

    def __init__(self) -> None:
        """Blame the category."""
        super().__init__(field="category_number")


class NotYourCertificate(Invalid):
    """The certificate is not one of the vendor's."""

    sentence: ClassVar[LazyString | str] = lazy_gettext("Không tìm thấy giấy chứng nhận này trong hồ sơ của bạn.")

    def __init__(self) -> None:
        """Blame the certificate."""
        super().__init__(field="certificate_id")


class SkuTaken(Invalid):
    """Another variant of the vendor has this code."""

    sentence: ClassVar[LazyString | str] = lazy_gettext("Mã này đã dùng cho quy cách khác của bạn.")

    def __init__(self) -> None:
        """Blame the code."""
        super().__init__(field="sku")


class LastOne(Refusal):
    """A listing on sale keeps at least one variant and one photo."""

    sentence: ClassVar[LazyString | str] = lazy_gettext(
        "Mặt hàng đang bán cần ít nhất một quy cách và một ảnh. Hãy thêm cái mới trước khi bỏ cái cuối."
    )


class TooManyPhotos(Invalid):
    """The listing has as many photos as it may."""

    def __init__(self, most: int) -> None:
        """Name how many it may have."""
        super().__init__(gettext("Mỗi mặt hàng có tối đa %(most)s ảnh.", most=most), field="photos")


class PhotoRefused(Invalid):
    """One of several uploaded files is no photo that can be shown; nothing was added."""

    def __init__(self, name: str, why: str) -> None:
        """Name the file and say what is wrong with it."""
        super().__init__(f"{name}: {why}", field="photos")


class ReasonMissing(Invalid):
    """Whoever sends something back says why."""

    sentence: ClassVar[LazyString | str] = lazy_gettext("Hãy ghi lý do để người bán biết cần sửa gì.")

    def __init__(self) -> None:
        """Blame the reason."""
        super().__init__(field="reason")


class ChangeGone(Refusal):
    """What was to be decided on waits no more."""

    def __init__(self, state: ChangeState) -> None:
        """Say what became of it."""
        words = {
            ChangeState.WITHDRAWN: gettext("Người bán đã rút lại thay đổi này, nên không còn gì để quyết định."),
            ChangeState.REPLACED: gettext("Người bán đã gửi bản mới hơn thay cho thay đổi này. Hãy xem bản mới."),
            ChangeState.ACCEPTED: gettext("Thay đổi này đã được duyệt và khách đang thấy."),
            ChangeState.RETURNED: gettext("Thay đổi này đã được trả lại trước đó."),
        }
        super().__init__(words.get(state))


class ChangedMeanwhile(Refusal):
    """The vendor wrote something else since the moderator read the listing."""

    sentence: ClassVar[LazyString | str] = lazy_gettext(
        "Người bán vừa sửa mặt hàng này sau khi bạn mở trang. Hãy xem lại rồi quyết định."
    )
