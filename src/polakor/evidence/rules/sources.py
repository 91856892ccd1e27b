"""Where figures come from and how they are counted: a code here, its sentence on every page."""

REGISTRATION = "registration"
GATE_TALLY = "gate_tally"
SCREENING = "screening"
LISTS = "lists"
MESSAGES = "messages"

SOURCES = {
    REGISTRATION: "Registrations of persons, one by one",
    GATE_TALLY: "Gate tallies, people counted without names",
    SCREENING: "Quick screenings",
    LISTS: "Lists received",
    MESSAGES: "Last crossing or tally recorded for a gate",
}

METHODS = {
    "crossings": "Crossings inwards recorded, less those withdrawn",
    "persons": "Different persons; records decided to be one person count once",
    "tallies": "Sum of gate tallies; a corrected tally replaces the one before",
    "waiting": "Persons screened whose need nobody has answered yet",
    "flags": "Persons by flag; one person can have several",
    "aside": "Rows of lists set aside that a clerk has to correct",
    "silence": "Time since the last message of a gate",
    "difference": "Registrations less gate tallies, never added up",
}
