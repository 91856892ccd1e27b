"""Every refusal of the intake room. Each says what was found and what to do next.

Numbers 001 to 019 are about a file that is not taken at all: nothing of it is stored.
"""

from polakor.base.errors import Refusal


class FileRefusal(Refusal):
    """A file that is not taken; nothing of it is stored."""

    number = "intake.000"
    sentence = "This file cannot be taken."


class EmptyFile(FileRefusal):
    """Zero bytes, or only spaces."""

    number = "intake.001"
    sentence = (
        "This file is empty. Open it on the computer it comes from, check that the list is in "
        "it, save it and send it again."
    )


class PasswordProtected(FileRefusal):
    """An encrypted workbook; it is not damaged."""

    number = "intake.002"
    sentence = (
        "This file is protected with a password. Open it with the password, save a copy "
        "without one and send that copy."
    )


class IncompleteFile(FileRefusal):
    """The end of the file is missing."""

    number = "intake.003"
    sentence = (
        "This file did not arrive whole: its end is missing. Send it again from the computer "
        "it comes from."
    )


class DamagedFile(FileRefusal):
    """The container is whole but what is in it cannot be read."""

    number = "intake.004"
    sentence = (
        "This file is damaged and cannot be read. Open it in a spreadsheet program, save it "
        "again as .xlsx and send the new file."
    )


class FileTooLarge(FileRefusal):
    """More bytes than the limit."""

    number = "intake.005"
    sentence = (
        "This file has %(size)s MB; at most %(limit)s MB can be taken. Cut the list into "
        "several files and send them one after the other."
    )


class UnpacksTooLarge(FileRefusal):
    """A small package that unpacks to far more than any list needs."""

    number = "intake.006"
    sentence = (
        "This file unpacks to more than %(limit)s MB, far more than a list of people needs, so "
        "it was not opened. Copy only the rows of the list into a new file and send that."
    )


class TooManyRows(FileRefusal):
    """More rows than the limit."""

    number = "intake.007"
    sentence = (
        "This file has more than %(limit)s rows. Cut the list into several files and send them "
        "one after the other."
    )


class TooManyColumns(FileRefusal):
    """More columns than the limit."""

    number = "intake.008"
    sentence = (
        "This file has more than %(limit)s columns. Copy only the columns of the list into a "
        "new file and send that."
    )


class NotATable(FileRefusal):
    """A file of another kind, told by its content and never by its ending."""

    number = "intake.009"
    sentence = "This file is not a spreadsheet. Send the list as .xlsx, .xls, .ods or .csv."


class PdfFile(NotATable):
    """A PDF: its letters have no rows and columns."""

    number = "intake.012"
    sentence = (
        "This file is a PDF, not a spreadsheet. Ask the sender for the spreadsheet it was made "
        "from, or type the list into one."
    )


class PictureFile(NotATable):
    """A photo or scan."""

    number = "intake.013"
    sentence = (
        "This file is a picture. Ask the sender for the spreadsheet, or type the list into one."
    )


class TextDocumentFile(NotATable):
    """A word processor's document."""

    number = "intake.014"
    sentence = (
        "This file is a text document. Copy its table into a spreadsheet, save that as .xlsx "
        "and send it."
    )


class BinaryWorkbookFile(NotATable):
    """An .xlsb workbook: it cannot be measured before it is opened."""

    number = "intake.015"
    sentence = (
        "This file is a binary workbook (.xlsb). Open it in a spreadsheet program, save it as "
        ".xlsx and send that."
    )


class ArchiveFile(NotATable):
    """A .zip, .rar or .7z that holds other files."""

    number = "intake.016"
    sentence = "This file is a package of other files. Unpack it and send the list itself."


class NotAList(FileRefusal):
    """A table without a column of names."""

    number = "intake.010"
    sentence = (
        "No column with people's names was found in this file. Check that it is a list of "
        "people; if it is, add a heading such as Name above the names and send it again."
    )


class UnknownEncoding(FileRefusal):
    """Bytes that are no text in any encoding Polakor knows."""

    number = "intake.011"
    sentence = (
        "The letters in this file cannot be read. Open it in a spreadsheet program, save it as "
        ".xlsx and send the new file."
    )


class ListRefusal(Refusal):
    """Something that cannot be done with a list that was taken. Numbers 020 to 039."""

    number = "intake.020"
    sentence = "This cannot be done with this list."


class AlreadyReceived(ListRefusal):
    """The very same file came before; nothing was added."""

    number = "intake.021"
    sentence = (
        "This very file was received before, on %(day)s, as “%(filename)s”. Nothing was added."
    )


class ListUnknown(ListRefusal):
    """No such list, or not one the actor may see."""

    number = "intake.022"
    sentence = "There is no such list, or it belongs to another office."


class AlreadyReading(ListRefusal):
    """Another worker has it in hand."""

    number = "intake.023"
    sentence = "This list is being read already. Its progress is shown on its page."


