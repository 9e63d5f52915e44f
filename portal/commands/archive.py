"""The backup file: a plain tar with the database, the uploads, and a manifest that vouches for
every byte of them. The manifest comes last, so a file that was cut off has none."""

import hashlib
import io
import json
import os
import re
import tarfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from portal.config import ROOT

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
# Two letters of the key, then the key: as the uploads lie on disk.
UPLOAD = re.compile(r"uploads/([0-9a-z]{2})/(\1[0-9a-z]{6,62})")
CHUNK = 2**20
FINGERPRINT_LENGTH = 16


class BadArchive(Exception):
    """The file is not a backup that can be restored; the message says why."""


@dataclass(frozen=True)
class Member:
    """A file of the archive as it was written; `size` in bytes."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `made_at` is ISO 8601 in UTC, `database` the dialect, `revision` its
    schema, `counts` rows by table, `keys` fingerprints by setting, `members` files by name."""

    made_at: str
    version: str
    revision: str
    database: str
    counts: dict[str, int]
    keys: dict[str, list[str]]
    members: dict[str, Member]

    def to_json(self) -> bytes:
        return json.dumps({"format": FORMAT} | asdict(self), indent=1).encode()


def version() -> str:
    """Pasokh's own version."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def fingerprints(config: Mapping[str, object]) -> dict[str, list[str]]:
    """The beginning of the SHA-256 of each key: enough to tell keys apart, useless to anyone."""
    return {
        name: [
            hashlib.sha256(key.strip().encode()).hexdigest()[:FINGERPRINT_LENGTH]
            for key in str(config[name]).split(",")
        ]
        for name in ("SECRET_KEY", "ENCRYPTION_KEY")
    }


def upload_name(storage_key: str) -> str:
    """The member that holds the stored file of this key."""
    return f"uploads/{storage_key[:2]}/{storage_key}"


class Writer:
    """Fills an archive; `members` grows with each file added."""

    def __init__(self, tar: tarfile.TarFile):
        self.members: dict[str, Member] = {}
        self._tar = tar

    def add(self, name: str, path: Path) -> Member:
        """Adds a file that nobody changes any more. Raises FileNotFoundError."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            member = Member(file.tell(), digest)
            file.seek(0)
            self._add(name, member.size, file)
        self.members[name] = member
        return member

    def finish(self, manifest: Manifest) -> None:
        """Adds the manifest, after everything else."""
        content = manifest.to_json()
        self._add(MANIFEST, len(content), io.BytesIO(content))

    def _add(self, name: str, size: int, content: BinaryIO) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, content)


class Reader:
    """An archive whose manifest has been read; nothing in it is trusted."""

    def __init__(self, tar: tarfile.TarFile):
        self._tar = tar
        self.manifest = _manifest(tar)

    def unpack(self, database: Path, uploads: Path) -> None:
        """Writes the database to the path `database` and the uploads below the folder `uploads`.

        Every member must be a plain file that the manifest lists, under one of our own names
        and with the listed digest. Raises BadArchive, and may leave what was written so far.
        """
        missing = set(self.manifest.members)
        for info in self._tar:
            if info.name == MANIFEST:
                continue
            if info.name not in missing:
                raise BadArchive(f"it holds {info.name!r} twice, or without listing it")
            if not info.isreg():
                raise BadArchive(f"{info.name} is not a plain file")
            missing.remove(info.name)
            target = database if info.name == self._database_name else _below(uploads, info.name)
            self._unpack_one(info, target)
        if missing:
            raise BadArchive(f"{min(missing)} is missing")

    @property
    def _database_name(self) -> str:
        return DATABASE[self.manifest.database]

    def _unpack_one(self, info: tarfile.TarInfo, target: Path) -> None:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        source, digest, size = self._tar.extractfile(info), hashlib.sha256(), 0
        with open_private(target) as file:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
        if Member(size, digest.hexdigest()) != self.manifest.members[info.name]:
            raise BadArchive(f"{info.name} does not fit its digest")


@contextmanager
def writing(file: BinaryIO) -> Iterator[Writer]:
    """An archive that is written into the open `file`."""
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        yield Writer(tar)


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """The archive at `path`. Raises BadArchive, also for what goes wrong while it is read."""
    try:
        with tarfile.open(path, "r:") as tar:
            yield Reader(tar)
    except (tarfile.TarError, EOFError) as error:
        raise BadArchive(f"it is damaged or no backup ({error})") from None


def open_private(path: Path) -> BinaryIO:
    """A new file for writing that only its owner can read. Raises FileExistsError."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _below(uploads: Path, name: str) -> Path:
    match = UPLOAD.fullmatch(name)
    if match is None:
        raise BadArchive(f"{name!r} is no name of an upload")
    return uploads / match[1] / match[2]


def _manifest(tar: tarfile.TarFile) -> Manifest:
    try:
        content = tar.extractfile(tar.getmember(MANIFEST)).read()
    except (KeyError, AttributeError):
        raise BadArchive("it has no manifest: no backup, or cut off") from None
    try:
        data = json.loads(content)
        if data.pop("format") != FORMAT:
            raise BadArchive("a newer version of Pasokh made it")
        members = {name: Member(**member) for name, member in data.pop("members").items()}
        manifest = Manifest(members=members, **data)
        if DATABASE[manifest.database] not in members:
            raise BadArchive("its manifest lists no database")
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BadArchive("its manifest cannot be read") from None
    return manifest
