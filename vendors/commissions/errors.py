"""What changes of the commission rules are told no to."""

from flask_babel import lazy_gettext as _l

from marketplace.errors import Invalid, Refusal


class RulesChanged(Refusal):
    """Somebody else changed the rules after they were read."""

    sentence = _l("Người khác vừa sửa bảng hoa hồng. Hãy xem lại bảng mới và ảnh hưởng rồi lưu.")


class NeverWithoutOne(Refusal):
    """The rule for everyone is neither ended nor moved: every sale needs a rule."""

    sentence = _l("Mức cho mọi mặt hàng luôn đứng cuối và không bỏ được. Hãy đổi mức của nó nếu cần.")


class AlreadyPlanned(Refusal):
    """The rule will already be followed by another version of itself."""

    sentence = _l("Đã hẹn một thay đổi cho mức này. Hãy sửa hoặc bỏ thay đổi ấy trước.")


class TooManyRules(Refusal):
    """More rules than a person can read."""

    sentence = _l("Bảng hoa hồng đã quá dài. Hãy kết thúc bớt những mức không còn cần.")


class UnknownVendor(Invalid):
    """No vendor has this address word."""

    sentence = _l("Không có nhà sản xuất nào như vậy. Hãy chọn trong danh sách gợi ý.")


class UnknownCategory(Invalid):
    """No product set has this number."""

    sentence = _l("Không có nhóm hàng này.")


class UnknownStar(Invalid):
    """Certificates have three to five stars."""

    sentence = _l("Chứng nhận OCOP chỉ có từ 3 đến 5 sao.")


class SameTarget(Invalid):
    """Another rule is for the same at the same time."""

    sentence = _l("Đã có một mức cho đúng đối tượng này trong cùng thời gian. Hãy sửa mức ấy.")


class FloorAboveCap(Invalid):
    """The least is more than the most."""

    sentence = _l("Mức thấp nhất không được cao hơn mức cao nhất.")


class NotAShare(Invalid):
    """A share of more than the whole, or of less than nothing."""

    sentence = _l("Phần trăm phải từ 0 đến 100.")


class BeginsInThePast(Invalid):
    """Orders that were placed keep their terms; what was agreed is not changed afterwards."""

    sentence = _l("Ngày bắt đầu đã qua. Đơn đã đặt giữ mức cũ; hãy chọn hôm nay hoặc một ngày sau.")
