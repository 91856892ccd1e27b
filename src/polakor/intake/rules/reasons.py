"""Why a row is set aside, and what to look at in rows that were read: code → plain sentence.

The sentences are English message ids; doors translate them. They are read by clerks: each says
what was found and, for rows set aside, what to do.
"""

from collections.abc import Mapping
from types import MappingProxyType

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "name_garbled": (
            "The letters of the name were lost on the way. Ask the sender for the name and "
            "write it again."
        ),
        "name_without_letters": "There is no name here, only numbers or signs. Write the name.",
        "name_too_long": "The name is far too long. Write only the name of this one person.",
        "title_only": "There is only a title such as Mr or Mrs, but no name. Write the name.",
        "no_name": "The row has no name. Write the name, in any script.",
        "cell_too_long": "A cell holds far more text than fits. Shorten it.",
        "bad_bytes": (
            "Part of this row arrived broken and cannot be read. Ask the sender for it again."
        ),
        "unclosed_quote": (
            "A quotation mark was opened and never closed, so the cells cannot be told apart. "
            "Write the row again."
        ),
        # The next ones are set by the import when it writes, not by reading.
        "gate_not_known": (
            "Neither the list nor this row says at which gate the person crossed. Write the gate."
        ),
        "day_not_known": (
            "Neither the list nor this row says on which day the person crossed. Write the day."
        ),
        "not_taken": "This row could not be saved. Look at its cells and send it again.",
    }
)

NOTICES: Mapping[str, str] = MappingProxyType(
    {
        # of a file
        "hidden_sheet": "The sheet “%(sheet)s” is hidden. It was not read.",
        "macros_ignored": "The file holds macros. They were not run.",
        "links_ignored": "The file points to other files. They were not opened.",
        "formulas_as_text": "Some cells hold formulas without a value. They are kept as text.",
        "stray_bytes": "%(rows)s rows arrived broken and cannot be read.",
        "unclosed_quotes": "%(rows)s rows have a quotation mark that is never closed.",
        "several_tables": (
            "The sheet “%(sheet)s” holds several tables or several people on one row. Each was "
            "read by itself."
        ),
        "turned_table": (
            "The sheet “%(sheet)s” has its headings down the side. Each column is read as a row."
        ),
        "empty_list": "The list has headings but no rows.",
        "unknown_columns": "%(columns)s columns are kept as written and not read.",
        # of a row
        "name_only": "The row says nothing but a name.",
        "name_from_mrz": "The name was taken from the machine-readable lines.",
        "name_other_script": "The name is in a script that is kept as written.",
        "odd_characters": "The name holds signs that do not belong in a name.",
        "sex_not_read": "What stands under sex was not understood.",
        "sex_differs": "The sex and the title or document do not agree.",
        "birth_not_a_date": "What stands under birth is not a date.",
        "birth_not_in_calendar": "This birth date is not in the calendar; only the year is kept.",
        "birth_after_list": "The birth date lies after the day of the list.",
        "day_month_turned": "Day and month were turned round to make a date.",
        "first_of_january": "1 January often stands for a year alone.",
        "age_for_birth": "An age stands where the birth date should be.",
        "age_not_a_number": "What stands under age is not an age.",
        "age_differs": "Age and birth date do not agree.",
        "place_not_found": "The place was not found.",
        "place_not_certain": "Several places have this name.",
        "place_partly_read": "Only a part of the place was found.",
        "place_spelling": "The place was found under a slightly different spelling.",
        "place_of_birth": "The place of birth stands in for the home.",
        "phone_not_a_number": "What stands under phone is not a phone number.",
        "phone_two_countries": "The phone number could be of more than one country.",
        "document_not_a_number": "What stands under document number is not a number.",
        "document_too_long": "The document number is too long to be one.",
        "document_not_read": "What stands under document was not understood.",
        "document_kind_not_read": "The kind of document was not understood.",
        "mrz_not_read": "The machine-readable lines could not be read.",
        "mrz_check_failed": "A check digit of the machine-readable lines does not fit.",
        "mrz_differs": "The machine-readable lines and the document number do not agree.",
        "mode_not_read": "How the person returned was not understood.",
        "gate_not_read": "The gate was not understood; the gate of the whole list was taken.",
        "day_not_read": "The day of crossing was not understood; the day of the list was taken.",
        "flags_not_read": "Some flags were not understood.",
        "needs_not_read": "Some needs were not understood.",
        "merged_for_all": (
            "The place, gate, day or household stands in a cell merged over several people and "
            "was read for each of them."
        ),
        "merged_cell": "A cell is merged over several people; its text was not copied down.",
        "cells_left_over": "The row has more cells than the list has columns.",
        "cells_missing": "The row has fewer cells than the list has columns.",
    }
)

ENVELOPE_REASONS: Mapping[str, str] = MappingProxyType(
    {
        # quarantined: it could not be opened or read
        "not_an_envelope": "What arrived is not a sealed record. The office looks at it.",
        "key_unknown": (
            "This record was sealed for another server. Show the device to your supervisor."
        ),
        "seal_broken": "The record was damaged on the way. It is sent again by itself.",
        "unreadable": "The record was opened but cannot be read. The office looks at it.",
        "says_another_id": "The record inside is not the one written outside. The office looks.",
        "device_unknown": "This record is of a device nobody knows here. The office looks at it.",
        "not_taken": "The register could not take this record. The office looks at it.",
        # returned: read, but it cannot be registered as it is
        "id_taken": "Another record has this number already. Enter the family again.",
        "sequence_taken": "This device sent another record with this number. Enter it again.",
        "form_unknown": "This form is not known here. Update the device and enter it again.",
        "token_unreadable": "The family token cannot be read. Scan or type it again.",
        "time_unreadable": "The time on this record cannot be read. Set the clock of the device.",
        "mode_missing": "Say how the family came back.",
        "sex_and_age_missing": "Say of everybody the sex or the age.",
        "age_impossible": "An age is not possible. Correct it.",
        "birth_impossible": "A date of birth is not possible. Correct it.",
        "answers_wrong": (
            "An answer in it is not possible, or one is missing. Ask again and enter it again."
        ),
        "nobody_in_it": "There is nobody in this record. Enter the people.",
        "too_many_people": "There are too many people in one record. Enter them as two families.",
        "person_twice": "The same person is in it twice. Enter the family again.",
        "person_known": "A person in it was registered already. Enter only the others.",
        "gate_unknown": "The gate is not known here. Choose the gate of the device again.",
        "device_barred": "It was made after this device was barred. Show it to the office.",
        "counts_impossible": "A count is not possible. Correct it.",
        "gate_of_others": "This account may not count at that gate. Show it to your supervisor.",
        # received, without what nobody understood
        "answers_left_out": (
            "Answers that do not fit the form were left out. The office looks at them."
        ),
        # held: an earlier record is awaited
        "waits_for_base": "It goes on from a record that has not arrived yet. It waits for that.",
        "base_never_came": (
            "The record it goes on from did not arrive in time. The office looks at it."
        ),
        "token_twice": "Two families carry this token. The office says which one is meant.",
        # conflict
        "answers_differ": "Two desks answered the same question differently. An officer decides.",
    }
)
"""Why an envelope is not in the register: what the clerk reads on the device."""
