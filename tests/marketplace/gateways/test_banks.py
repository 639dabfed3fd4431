"""The table of banks."""

from marketplace.gateways.banks import _rows, bank_by_bin, banks_for_transfer


def test_the_whole_table_is_there() -> None:
    assert len(_rows()) == 62


def test_a_bank_is_found_by_its_number() -> None:
    bank = bank_by_bin("970436")
    assert bank is not None
    assert (bank.short_name, bank.swift) == ("Vietcombank", "BFTVVNVX")


def test_renamed_banks_are_known_by_their_present_name() -> None:
    names = [bank.short_name for bin_ in ("970406", "970414", "970449") if (bank := bank_by_bin(bin_))]
    assert names == ["Vikki Bank", "MBV", "LPBank"]


def test_an_unknown_or_empty_number_is_no_bank() -> None:
    assert bank_by_bin("000000") is None
    assert bank_by_bin("") is None


def test_money_can_be_sent_to_each_number_once() -> None:
    banks = banks_for_transfer()
    assert len({bank.bin for bank in banks}) == len(banks) == 58
    assert all(bank.bin and bank.receives and not bank.is_deprecated for bank in banks)


def test_banks_are_in_the_order_people_look_for_them() -> None:
    names = [bank.short_name for bank in banks_for_transfer()]
    assert names.index("AB Bank") < names.index("BIDV") < names.index("Vietcombank") < names.index("Woori Bank")
