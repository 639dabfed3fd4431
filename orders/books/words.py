"""What each check of the books promises, for those who read the page; `tests/orders/books` finds one without words."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

CHECKS: Final[dict[str, LazyString]] = {
    "sides_are_equal": _l("Hai bên sổ bằng nhau"),
    "no_account_is_overdrawn": _l("Không tài khoản nào âm khi không được âm"),
    "every_posting_has_transfers": _l("Bút toán nào cũng có khoản chuyển"),
    "numbers_have_no_holes": _l("Số chứng từ liền nhau, không thiếu không trùng"),
    "every_document_has_its_files": _l("Chứng từ nào cũng có tệp để tải"),
    "commission_is_that_of_the_copied_terms": _l("Hoa hồng đúng theo điều khoản lúc đặt"),
    "credit_notes_add_up": _l("Phần giảm trừ của đơn bằng tổng các phiếu giảm trừ"),
    "credit_notes_are_refunded": _l("Mỗi phiếu giảm trừ đã trả tiền có đúng một khoản hoàn"),
    "every_part_is_reconciled": _l("Từng phần đơn khớp với các khoản chuyển của nó"),
    "parts_add_up_to_their_order": _l("Các phần cộng lại đúng bằng đơn"),
    "lines_add_up_to_their_part": _l("Các dòng cộng lại đúng bằng phần đơn"),
    "each_till_holds_what_came_and_did_not_leave": _l("Ngân hàng, cổng, đối tác giữ đúng số đã vào trừ đã ra"),
    "held_money_is_that_of_open_parts": _l("Tiền giữ cho khách đúng bằng các phần chưa giao"),
    "refunds_due_are_the_open_refunds": _l("Tiền phải hoàn đúng bằng các khoản hoàn chưa xong"),
    "receipts_are_those_of_awaited_payments": _l("Tiền trả một phần và tiền chưa rõ đúng với báo có"),
    "payments_received_what_the_bank_told": _l("Số đã nhận của mỗi đơn đúng với báo có"),
    "paid_orders_are_delivered_open_or_refunded": _l("Đơn đã trả bằng phần còn lại cộng phần đã hoàn"),
    "every_delivery_is_settled": _l("Phần nào đã giao đều đã quyết toán, và chỉ những phần đó"),
    "commission_is_that_of_deliveries": _l("Hoa hồng đúng bằng hoa hồng của các phần đã giao"),
    "tax_to_remit_is_that_of_deliveries": _l("Thuế phải nộp đúng bằng thuế đã khấu trừ"),
    "pending_earnings_are_those_within_their_hold": _l("Tiền nhà sản xuất chờ nhận đúng bằng các phần đang giữ"),
    "gateways_answer": _l("Khoản nào ở cổng thanh toán cũng hỏi được kết quả trong một giờ"),
    "no_notice_is_left_unread": _l("Báo có nào cũng được xử lý trong một giờ"),
    "payouts_settle_what_they_claim": _l("Mỗi lệnh chi đúng bằng các khoản nó nhận"),
    "payouts_on_their_way_are_in_the_books": _l("Tiền đang chi đúng bằng các lệnh chi chưa xong"),
    "what_is_payable_can_be_claimed": _l("Tiền chi được đúng bằng các khoản chưa lệnh chi nào nhận"),
    "each_earning_is_paid_out_once": _l("Mỗi khoản thu nhập được chi nhiều nhất một lần"),
    "files_add_up": _l("Mỗi tệp chi đúng bằng các lệnh chi trong nó"),
    "what_is_being_sent_by_file_stands_in_one": _l("Lệnh chi bằng tệp đứng trong đúng một tệp"),
    "rows_of_statements_fit_their_payouts": _l("Dòng sao kê khớp với lệnh chi của nó"),
    "runs_count_their_vendors": _l("Mỗi đợt chi đếm đúng số nhà"),
    "movements_add_up": _l("Tồn kho đúng bằng tổng các lần nhập xuất"),
    "lots_add_up": _l("Từng lô hàng khớp với các lần nhập xuất"),
    "reservations_add_up": _l("Hàng giữ chỗ đúng bằng tổng các lượt giữ"),
}
