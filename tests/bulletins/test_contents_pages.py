"""Page numbers of contents are those of the sheets that the headings stand on."""

import pypdfium2
import pytest

from snapshots.contents import fill_contents, has_contents, pages_of_places
from snapshots.failure import SnapshotFailed

pytestmark = pytest.mark.browser
CHAPTERS = [(f"chapter-{n}", f"第{n}节", 37 * n % 90 + 5) for n in range(1, 12)]
STYLE = (
    "@page { size: A4; margin: 37mm 26mm 35mm 28mm } p { font: 16pt/28pt serif; margin: 0 } nav { break-after: page }"
)


def markup(chapters, *, listed=None):
    links = "".join(f'<a href="#{i}">{t}<span data-page-of="{i}"></span></a><br>' for i, t, _ in listed or chapters)
    body = "".join(f'<h2 id="{i}">{t}</h2>' + "<p>一行文字</p>" * lines for i, t, lines in chapters)
    return f'<style>{STYLE}</style><nav data-contents="yes">{links}</nav>{body}'


@pytest.fixture
def tab(chromium):
    page = chromium.new_page()
    yield page
    page.close()


def printed(page):
    return page.pdf(prefer_css_page_size=True, tagged=True, outline=True)


def sheets_of(pdf):
    """Text of each sheet."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document[n].get_textpage().get_text_range() for n in range(len(document))]
    finally:
        document.close()


def test_numbers_are_those_of_the_sheets_that_headings_stand_on(tab):
    tab.set_content(markup(CHAPTERS))
    assert has_contents(tab)
    numbers = fill_contents(tab, printed(tab))
    sheets = sheets_of(printed(tab))
    assert len(sheets) > 15
    for id, title, _ in CHAPTERS:
        found = [n for n, text in enumerate(sheets, 1) if n > 1 and f"{title}\r" in f"{text}\r".replace("\n", "\r")]
        assert found == [numbers[id]]
        assert f"{title}{numbers[id]}" in sheets[0]


def test_filling_moves_nothing(tab):
    tab.set_content(markup(CHAPTERS))
    first = printed(tab)
    fill_contents(tab, first)
    assert pages_of_places(printed(tab)) == pages_of_places(first)


def test_an_entry_that_leads_nowhere_fails(tab):
    tab.set_content(markup(CHAPTERS, listed=[*CHAPTERS, ("lost", "失落", 0)]))
    with pytest.raises(SnapshotFailed, match="lost"):
        fill_contents(tab, printed(tab))


def test_a_page_without_contents_is_left_alone(tab):
    tab.set_content("<p>没有目录</p>")
    assert not has_contents(tab)