class RowUnknown(ListRefusal):
    """No such row, or not one the actor may see."""

    number = "intake.024"
    sentence = "There is no such row, or it belongs to another office."


class RowAlreadyMended(ListRefusal):
    """Somebody else corrected it first."""

    number = "intake.025"
    sentence = "This row was corrected already. Open the list again to see how."


class NoNameColumn(ListRefusal):
    """No column is marked as the name, so no row could be a person."""

    number = "intake.026"
    sentence = "Say which column holds the names: without one no row can become a person."


class GateNeeded(ListRefusal):
    """Returns need a gate and a day, from the list or from each of its rows."""

    number = "intake.027"
    sentence = "Say at which gate and on which day these people crossed."


class GateUnknown(ListRefusal):
    """A gate code that the country pack does not have."""

    number = "intake.028"
    sentence = "There is no gate with the code “%(gate)s”."


class ModeUnknown(ListRefusal):
    """A mode of return that the country pack does not have."""

    number = "intake.029"
    sentence = "There is no mode of return with the code “%(mode)s”."


class NotTheRowsSetAside(ListRefusal):
    """A file sent back that is not the one with the rows to mend."""

    number = "intake.030"
    sentence = (
        "This file is not the one with the rows set aside of this list. Download it again, "
        "correct it without changing its first column, and send that file."
    )


class TooManyCorrections(ListRefusal):
    """More corrected rows in one file than are taken at once."""

    number = "intake.031"
    sentence = (
        "This file has %(rows)s corrected rows; at most %(limit)s are taken at once. Send them "
        "in several files."
    )


class ToldAlready(Refusal):
    """The very form was sent before; nothing was added."""

    number = "intake.040"
    sentence = "This form was received already. Nothing was added."


class DeviceUnknown(Refusal):
    """No device with this id and secret."""

    number = "intake.050"
    sentence = "This device is not known here. Enrol it again; what it holds stays on it."


class DeviceBarred(Refusal):
    """It was reported lost or stolen."""

    number = "intake.051"
    sentence = "This device was barred. Bring it to the office."


class DeviceNeedsName(Refusal):
    """A device without a name cannot be found in a list."""

    number = "intake.052"
    sentence = "Give the device a name, such as the desk it stands on."


class DeviceNotYours(Refusal):
    """No such device, or one of another office."""

    number = "intake.053"
    sentence = "There is no such device, or it belongs to another office."


class ReasonMissing(Refusal):
    """An act that others must be able to understand later."""

    number = "intake.054"
    sentence = "Write the reason in a few words."


class BatchSize(Refusal):
    """No sheets at all, or more than one batch may have."""

    number = "intake.060"
    sentence = "A batch has 1 to %(limit)s sheets of paper. Issue several if you need more."


class BatchUnknown(Refusal):
    """No batch of this code."""

    number = "intake.061"
    sentence = "There is no batch of tokens with this code."


class NotInTheBatch(Refusal):
    """Sheets that the batch does not have."""

    number = "intake.062"
    sentence = "This batch has the numbers %(first)s to %(last)s. Write two of them, smaller first."


class BatchKeyGone(Refusal):
    """The file with the private key is not on this machine."""

    number = "intake.063"
    sentence = (
        "The key of this batch is no longer on this machine, so it cannot be printed again. "
        "Sheets that were printed stay good; issue a new batch for more."
    )


class ClashUnknown(Refusal):
    """No such paper waits for an answer; perhaps somebody else gave it."""

    number = "intake.064"
    sentence = "Nobody waits for an answer about this paper any more."


class AttachmentBroken(Refusal):
    """Not what its name says, or of no device we know."""

    number = "intake.070"
    sentence = "This photo did not arrive whole. It is sent again."


class TooManyAttachments(Refusal):
    """More unfinished photos than one device can have."""

    number = "intake.071"
    sentence = "Too many photos of this device are half sent. Let it finish those first."


class AttachmentUnknown(Refusal):
    """No such photo, or of somebody the actor may not see."""

    number = "intake.072"
    sentence = "There is no such photo, or it belongs to another office."


class AttachmentUnreadable(Refusal):
    """It cannot be opened with our keys, or there is no picture in it."""

    number = "intake.073"
    sentence = "This photo cannot be opened. Take it again if the person is still here."


class ConflictUnknown(Refusal):
    """No such conflict, or nothing to undo."""

    number = "intake.055"
    sentence = "There is no such difference to decide, or it belongs to another office."


class ConflictDecided(Refusal):
    """Somebody else was first."""

    number = "intake.056"
    sentence = "This was decided already. Undo that decision first if it was wrong."


class ChoiceMade(Refusal):
    """Somebody said already which family these answers are of."""

    number = "intake.074"
    sentence = "It was decided already which family this belongs to."
