"""What this room refuses, each with its number."""

from polakor.base.errors import Refusal


class PackRefused(Refusal):
    """The pack has faults; nothing was changed. ``faults`` holds all of them."""

    number = "reference.001"
    sentence = "The country pack is refused: %(file)s, line %(line)s: %(reason)s. %(more)s"


class PackMissing(Refusal):
    """There is no pack at that path."""

    number = "reference.002"
    sentence = "There is no country pack in %(path)s: a pack is a folder with a pack.toml in it."


class OtherPackInForce(Refusal):
    """This database holds another country's pack."""

    number = "reference.003"
    sentence = (
        "This database holds the country pack %(held)s. Loading %(offered)s would retire its "
        "codes: give %(offered)s a database of its own."
    )


class PlacesRefused(Refusal):
    """A file of places cannot be read; nothing was changed."""

    number = "reference.004"
    sentence = "The places in %(file)s are refused: line %(line)s: %(reason)s."


class NoPackLoaded(Refusal):
    """Something needs a pack and none has been loaded."""

    number = "reference.005"
    sentence = "No country pack has been loaded yet: run ./polakor up or ./polakor load_pack."


class FormUnknown(Refusal):
    """No pack that was ever loaded has this version of a form."""

    number = "reference.006"
    sentence = "There is no form %(form)s here. Load the pack that has it, or update the device."


class FormChanged(Refusal):
    """A form asks something else under the same version; records would change their meaning."""

    number = "reference.007"
    sentence = (
        "The form %(form)s was loaded before and asks something else now. Records name it: give "
        "the changed form a new version and keep the old file."
    )
