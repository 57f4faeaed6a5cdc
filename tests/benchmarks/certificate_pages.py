"""What the certificates bench prints: words, background, template, and the modules of each QR."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

PAGES = 10_000
WIDTH, HEIGHT, POINT = 297, 210, 72 / 25.4
PLACES = {"name": (46, 92, 30), "issuer": (160, 164, 18), "date": (160, 175, 18), "number": (70, 176, 10.5)}
BODY = (46, 109, 205)  # left, first baseline, width in mm
QR = (46, 156.5, 20)
FACES = ("LXGWWenKai-Regular",)
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"


def prepare(data: Path) -> None:
    """Make the words, the background, the template and the QRs' modules."""
    if (data / "certificates-qr.bin").exists():
        return
    draw = random.Random(20240618)  # noqa: S311 - the same words for each run
    pages = [_page(draw, index) for index in range(PAGES)]
    (data / "certificates.json").write_text(json.dumps(pages, ensure_ascii=False), "utf-8")
    _background(data / "certificates.png")
    (data / "certificates-template.json").write_text(json.dumps(_template()), "utf-8")
    modules = b"".join(_modules(page["statement"]) for page in pages)
    (data / "certificates-qr.bin").write_bytes(modules)


def _page(draw: random.Random, index: int) -> dict[str, str]:
    given = "".join(chr(draw.randrange(0x4E00, 0x9F00, 8)) for _ in range(draw.choice((1, 2, 2))))
    number = f"新赛证〔2024〕省{index + 1:05d}号"
    event, place = f"第{index // 50 + 1}号赛项（职工组）", "一二三"[index % 3]
    name = draw.choice(_SURNAMES) + given
    signature = "".join(
        draw.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", k=86)
    )
    statement = (
        f"荣誉证书\n编号：{number}\n姓名：{name[0]}{'*' * len(given)}\n奖项：2024年河南省职业技能大赛{event}"
        f"第{place}名\n颁发：新乡市职业技能竞赛办公室 2024年6月18日\n验签：MY1 60dca5d2f96a3d6f {signature}"
    )
    return {
        "name": name,
        "body": f"在2024年河南省职业技能大赛{event}中荣获第{place}名，特发此证，以资鼓励。",
        "issuer": "新乡市职业技能竞赛办公室",
        "date": "二〇二四年六月十八日",
        "number": number,
        "statement": statement + " " * (331 - len(statement.encode())),
    }


def _background(file: Path) -> None:
    from PIL import Image, ImageDraw

    picture = Image.radial_gradient("L").resize((1240, 877))
    picture = Image.merge(
        "RGB", [picture.point(lambda grey, top=top: top - grey // 24) for top in (251, 248, 239)]
    )
    pen = ImageDraw.Draw(picture)
    for inset in (50, 60, 64):
        pen.rectangle((inset, inset, 1240 - inset, 877 - inset), outline="#A8792A", width=3)
    picture.save(file, optimize=True)


def _template() -> dict[str, Any]:
    lines = [
        {
            "kind": "line",
            "x": x,
            "y": y,
            "width": 120,
            "spans": [{"text": f"{{{name}}}", "face": "kai", "size": size}],
        }
        for name, (x, y, size) in PLACES.items()
    ]
    left, top, width = BODY
    body = [{"text": "{body}", "face": "kai", "size": 18}]
    paragraph = {"kind": "paragraph", "x": left, "y": top, "width": width, "height": 40, "leading": 1.9}
    picture = {
        "kind": "picture",
        "file": "certificates.png",
        "x": 0,
        "y": 0,
        "width": WIDTH,
        "height": HEIGHT,
    }
    x, y, size = QR
    return {
        "template": "bench",
        "title": "荣誉证书",
        "width": WIDTH,
        "height": HEIGHT,
        "faces": {"kai": FACES},
        "elements": [
            picture,
            *lines,
            paragraph | {"indent": 2, "spans": body},
            {"kind": "qr", "x": x, "y": y, "size": size},
        ],
    }


def _modules(statement: str) -> bytes:
    from app.printing.qr import ROW_BYTES, SIDE, qr_image

    image = qr_image(statement.encode())
    rows = (int.from_bytes(image[at : at + ROW_BYTES], "big") for at in range(0, len(image), ROW_BYTES))
    return b"".join(bytes(0 if bit == "1" else 255 for bit in f"{row:072b}"[:SIDE]) for row in rows)
