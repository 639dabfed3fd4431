"""Forms are kept as long as somebody may send them again."""

from datetime import timedelta

from flask import Flask

from marketplace import clock
from marketplace.submissions.operations import KEPT, Answer, begin, end, forget, forget_old
from tests.factories.people import a_person


def test_the_first_acts_and_the_second_gets_its_answer(app: Flask):
    person = a_person()
    assert begin("a" * 64, user_id=person.id) is None
    end("a" * 64, Answer(303, location="/seller", messages=[["good", "Đã ghi."]]))

    earlier = begin("a" * 64, user_id=person.id)

    assert earlier is not None
    assert (earlier.status, earlier.location, earlier.messages) == (303, "/seller", [["good", "Đã ghi."]])
    assert begin("b" * 64, user_id=person.id) is None


def test_what_was_refused_or_is_long_past_may_be_sent_again(app: Flask):
    person = a_person()
    begin("a" * 64, user_id=person.id)
    forget("a" * 64)
    assert begin("a" * 64, user_id=person.id) is None

    assert forget_old() == 0
    with clock.at(clock.now() + KEPT + timedelta(minutes=1)):
        assert forget_old() == 1
