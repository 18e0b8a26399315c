"""Text of others, such as the name of a file or a resource, made fit for a terminal."""

import unicodedata


def printable(text: str) -> str:
    r"""The text on one line, with what a terminal would act on or cannot show written as an escape such as `\x1b`.

    Those are control and format characters (also the ones that turn the direction of writing round) and lone surrogates.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _escaped(one) if unicodedata.category(one)[0] == "C" or one in "\u2028\u2029" else one for one in text
    )


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
