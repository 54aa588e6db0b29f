"""Pages: counted, made readable, and made of what people have."""

import io

import pypdfium2
import pytest
from PIL import Image, ImageSequence

from appliance.contact.fax.errors import FaxEmpty, FaxEncrypted, FaxFileUnreadable, FaxTooLong
from appliance.daemons.jobs import pages
from tests.servers import far_fax

# The smallest PDF that wants a password (RC4, revision 2): its text is never reached.
ENCRYPTED = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
3 0 obj<</Filter/Standard/V 1/R 2/O<0000000000000000000000000000000000000000000000000000000000000001>\
/U<0000000000000000000000000000000000000000000000000000000000000002>/P -1>>endobj
trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>
%%EOF
"""


def pdf(*sizes: tuple[int, int], resolution: int = 72) -> bytes:
    """A PDF with a page of each size in points, a black bar across its top quarter."""
    drawn = []
    for across, down in sizes:
        page = Image.new("L", (across, down), 255)
        page.paste(0, (0, 0, across, down // 4))
        drawn.append(page)
    out = io.BytesIO()
    drawn[0].save(out, "PDF", save_all=True, append_images=drawn[1:], resolution=resolution)
    return out.getvalue()


def frames(tiff: bytes) -> list[Image.Image]:
    with Image.open(io.BytesIO(tiff)) as image:
        return [frame.copy() for frame in ImageSequence.Iterator(image)]


def test_a_pdf_becomes_pages_of_a_fax() -> None:
    tiff = pages.as_fax(pdf((595, 842), (842, 595)))
    first, second = frames(tiff)
    assert [page.size for page in (first, second)] == [(1728, 2292), (1728, 2292)]
    assert first.mode == "1"
    assert first.getpixel((864, 20)) == 0, "black at the top"
    assert first.getpixel((864, 2000)) == 255, "white below"
    with Image.open(io.BytesIO(tiff)) as image:
        assert image.info["compression"] == "group4"
        assert tuple(map(float, image.info["dpi"])) == pages.DPI


def test_a_fax_stays_as_it_is_point_by_point() -> None:
    out = io.BytesIO()
    drawn = far_fax.drawn(3)
    drawn[0].save(out, "TIFF", save_all=True, append_images=drawn[1:], compression="group4", dpi=far_fax.DPI)
    assert far_fax.same(pages.as_fax(out.getvalue()), drawn)


def test_what_came_is_counted_also_when_its_end_is_missing() -> None:
    out = io.BytesIO()
    drawn = far_fax.drawn(3)
    drawn[0].save(out, "TIFF", save_all=True, append_images=drawn[1:], compression="group4", dpi=far_fax.DPI)
    whole = out.getvalue()
    assert pages.count(whole) == 3
    assert pages.count(whole[: len(whole) // 2]) in (0, 1, 2)
    assert pages.count(b"") == pages.count(b"II*\0") == pages.count(b"nothing") == 0


def test_pages_are_read_as_a_pdf_in_the_size_of_paper() -> None:
    read = pypdfium2.PdfDocument(pages.as_pdf(pages.as_fax(pdf((595, 842), (595, 842)))))
    assert len(read) == 2
    across, down = next(iter(read)).get_size()
    assert across == pytest.approx(595, rel=0.04)
    assert down == pytest.approx(842, rel=0.04)


@pytest.mark.parametrize(
    ("document", "refusal"),
    [
        (b"", FaxEmpty),
        (b"a letter", FaxFileUnreadable),
        (b"%PDF-1.4 nothing of the kind", FaxFileUnreadable),
        (ENCRYPTED, FaxEncrypted),
        (pdf(*[(60, 80)] * (pages.MOST_PAGES + 1)), FaxTooLong),
    ],
)
def test_what_cannot_be_sent_is_refused_with_its_reason(document: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        pages.as_fax(document)


def test_a_page_of_grey_is_dithered_and_one_of_text_is_not() -> None:
    out = io.BytesIO()
    Image.new("L", (600, 800), 128).save(out, "TIFF")
    grey = frames(pages.as_fax(out.getvalue()))[0]
    black = grey.convert("L").histogram()[0] / (grey.width * grey.height)
    assert 0.3 < black < 0.7
