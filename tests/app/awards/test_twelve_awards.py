"""What an auditor and a citizen read: twelve kinds of award, explained by the command and on the slip."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Mapping
from typing import NamedTuple

import pytest

from app import cli
from tests.app.printing.pdf_readers import poppler_text
from tests.explanation_sums import inner_words_in, sums_in
from tests.twelve_awards import KINDS, make_registry

_SPACES = re.compile(r"\s+")

SENTENCES: Mapping[str, tuple[str, ...]] = {
    "prize": (
        "拟计发 ¥100,000.00",
        "成绩来源：2024年获奖名单.xlsx，工作表“获奖名单”第 2 行",
        "新办〔2023〕10号：2023年8月21日成文；文件没有写自哪一天起施行；是否现行有效尚无核对记录。",
        "按“国家级一类大赛前三名奖金”（二(二)8），该名次标准为 ¥100,000.00",
    ),
    "pair-full": (
        "拟计发 ¥10,000.00",
        "第1名为一队，共 2 人：林晓燕、林晓东",
        "每名队员各计发 ¥10,000.00，全队 2 人合计 ¥20,000.00；同队：林晓东",
        "文件没有写双人、团队项目是每人一份还是一队一份。竞赛办裁定：每名队员各得全额",
        "适用范围：2024年河南省机电职业技能竞赛",
    ),
    "trio-split": (
        "拟计发 ¥33,333.33",
        "¥100,000.00 ÷ 3 人 = ¥33,333.33，余 ¥0.01 计入名单首位戚继东；同队：戚继东、乔北溟",
    ),
    "pool": (
        "拟计发 ¥7,000.00",
        "第2、3名奖金合计 ¥8,000.00 + ¥6,000.00 = ¥14,000.00",
        "¥14,000.00 ÷ 2 人 = ¥7,000.00；并列：裘千尺",
    ),
    "difference": (
        "拟计发 ¥7,000.00",
        "¥8,000.00 \u2212 ¥1,000.00 = ¥7,000.00；已核定：2024年新乡市电工职业技能竞赛 电工 ¥1,000.00",
        "竞赛办裁定：只给最高一级",
        "已核定的 ¥1,000.00 从中减去：¥8,000.00",
        "2024年新乡市电工职业技能竞赛 电工 ¥1,000.00（已核定，不再改变）",
    ),
    "percent-plan": (
        "拟计发 ¥70,000.00",
        "裁定：一队一份，按比例分（按名单先后 70%、30%）（依据：",
        "竞赛办裁定：一队一份，按比例分（按名单先后 70%、30%）（",
        "¥100,000.00 × 70% = ¥70,000.00",
        "全队：石磊 70% ¥70,000.00 + 石大川 30% ¥30,000.00，合计 ¥100,000.00",
        "适用范围：2024年全国机器人职业技能竞赛·机器人系统集成",
    ),
    "expert-team": (
        "拟计发 ¥130,000.00",
        "裁定：一队一份，按方案分（按名单先后 ¥170,000.00、¥130,000.00）",
        "专家教练团队共 2 人：任我行、阮小七",
        "专家教练团队奖金为 ¥300,000.00",
        "按裁定的分配方案：任我行 ¥170,000.00 + 阮小七 ¥130,000.00，合计 ¥300,000.00",
    ),
    "annulled": (
        "成绩已撤销，不予奖励；此前测算 ¥100,000.00，奖励未经复核",
        "撤销依据：示例〔2024〕67号",
        "以下各步（末步除外）是成绩撤销以前的核算。",
    ),
    "below-third": (
        "不予奖励：第4名；文件奖励省级一类大赛前三名",
        "第4名；文件奖励省级一类大赛前三名（新办〔2023〕10号 二(二)8）",
    ),
    "selection": (
        "暂不核定，待裁定：上一级竞赛的选拔赛是否计入？",
        "文件没有写上一级竞赛的选拔赛是否计入；竞赛办尚未裁定，不能推定",
        "不计入：¥0.00",
    ),
    "outside-unit": (
        "不予奖励：竞赛办裁定市外选送单位不计入（示例会议纪要〔2024〕21号）",
        "文件没有写选送单位在市外的选手是否计入",
        "郑州示例技师学院",
    ),
    "no-standard": (
        "暂不核定，缺少事实：还没有录入国家相应标准",
        "缺少事实：还没有录入国家相应标准；补齐以前不能核定",
    ),
}


class Explained(NamedTuple):
    """The explanations by kind, and all slips' text, white space left out."""

    texts: Mapping[str, str]
    slips: str


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory) -> Explained:
    """The twelve awards, made and explained through the command line."""
    folder = tmp_path_factory.mktemp("twelve")
    place, out = folder / "r.db", folder / "slips.pdf"

    def command(*words: str) -> str:
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            cli.main(["--db", str(place), *words])
        return told.getvalue()

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "home"))
        patch.setenv("LOCALAPPDATA", str(folder / "home"))
        awards = make_registry(command, place, folder)
        texts = {kind: command("explain", str(award)) for kind, award in awards.items()}
        command("export", "slips", str(out))
    return Explained(texts, _flat(poppler_text(out.read_bytes(), folder, is_raw=True)))


def _flat(text: str) -> str:
    return _SPACES.sub("", text)


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_an_explanation_has_the_sentences_a_reader_needs(explained: Explained, kind: str) -> None:
    text = explained.texts[kind]

    assert [said for said in SENTENCES[kind] if said not in text] == []


@pytest.mark.parametrize("kind", ["prize", "pair-full", "trio-split", "pool", "percent-plan", "expert-team"])
def test_a_slip_has_them_too(explained: Explained, kind: str) -> None:
    assert [said for said in SENTENCES[kind] if _flat(said) not in explained.slips] == []


def test_no_explanation_speaks_in_inner_keys(explained: Explained) -> None:
    for kind, text in explained.texts.items():
        said = text.replace("2024年获奖名单.xlsx", "").replace("新乡市电工赛成绩.xlsx", "")
        assert (kind, inner_words_in(said)) == (kind, [])


def test_what_an_explanation_divides_multiplies_and_adds_comes_out(explained: Explained) -> None:
    checked = [one for text in explained.texts.values() for one in sums_in(text)]

    assert len(checked) >= 6
    assert [words for words, holds in checked if not holds] == []
