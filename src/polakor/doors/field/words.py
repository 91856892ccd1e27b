"""Every word the app says, by a name of its own; the page carries them in every language."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from polakor.doors.ui import languages

WORDS = {
    # head
    "app": _("Polakor at the gate"),
    "polakor": _("Polakor"),
    "skip": _("Skip to the content"),
    "demo": _("DEMO"),
    "demo_meaning": _("All names and figures are invented."),
    "lock": _("Lock"),
    "help": _("Help"),
    "close": _("Close"),
    "try_again": _("Try again"),
    "yes": _("Yes"),
    "no": _("No"),
    "yes_do_it": _("Yes, do it"),
    "no_leave_it": _("No, leave it"),
    "net_good": _("Connected"),
    "net_sending": _("Sending"),
    "net_offline": _("No network"),
    "net_carry_on": _("Carry on. All is kept on this device."),
    "net_waiting": _("The server is busy; it goes on by itself"),
    "net_trouble": _("The server cannot take it in now; all is kept here"),
    "net_refused": _("The server refuses this officer; all is kept here"),
    "net_unsigned": _("An answer came that is not from our server; nothing of it was believed"),
    "not_received": _("not yet received"),
    "clock_ahead": _("This device's clock is {n} minutes ahead. Please set it right."),
    "clock_behind": _("This device's clock is {n} minutes behind. Please set it right."),
    "new_version": _("A new version of this app is ready."),
    "change_now": _("Change to it now"),
    # enrolment
    "enrol_title": _("Take this device into service"),
    "enrol_lead": _("Once, with a network. Afterwards the app works without one."),
    "enrol_offline": _("The server cannot be reached. This first step needs a network."),
    "enrol_sign_in": _("An officer signs in first; then the device is named here."),
    "sign_in": _("Sign in"),
    "enrol_not_allowed": _("{name} may not take devices into service. Please ask the supervisor."),
    "enrol_officer": _("Signed in: {name}, {office}"),
    "enrol_refused": _("The server did not take this device in. Please try again."),
    "enrol_go": _("Begin"),
    "asking_server": _("Asking the server…"),
    "desk": _("Desk"),
    "desk_hint": _("As people call it, such as desk 2"),
    "desk_needed": _("Please name the desk."),
    "gate": _("Gate"),
    "gate_needed": _("Please choose the gate."),
    "choose_gate": _("Choose"),
    "pin_new": _("New PIN, six digits"),
    "pin_hint": _("Only you know it. Not a row such as 123456, not one digit repeated."),
    "pin_again": _("The same PIN again"),
    "pin_short": _("The PIN has six digits."),
    "pin_weak": _("This PIN is guessed first. Please choose another."),
    "pin_differs": _("The two PINs differ."),
    "left_behind": _(
        "Sealed from before and still on this device: records {n}, photos {photos}. They go to "
        "the server after this step; nobody can read them here."
    ),
    # lock
    "pin_title": _("Enter the PIN"),
    "pin_trying": _("Looking…"),
    "pin_wrong": _("Wrong PIN. {n} tries left."),
    "pin_wrong_last": _("Wrong PIN. One try left; after that the device forgets everything."),
    "pin_back": _("Take back the last digit"),
    "pin_forgotten": _(
        "PIN forgotten? After too many wrong ones this device asks for a new sign-in. "
        "Sealed records stay."
    ),
    "wiped_tries": _(
        "Too many wrong PINs. The device has forgotten what the PIN guarded; sealed "
        "records are kept."
    ),
    "barred": _(
        "This device was reported lost and is barred. It has forgotten what the PIN "
        "guarded; sealed records are kept."
    ),
    "stranger": _(
        "The server does not know this device. Please sign in anew; sealed records are "
        "kept and will be sent."
    ),
    # home
    "new_family": _("New family"),
    "enrich_title": _("Add to a family"),
    "interview": _("Longer interview"),
    "count_title": _("Count without names"),
    "more": _("More"),
    "to_list": _("To the list"),
    "unfinished_form": _("A form is not finished."),
    "go_on": _("Go on with it"),
    "throw_away": _("Throw it away"),
    "throw_away_sure": _("Throw the unfinished form away? It cannot be brought back."),
    "no_forms": _("The forms are not on this device yet. It needs a network once."),
    "registered": _("Families registered"),
    "latest": _("The latest"),
    "state_saved": _("Saved here"),
    "state_sent": _("Sent"),
    "state_received": pgettext_lazy("a record", "Received"),
    "state_accepted": _("Accepted"),
    "state_returned": _("Look again"),
    "state_set_aside": _("Set aside, an officer looks"),
    "states_meaning": _(
        "“Received”: the server has it safe. “Accepted”: checked and in the register. "
        "Do not remove the app before “not yet received” reads 0."
    ),
    "brought": _("From another device"),
    "count_short": _("Count"),
    "added": _("Added to"),
    "no_token": _("No token"),
    "one_person": _("1 person"),
    "n_people": _("{n} people"),
    # form
    "family": _("Family"),
    "persons": _("The people of this family"),
    "person_n": _("Person {n}"),
    "person_of": _("Person {n} of {all}"),
    "to_person": _("To person {n}"),
    "next_person": _("Next person"),
    "add_person": _("Add a person"),
    "remove_person": _("Take this person out"),
    "not_yet": _("Not yet"),
    "save_n": _("Save all {n}"),
    "save_answers": _("Save"),
    "correct_title": _("Correct what was just saved"),
    "more_choices": _("More choices"),
    "more_questions": _("More questions"),
    "private_questions": _("Private questions"),
    "private_hint": _("Turn the screen away from others before you ask."),
    "no_answer": _("No answer?"),
    "reason_unknown": _("Does not know"),
    "reason_refused": _("Does not want to say"),
    "reason_not_applicable": _("Does not apply"),
    "nothing_asked": _("This form asks nothing about the family. Go on to a person."),
    "nothing_to_save": _("There is nothing to save yet."),
    "sex_0": _("Not known"),
    "sex_1": _("Male"),
    "sex_2": _("Female"),
    "sex_9": _("Does not apply"),
    "places_found": _("Places found"),
    "no_place_found": _("No place has these letters."),
    "level_1": _("province"),
    "level_2": _("district"),
    "level_3": _("commune"),
    "level_4": _("village"),
    "date_unread": _("A year, a month and year, or a whole day: 1990, 5/1990, 17/5/1990"),
    "month_1": _("January"),
    "month_2": _("February"),
    "month_3": _("March"),
    "month_4": _("April"),
    "month_5": _("May"),
    "month_6": _("June"),
    "month_7": _("July"),
    "month_8": _("August"),
    "month_9": _("September"),
    "month_10": _("October"),
    "month_11": _("November"),
    "month_12": _("December"),
    "mrz_good": _("All check digits are right."),
    "mrz_check": _("Look again, a check digit does not fit: {fields}"),
    "mrz_unread": _("These lines cannot be read. Two or three lines, as printed."),
    "mrz_number": _("number"),
    "mrz_birth": _("birth"),
    "mrz_expiry": _("expiry"),
    "mrz_personal": _("personal number"),
    "mrz_composite": _("the whole"),
    # token
    "token": _("Family token"),
    "token_hand": _("Tear it off and hand it over"),
    "token_read": _("From the paper the family holds"),
    "token_take": _("Take the next:"),
    "token_good": _("A good token"),
    "token_slip": _("A sign is wrong or missing. Look at the paper again."),
    "token_foreign": _("This is no family token of ours."),
    "token_forged": _(
        "This token was never printed by us. Keep the paper and call the supervisor."
    ),
    "token_barred": _("This token is barred. Take another sheet."),
    "token_unsure": _("Well written, of a sheet this device does not know yet. It can be used."),
    "token_used": _("Used already on this device: at {time}, {people}."),
    "token_needed": _("The family token is needed to find the family."),
    "token_give": _("Give this number to the family on paper."),
    "scan": _("Scan"),
    "photo": _("Photo"),
    "photo_reading": _("Reading the photo…"),
    "photo_unread": _("No token could be read on the photo. Please type it."),
    "photo_offline": _("Reading a photo needs the network. Please type the number."),
    # photos
    "photos": _("Photos of papers"),
    "photo_hint": _(
        "A passport, a card, a pay slip. No photographs of faces. Sealed at once: it cannot be "
        "looked at here again."
    ),
    "photo_take": _("Take or choose a photo"),
    "photo_n": _("Photo {n}"),
    "photo_drop": _("Take out"),
    "photo_kept": _("The photo is sealed on this device."),
    "photo_not_kept": _("This photo could not be kept: it is no picture, or the device is full."),
    "photo_whose": _("Say something about this person too: the photo needs a record to belong to."),
    "photos_left": _("Photos not yet sent: {n}"),
    # slip
    "family_saved": _("The family is saved"),
    "answers_saved": _("The answers are saved"),
    "count_saved": _("The count is saved"),
    "kept_here": _("Sealed on this device until the network is back."),
    "next_family": _("Next family"),
    "correct": _("Correct"),
    "correct_hint": _(
        "For one minute the answers can be corrected here. Later, add to the family by its token."
    ),
    # counts
    "hour_from": _("hour from {hour}"),
    "hour_over": _("The hour from {hour} is over. Save it, then count on."),
    "save_count": _("Save {n}"),
    "save_count_zero": _("Save: nobody came"),
    "count_more": _("Hour, method and others"),
    "one_less": _("One less"),
    # more
    "send_now": _("Send now"),
    "send_now_hint": _("{n} records wait"),
    "all_received": _("All is received"),
    "save_file": _("Save to a file"),
    "save_file_hint": _("Records and photos not yet received, sealed; works without a network"),
    "file_saved": _("Sealed in the file: records {n}, photos {photos}."),
    "file_not_all": _(
        "One file holds at most {mb} MB: {n} photos did not fit. Save once more for the rest."
    ),
    "bring_file": _("Bring in a file"),
    "bring_file_hint": _("What another device saved"),
    "file_brought": _("Taken in and to be sent: new records {n}, photos {photos}."),
    "file_too_large": _("This file is larger than {mb} MB. Save it in parts, or send it instead."),
    "file_unreadable": _("This is no file of this app, or it is damaged."),
    "help_hint": _("How to use the app, the four states, the keys"),
    "hand_over": _("Hand the device to the next officer"),
    "hand_over_hint": _("The list is forgotten; the next officer signs in anew"),
    "hand_over_not_yet": _(
        "Not yet received and in no file: records {n}, photos {photos}. Send them, or save them "
        "to a file first."
    ),
    "hand_over_sure": _("Forget the list and your PIN on this device?"),
    "handed_over": _("The device is ready for the next officer."),
    "officer": _("Officer"),
    "last_answer": _("Last answer of the server"),
    "version": _("Version"),
    "device_number": _("Number of the device"),
    "kept_safe": _("The browser promises to keep the data"),
    # help
    "help_family": _("A family in one minute"),
    "help_1": _("Take the next token of the sheet and hand it to the family."),
    "help_2": _("Choose how they came back and where they go: two letters find the place."),
    "help_3": _("For each person touch the sex and the age. Nothing else is demanded."),
    "help_4": _(
        "Touch what you see: hurt, pregnant, a child alone. These people are helped first."
    ),
    "help_5": _("Save. The number stands large: check it with the paper."),
    "help_states": _("What the states mean"),
    "mean_saved": _("On this device only. Sealed; nobody can read it here."),
    "mean_sent": _("On its way; the server has not answered."),
    "mean_received": _("The server has it safe and has signed for it."),
    "mean_accepted": _("Checked and in the register."),
    "mean_returned": _("Something does not fit; the reason stands beside it."),
    "help_keys": _("By the keyboard alone"),
    "key_digit": _("choose the first to the tenth answer"),
    "key_enter": _("to the next question, then to the next person"),
    "key_page": _("person before, person after"),
    "key_save": _("save"),
    "key_tab": _("to every other field and button"),
    "help_lost": _("If the device is lost"),
    "help_lost_text": _(
        "Tell the office at once: it bars the device. What is on it nobody can read "
        "without the PIN; sealed records nobody at all but the server."
    ),
    # trouble
    "not_kept": _(
        "This device could not keep the record; its storage may be full. Send or save "
        "to a file, then try again. Until then write on paper."
    ),
    "token_wrong": _("The token is not right. Correct it, or empty its line."),
    "count_go_on": _("Go on counting"),
}


def words_by_language() -> dict[str, dict[str, str]]:
    """``{"km": {name: sentence}, "en": {…}}``: what the page carries for offline use."""
    found = {}
    for code in languages.OWN_NAMES:
        with translation.override(code):
            found[code] = {name: str(sentence) for name, sentence in WORDS.items()}
    return found
