"""What the monthly declaration is told no to."""

from flask_babel import lazy_gettext as _l

from marketplace.errors import Invalid, MoveNotAllowed, Refusal


class MonthNotOver(Refusal):
    """A month is declared when it is over."""

    sentence = _l("Tháng này chưa hết. Tờ khai được lập từ ngày đầu tháng sau.")


class EarlierMonthOpen(Refusal):
    """Months are filed one after the other, so that what comes late falls into the next."""

    sentence = _l("Tháng trước đó chưa nộp tờ khai. Hãy nộp lần lượt từng tháng.")


class FiguresChanged(Refusal):
    """Money moved after the declaration was prepared."""

    sentence = _l("Số liệu đã đổi từ lúc lập. Hãy lập lại rồi nộp.")


class AlreadyFiled(MoveNotAllowed):
    """What is filed does not change; corrections fall into the next month."""

    sentence = _l("Tờ khai đã nộp nên không sửa được. Điều chỉnh được tính vào tháng sau.")


class NotFiled(MoveNotAllowed):
    """Only what is filed and due can be paid."""

    sentence = _l("Chỉ ghi nộp tiền cho tờ khai đã nộp và còn phải nộp.")


class ReferenceMissing(Invalid):
    """A payment to the State Treasury is known by its reference."""

    sentence = _l("Hãy ghi số chứng từ nộp ngân sách.")


class YearNotFiled(Refusal):
    """A certificate holds a whole year that is filed."""

    sentence = _l("Chứng từ cả năm có sau khi tờ khai tháng 12 đã nộp.")
