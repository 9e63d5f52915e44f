"""Long texts of the demonstration data, kept readable in the source."""


def words(block: str) -> list[str]:
    """Return the words of a block."""
    return block.split()


def lines(block: str) -> list[str]:
    """Return the lines of a block, blank ones left out."""
    return [line.strip() for line in block.splitlines() if line.strip()]


def letters(block: str) -> list[str]:
    """Return the letters of a block: a blank line parts letters, ¶ parts a letter's paragraphs."""
    return [
        " ".join(letter.split()).replace(" ¶ ", "\n\n") for letter in block.strip().split("\n\n")
    ]
