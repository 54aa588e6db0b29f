"""Pages of a fax: counted, made readable, and made of what people have (PDF, TIFF)."""

import io
import struct
from collections.abc import Iterator

import pypdfium2
from PIL import Image, ImageSequence, UnidentifiedImageError

from appliance.contact.fax.errors import FaxEmpty, FaxEncrypted, FaxFileUnreadable, FaxTooLong

WIDTH, HEIGHT = 1728, 2292
"""A page of A4 in the fine resolution of ITU-T T.4: 8 by 7.7 points a millimetre."""
DPI = (204, 196)
MOST_PAGES = 200
_POINTS = 72
_CLEAR = 0.03
"""Up to that share of grey points a page is taken for text, which is not dithered."""

DAMAGED = (UnidentifiedImageError, OSError, EOFError, SyntaxError, ValueError, TypeError, KeyError, struct.error)
"""What Pillow raises about a file that is not what it says."""

Image.MAX_IMAGE_PIXELS = 120_000_000


def count(tiff: bytes) -> int:
    """How many whole pages a TIFF holds, 0 where it is none."""
    return len(_frames(tiff))


def as_pdf(tiff: bytes) -> bytes:
    """The same pages as a PDF, in the size of the paper."""
    first, *others = _frames(tiff)
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DPI[0])
    return out.getvalue()


def as_fax(document: bytes) -> bytes:
    """A PDF or TIFF as the TIFF that Asterisk sends; raises a refusal that says what is wrong with it."""
    if not document:
        raise FaxEmpty()
    pages = _of_pdf(document) if document[:1024].lstrip().startswith(b"%PDF") else _of_tiff(document)
    drawn = [_drawn(page) for page in pages]
    if not drawn:
        raise FaxEmpty()
    out = io.BytesIO()
    drawn[0].save(
        out, "TIFF", save_all=True, append_images=drawn[1:], compression="group4", dpi=(float(DPI[0]), float(DPI[1]))
    )
    return out.getvalue()


def _frames(tiff: bytes) -> list[Image.Image]:
    """What can be read from the beginning on; what broke off in the middle of a page ends before it."""
    found: list[Image.Image] = []
    try:
        with Image.open(io.BytesIO(tiff)) as image:
            for frame in ImageSequence.Iterator(image):
                page = frame.convert("1")
                found.append(_on_paper(page, frame.info.get("dpi", DPI)))
    except DAMAGED:
        return found
    return found


def _on_paper(page: Image.Image, dpi: tuple[float, float]) -> Image.Image:
    """Lines of the standard resolution are twice as high as they are wide: drawn as often as they are to be seen."""
    across, down = float(dpi[0] or 0), float(dpi[1] or 0)
    if not down or across / down < 1.5:
        return page
    return page.resize((page.width, round(page.height * DPI[1] / down)), Image.Resampling.NEAREST)


def _of_pdf(document: bytes) -> Iterator[Image.Image]:
    try:
        opened = pypdfium2.PdfDocument(document)
    except pypdfium2.PdfiumError as fault:
        if "assword" in str(fault):
            raise FaxEncrypted() from fault
        raise FaxFileUnreadable(problem=str(fault)) from fault
    with opened:
        if len(opened) > MOST_PAGES:
            raise FaxTooLong(pages=len(opened), most=MOST_PAGES)
        for page in opened:
            across, down = page.get_size()
            scale = min(DPI[0] / _POINTS, WIDTH * 2 / max(1.0, min(across, down)))
            yield page.render(scale=scale, grayscale=True).to_pil()


def _of_tiff(document: bytes) -> Iterator[Image.Image]:
    try:
        with Image.open(io.BytesIO(document), formats=["TIFF"]) as image:
            if getattr(image, "n_frames", 1) > MOST_PAGES:
                raise FaxTooLong(pages=getattr(image, "n_frames", 1), most=MOST_PAGES)
            for frame in ImageSequence.Iterator(image):
                yield frame.copy() if _is_fax(frame) else _upright(frame)
    except (*DAMAGED, Image.DecompressionBombError) as fault:
        raise FaxFileUnreadable(problem=str(fault)) from fault


def _is_fax(page: Image.Image) -> bool:
    return page.mode == "1" and page.width == WIDTH


def _upright(page: Image.Image) -> Image.Image:
    """In square points of the fax's width, as a PDF is drawn."""
    return page.convert("L")


def _drawn(page: Image.Image) -> Image.Image:
    """Black and white, as wide as paper, no longer than A4; what is a fax already stays point by point."""
    if _is_fax(page):
        return page
    if page.width > page.height:
        page = page.rotate(90, expand=True)
    squeezed = DPI[1] / DPI[0]
    scale = min(WIDTH / page.width, HEIGHT / (page.height * squeezed), 1.0 if page.width > WIDTH // 2 else WIDTH)
    size = (max(1, round(page.width * scale)), max(1, round(page.height * scale * squeezed)))
    small = page.convert("L").resize(size, Image.Resampling.LANCZOS)
    paper = Image.new("L", (WIDTH, max(small.height, 1)), 255)
    paper.paste(small, ((WIDTH - small.width) // 2, 0))
    grey = sum(paper.histogram()[48:208]) / (paper.width * paper.height)
    dither = Image.Dither.NONE if grey <= _CLEAR else Image.Dither.FLOYDSTEINBERG
    return paper.convert("1", dither=dither)
