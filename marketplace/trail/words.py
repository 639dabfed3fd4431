"""What acts and kinds of records are called where people read the trail.

The trail keeps an act under one English name for good; `tests/marketplace/trail` finds a name without words here.
"""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

ACTS: Final[dict[str, LazyString]] = {
    "application changed": _l("Sửa hồ sơ"),
    "buyer read": _l("Xem thông tin người mua"),
    "certificate registered": _l("Đăng ký chứng nhận"),
    "certificate verified": _l("Xác nhận chứng nhận"),
    "certificate withdrawn": _l("Thu hồi chứng nhận"),
    "commission rule added": _l("Thêm mức hoa hồng"),
    "commission rule changed": _l("Đổi mức hoa hồng"),
    "commission rule ended": _l("Kết thúc mức hoa hồng"),
    "commission rule moved": _l("Đổi thứ tự mức hoa hồng"),
    "credit note written": _l("Lập phiếu giảm trừ"),
    "delivery rate dropped": _l("Bỏ phí giao hàng"),
    "delivery rate set": _l("Đặt phí giao hàng"),
    "ledger audit wanted": _l("Yêu cầu kiểm tra sổ cái"),
    "gateway settled": _l("Ghi tiền quyết toán của cổng"),
    "listing archived": _l("Cất món hàng"),
    "listing changed": _l("Sửa món hàng"),
    "listing changes accepted": _l("Nhận thay đổi của món hàng"),
    "listing created": _l("Tạo món hàng"),
    "listing paused": _l("Tạm ẩn món hàng"),
    "listing published": _l("Cho bán món hàng"),
    "listing resumed": _l("Bán lại món hàng"),
    "listing returned": _l("Trả lại món hàng"),
    "listing submitted": _l("Gửi duyệt món hàng"),
    "listing withdrawn": _l("Rút món hàng chờ duyệt"),
    "member added": _l("Thêm người vào nhóm"),
    "member removed": _l("Bỏ người khỏi nhóm"),
    "member role changed": _l("Đổi vai trò"),
    "money placed": _l("Xếp khoản tiền vào đơn"),
    "money returned": _l("Trả lại tiền cho người gửi"),
    "paper answered": _l("Trả lời giấy tờ"),
    "paper handed in": _l("Nộp giấy tờ"),
    "payout account dropped": _l("Bỏ tài khoản nhận tiền mới"),
    "payout account named": _l("Ghi tài khoản nhận tiền"),
    "payout account objected": _l("Phản đối tài khoản nhận tiền"),
    "payout account upheld": _l("Giữ tài khoản nhận tiền"),
    "payout account verified": _l("Xác nhận tài khoản nhận tiền"),
    "payout asked for": _l("Nhà sản xuất yêu cầu chi"),
    "payout requested": _l("Yêu cầu chi trả"),
    "payout terms set": _l("Đặt lịch chi trả"),
    "payouts wanted": _l("Yêu cầu đợt chi trả"),
    "refund account given": _l("Ghi tài khoản nhận hoàn tiền"),
    "shop picture removed": _l("Bỏ ảnh gian hàng"),
    "shop picture set": _l("Đặt ảnh gian hàng"),
    "shop story told": _l("Sửa câu chuyện gian hàng"),
    "shop terms set": _l("Sửa điều kiện bán"),
    "staff appointed": _l("Giao việc cho cán bộ"),
    "variant added": _l("Thêm loại của món hàng"),
    "variant archived": _l("Cất loại của món hàng"),
    "variant changed": _l("Sửa loại của món hàng"),
    "vendor approved": _l("Duyệt nhà sản xuất"),
    "vendor order cancelled": _l("Hủy phần đơn"),
    "vendor reinstated": _l("Cho bán trở lại"),
    "vendor rejected": _l("Từ chối hồ sơ"),
    "vendor returned": _l("Trả hồ sơ để bổ sung"),
    "vendor suspended": _l("Tạm ngừng bán"),
}

KINDS: Final[dict[str, LazyString]] = {
    "vendor": _l("Nhà sản xuất"),
    "listing": _l("Món hàng"),
    "variant": _l("Loại của món hàng"),
    "certificate": _l("Chứng nhận"),
    "vendor_order": _l("Phần đơn"),
    "customer_order": _l("Đơn hàng"),
    "payment": _l("Thanh toán"),
    "bank_notice": _l("Báo có của ngân hàng"),
    "refund": _l("Hoàn tiền"),
    "payout": _l("Chi trả"),
    "user_account": _l("Tài khoản người dùng"),
    "commission_rule": _l("Mức hoa hồng"),
}

DETAILS: Final[dict[str, LazyString]] = {
    "amount_dong": _l("số tiền (đồng)"),
    "answer": _l("trả lời"),
    "bank": _l("ngân hàng"),
    "note": _l("ghi chú"),
    "number": _l("số"),
    "order": _l("đơn"),
    "paper": _l("giấy"),
    "person": _l("người"),
    "picture": _l("ảnh"),
    "reason": _l("lý do"),
    "role": _l("vai trò"),
}
"""Names of details; one that is not here is shown as it was recorded."""
