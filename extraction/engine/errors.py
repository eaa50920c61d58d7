"""What can be wrong with a document. Each error says what happened in words for its sender."""

from __future__ import annotations


class DocumentError(Exception):
    """The document cannot be read; trying again will not help."""

    code = "invalid_file"


class EmptyFile(DocumentError):
    def __init__(self) -> None:
        super().__init__("The file is empty.")


class UnsupportedFile(DocumentError):
    def __init__(self) -> None:
        super().__init__("This is not a PDF, PNG or JPG file.")


class CorruptFile(DocumentError):
    def __init__(self, kind: str) -> None:
        super().__init__(f"The {kind} is damaged and cannot be opened.")


class EncryptedFile(DocumentError):
    def __init__(self) -> None:
        super().__init__("The PDF is protected by a password. Remove the password and send it again.")


class OversizedPage(DocumentError):
    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is too large to read.")


class OvercomplexDocument(DocumentError):
    def __init__(self) -> None:
        super().__init__("The document needs more memory or time to read than any invoice should.")


class NothingToRead(DocumentError):
    def __init__(self) -> None:
        super().__init__("No text was found on any page.")


class NoSuchPage(DocumentError):
    code = "no_such_page"

    def __init__(self, number: int) -> None:
        super().__init__(f"The document has no page {number}.")


class TooManyPages(DocumentError):
    """The document has more pages than the caller allows; `limit` is what is allowed."""

    code = "too_many_pages"

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"The document has more than {limit} page{'s' if limit != 1 else ''}.")
