"""XML parts of a workbook, streamed through a parser that refuses declarations of types and entities."""

from typing import TYPE_CHECKING, Any
from xml.sax import SAXException  # names the error only; the parser is the defused one
from zipfile import ZipFile

from defusedxml.common import DefusedXmlException

from features.errors import DataError
from features.records.formats.archive import read_part

if TYPE_CHECKING:  # defusedxml tells no types; its parser has those of the one that it defuses
    from xml.sax.expatreader import ExpatParser

    class DefusedExpatParser(ExpatParser):
        _parser: Any

        def __init__(self, *, forbid_dtd: bool = False) -> None: ...

else:
    from defusedxml.expatreader import DefusedExpatParser

__all__ = ["Part", "local"]


class Part(DefusedExpatParser):
    """Parse one part; whoever wants more than its being harmless overrides `start` and `end`.

    The handlers are set on the parser itself, without the layers of SAX: a sheet has millions of elements.

    Parameters
    ----------
    file : str
        What the user calls the workbook.
    """

    handles = False
    """Whether `start` and `end` are wanted."""

    def __init__(self, file: str) -> None:
        super().__init__(forbid_dtd=True)
        self.file = file
        self.pieces: list[str] = []

    def reset(self) -> None:
        """Make a new parser and set the handlers."""
        super().reset()
        parser = self._parser
        parser.StartElementHandler = self.start if self.handles else None
        parser.EndElementHandler = self.end if self.handles else None
        for handler in ("CharacterData", "ProcessingInstruction", "StartNamespaceDecl", "EndNamespaceDecl"):
            setattr(parser, f"{handler}Handler", None)

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """Take the start of an element."""

    def end(self, name: str, /) -> None:
        """Take the end of an element."""

    def collect(self) -> None:
        """Gather all text in `pieces` from here on; whoever wants some clears the rest away."""
        self._parser.CharacterDataHandler = self.pieces.append

    def take(self, chunk: bytes | None) -> None:
        """Parse a piece of the part; None at its end.

        Raises
        ------
        DataError
            If the part declares a type or entities, or is not well-formed.
        """
        try:
            if chunk is None:
                self.close()
            else:
                self.feed(chunk)
        except DefusedXmlException as error:
            raise DataError(
                f"{self.file} declares XML entities inside, as attacks do and Excel does not: save it again in Excel."
            ) from error
        except (SAXException, LookupError, UnicodeError, ValueError) as error:
            raise self.broken() from error

    def parse_all(self, archive: ZipFile, part: str) -> None:
        """Parse a whole part of `archive`."""
        for chunk in read_part(archive, part, self.file):
            self.take(chunk)
        self.take(None)

    def broken(self) -> DataError:
        """Return the error that says that the workbook is damaged."""
        return DataError(f"{self.file} is damaged inside: open it in Excel and save it again.")


def local(name: str) -> str:
    """Return the name of an element or attribute without the prefix of its namespace.

    Examples
    --------
    >>> local("x:row"), local("row")
    ('row', 'row')
    """
    return name[name.find(":") + 1 :]
