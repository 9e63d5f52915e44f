"""The data files of finglish come from their sources, and from nothing else."""

from portal.etiquette.lexicon import DATA
from portal.etiquette.training.train import made

MOST_BYTES = 500_000


def test_training_writes_the_same_bytes_again():
    files = made()
    for name, text in files.items():
        assert (DATA / f"{name}.txt").read_text(encoding="utf-8") == text
    assert sum(len(text.encode()) for text in files.values()) < MOST_BYTES
