"""Make docs/pictures/slips anew: a calculation slip (核算单) of each of twelve kinds of award.

    python docs/make_slips.py [ONLY…]

Fills a registry of its own through the commands an office uses and prints the slips. Needs no screen, but
pdftoppm of poppler.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PIL import Image

from app import cli
from app.accounts import audit_digest
from app.awards import slips_pdf
from app.clock import utc_now
from app.store import open_store
from tests.twelve_awards import KINDS, make_registry

FOLDER = Path(__file__).parent / "pictures" / "slips"
DPI, COLOURS = 100, 48


def main(only: list[str]) -> None:
    """Make all pictures, or those named."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "r.db"
        os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = str(Path(folder) / "home")

        def command(*words: str) -> str:
            told = io.StringIO()
            with contextlib.redirect_stdout(told):
                cli.main(["--db", str(place), *words])
            return told.getvalue()

        awards = make_registry(command, place, Path(folder))
        store = open_store(str(place))
        for kind in KINDS:
            if not only or kind.name in only:
                with store.reading() as session:
                    pdf = slips_pdf(session, [awards[kind.name]], now=utc_now(), digest=audit_digest(session))
                picture(pdf, FOLDER / f"{kind.name}.png")
        store.close()


def picture(pdf: bytes, out: Path) -> None:
    """Write the first sheet as a small picture of a few greys and colours."""
    png = subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-png", "-f", "1", "-l", "1", "-"], input=pdf, capture_output=True, check=True
    ).stdout
    sheet = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
    sheet.save(out, optimize=True)
    print(f"{out.name}  {out.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main(sys.argv[1:])
