"""Which names may be meant by another, and when one may be sure of it."""

from __future__ import annotations

import pytest

from mapperlint.model.near import candidates, is_slip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Pots", "Post"),
        ("Usr", "User"),
        ("Userx", "User"),
        ("user", "users"),
        ("nulable", "nullable"),
        ("back_populate", "back_populates"),
        ("bookng_id", "booking_id"),
        ("app.modles.user", "app.models.user"),
    ],
)
def test_a_letter_makes_a_slip(written: str, meant: str) -> None:
    assert is_slip(written, meant)
    assert is_slip(meant, written)
    assert candidates(written, [meant, "something_else"]) == ((meant,), True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("address_1", "address_2"),
        ("sales2023", "sales2024"),
        ("user_a_id", "user_b_id"),
        ("x3", "x1"),
        ("id", "idx"),
        ("BookingItem", "BookingIntent"),
        ("app.models", "app.models.user"),
        ("Post", "Post"),
    ],
)
def test_names_that_differ_on_purpose_are_no_slips(one: str, other: str) -> None:
    assert not is_slip(one, other)


def test_case_and_underscores_come_before_slips() -> None:
    assert candidates("usergroup", ["usergroups", "user_group"]) == (("user_group",), True)
    assert candidates("on_delete", ["on_deleted", "ondelete"]) == (("ondelete",), True)


def test_names_that_are_as_near_tie() -> None:
    assert candidates("Bat", ["Cat", "Rat", "Dog"]) == (("Cat", "Rat"), True)


def test_a_slip_comes_before_what_is_only_alike() -> None:
    assert candidates("Bookings", ["BookingsItem", "Booking"]) == (("Booking",), True)


def test_what_is_only_alike_is_no_slip() -> None:
    found = candidates("CustomersAddresses", ["CustomerAddress", "Customer"])
    assert found == (("CustomerAddress",), False)


def test_what_is_hardly_alike_is_not_meant() -> None:
    assert candidates("student_course", ["students"]) == ((), False)
    assert candidates("Volume", []) == ((), False)
