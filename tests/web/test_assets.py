"""Static files: cached for ever by their content, compressed, free of sessions."""

import gzip
import re
from pathlib import Path

import pytest

from portal.web import assets

ROOT = Path(__file__).parents[2]
TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html") if "email" not in path.parts]
FONT = "vendor/vazirmatn-33.0.3/vazirmatn-fa-wght400-800.woff2"
KB = 1024


def _url(pages, path: str) -> str:
    return pages.app.extensions["assets"].url(path)


def test_url_with_content_hash_may_be_kept_for_ever(pages):
    answer = pages.client.get(_url(pages, "css/theme.css"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("query", ["", "?v=", "?v=0123456789abcdef"])
def test_url_without_the_right_hash_is_asked_for_again(pages, query):
    answer = pages.client.get(f"/static/css/theme.css{query}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


def test_hash_follows_the_content(tmp_path):
    (tmp_path / "a.css").write_text("a{color:red}")
    before = assets.Assets(tmp_path, "/static").url("a.css")
    (tmp_path / "a.css").write_text("a{color:blue}")
    assert assets.Assets(tmp_path, "/static").url("a.css") != before


def test_hash_of_style_sheet_follows_the_font_it_names(tmp_path):
    (tmp_path / "css").mkdir()
    (tmp_path / "css/a.css").write_text("@font-face{src:url(../f.woff2)}")
    (tmp_path / "f.woff2").write_bytes(b"one")
    before = assets.Assets(tmp_path, "/static").url("css/a.css")
    (tmp_path / "f.woff2").write_bytes(b"two")
    assert assets.Assets(tmp_path, "/static").url("css/a.css") != before


@pytest.mark.parametrize("sheet", ["theme", "site", "desk", "print"])
def test_what_a_style_sheet_names_is_kept_for_ever_too(pages, sheet):
    css = pages.client.get(_url(pages, f"css/{sheet}.css")).text
    for url in re.findall(r"url\(([^)]+)\)", css):
        assert "immutable" in pages.client.get(url).headers["Cache-Control"], url


def test_compressed_form_has_the_same_content_and_its_own_etag(pages):
    url = _url(pages, "css/theme.css")
    plain = pages.client.get(url)
    packed = pages.client.get(url, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_refused_gzip_is_not_sent(pages):
    answer = pages.client.get(_url(pages, "css/theme.css"), headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in answer.headers


def test_known_etag_is_answered_304(pages):
    headers = {"Accept-Encoding": "gzip"}
    first = pages.client.get("/static/js/portal.js", headers=headers)
    again = pages.client.get(
        "/static/js/portal.js", headers=headers | {"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304
    assert again.data == b""


def test_font_is_sent_as_it_is(pages):
    answer = pages.client.get(_url(pages, FONT), headers={"Accept-Encoding": "gzip"})
    assert answer.data == (ROOT / "static" / FONT).read_bytes()
    assert answer.content_type == "font/woff2"
    assert "Vary" not in answer.headers


@pytest.mark.parametrize(
    "path", ["nothing.css", "../wsgi.py", "%2e%2e/portal/config.py", "css", "css/", "/etc/passwd"]
)
def test_only_files_of_the_folder_are_served(pages, path):
    assert pages.client.get(f"/static/{path}").status_code in (404, 308)


@pytest.mark.parametrize("path", ["./css/theme.css", "css/./theme.css", "css//theme.css"])
def test_file_has_one_spelling_alone(pages, path):
    kept = pages.app.extensions["assets"]
    assert kept.get(path) is None
    assert path not in kept._files
    assert pages.client.get(f"/static/{path}").status_code in (404, 308)


@pytest.mark.parametrize("path", ["a" * 300, "css/" + "b" * 5000 + ".css", "a\x00b"])
def test_name_that_no_file_can_have_is_no_page(pages, path):
    assert pages.app.extensions["assets"].get(path) is None
    assert pages.client.get(f"/static/{path}").status_code in (400, 404)


def test_static_file_neither_sets_nor_varies_by_the_cookie(pages):
    def start():
        from flask import session

        session.permanent = True
        session["name"] = "x"
        return "started"

    pages.add("/start", start)
    assert "Set-Cookie" in pages.client.get("/start").headers
    answer = pages.client.get(_url(pages, "css/theme.css"))
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]


def test_page_is_compressed_when_the_browser_takes_it(pages):
    pages.add("/long", lambda: "سلام " * 1000)
    plain = pages.client.get("/long")
    packed = pages.client.get("/long", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == plain.data
    assert packed.content_length == len(packed.data)
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Content-Encoding" not in plain.headers


def test_short_answer_is_not_compressed(pages):
    pages.add("/short", lambda: "سلام")
    answer = pages.client.get("/short", headers={"Accept-Encoding": "gzip"})
    assert answer.text == "سلام"
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_file_and_icon_that_a_template_names_exists(template):
    source = template.read_text()
    for path in re.findall(r"asset\(\"([^\"]+)\"\)", source):
        assert (ROOT / "static" / path).is_file(), path
    sprite = (ROOT / "static/img/icons.svg").read_text()
    icons = re.findall(r"\b(?:icon|icon_svg|empty)\(\"([^\"]+)\"", source)
    for name in icons + re.findall(r"icons\.svg\"\) }}#([\w-]+)", source):
        assert f'<symbol id="{name}"' in sprite, name


def test_labels_name_icons_that_exist():
    from portal import labels

    sprite = (ROOT / "static/img/icons.svg").read_text()
    names = [label.icon for label in (*labels.STATUS.values(), *labels.URGENCY.values())]
    for name in filter(None, names):
        assert f'<symbol id="{name}"' in sprite


def test_first_visit_stays_within_its_weight(pages):
    headers = {"Accept-Encoding": "gzip"}
    page = pages.client.get("/guide", headers=headers)
    html = gzip.decompress(page.data).decode()
    urls = re.findall(r'(?:<script src|<link rel="stylesheet" href)="([^"]+)"', html)
    assert len(urls) >= 6
    weight = len(page.data) + sum(
        len(pages.client.get(url.replace("&amp;", "&"), headers=headers).data) for url in urls
    )
    assert weight <= 100 * KB
    assert (ROOT / "static" / FONT).stat().st_size <= 80 * KB
