"""Places in names and codes: provinces and cities are recognised, characters that look like them are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.places import division_in_code, home_region, place_name, places_in
from app.policy import ContestFacts, is_outside_unit, load_policy
from app.policy.engine.outside import is_outside_contest
from tests.builders import POLICY

SIGNS = load_policy(POLICY).signs


def words(text: str) -> list[str]:
    return text.split()


PROVINCES = words(
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 湖北 湖南 广东 广西"
    " 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾 兵团"
)
FULL_PROVINCES = words(
    "北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 安徽省 福建省"
    " 江西省 山东省 湖北省 湖南省 广东省 广西壮族自治区 海南省 重庆市 四川省 贵州省 云南省 西藏自治区"
    " 陕西省 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区 香港特别行政区 澳门特别行政区 台湾省"
    " 新疆生产建设兵团"
)
OTHER_CITIES = words(
    "郑州 开封 洛阳 平顶山 安阳 鹤壁 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源"
)
CITIES = words(
    "武汉 西安 深圳 广州 南京 苏州 杭州 宁波 青岛 济南 石家庄 邯郸 太原 长治 合肥 阜阳 徐州 长沙 成都"
    " 昆明 大连 哈尔滨 乌鲁木齐 呼和浩特 恩施 延边 大理 安康 日照 白银 三亚"
)
REGIONS = words("长三角 京津冀 粤港澳大湾区 黄河流域 中部六省 成渝 东北三省 沿黄九省区")
HOME = words(
    "新乡 新乡市 河南省新乡市 长垣市 卫辉市 辉县市 红旗区 牧野区 凤泉区 卫滨区 获嘉县 原阳县 延津县 封丘县"
    " 新乡县 新乡市延津县 平原示范区 全市"
)
WHEN = st.sampled_from(["", *words("2024年 ２０２４年 二〇二四年 2024 第三届 2024年第三届 首届 2024年度")])
TRADES = st.sampled_from(
    words(
        "茶艺 焊接 电工 数控车工 美发 大理石镶贴 和田玉雕刻 阳光家政 海南航空乘务 兰州拉面制作 通用航空"
        " 民航安检 无人机 青年 经济信息"
    )
)
SPONSORS = st.sampled_from(["", "“海南航空杯”", "“武汉杯”", "“安康杯”", "“振兴杯”"])
ENDS = st.sampled_from(["职业技能大赛", "技能竞赛", "职业技能竞赛（武汉路校区）", "技能大赛"])


def is_outside(name: str, level: str, organiser: str = "") -> bool:
    return is_outside_contest(ContestFacts(name, level, "class-one", organiser=organiser), SIGNS)


@given(when=WHEN, place=st.sampled_from([*HOME, ""]), sponsor=SPONSORS, trade=TRADES, end=ENDS)
def test_no_contest_of_the_city_is_asked_about(
    when: str, place: str, sponsor: str, trade: str, end: str
) -> None:
    assert not is_outside(f"{when}{place}{sponsor}{trade}{end}", "municipal")


@given(
    when=WHEN,
    place=st.sampled_from(["河南", "河南省", "全省", "新乡市", "豫北", ""]),
    site=st.sampled_from(["", "（郑州赛区）", "（新乡赛区）", "——洛阳站"]),
    trade=TRADES,
    end=ENDS,
)
def test_no_contest_of_the_province_is_asked_about(
    when: str, place: str, site: str, trade: str, end: str
) -> None:
    assert not is_outside(f"{when}{place}{trade}{end}{site if place else ''}", "provincial")


@given(
    when=WHEN,
    first=st.sampled_from(["全国", "中国", "中华人民共和国", "全国行业"]),
    site=st.sampled_from(["", *CITIES, *FULL_PROVINCES]),
    trade=TRADES,
)
def test_no_national_contest_is_asked_about_for_where_it_is_held(
    when: str, first: str, site: str, trade: str
) -> None:
    assert not is_outside(f"{when}{first}{trade}职业技能大赛（{site}赛区）", "national")


@given(when=WHEN, place=st.sampled_from([*PROVINCES, *FULL_PROVINCES, *REGIONS]), trade=TRADES, end=ENDS)
def test_every_contest_of_another_province_is_asked_about(
    when: str, place: str, trade: str, end: str
) -> None:
    name = f"{when}{place}{trade}{end}"
    assert is_outside(name, "provincial")
    assert is_outside(name, "municipal")
    assert is_outside(name, "national")


@given(
    when=WHEN,
    place=st.sampled_from([*CITIES, *OTHER_CITIES, *(f"河南省{city}" for city in OTHER_CITIES)]),
    suffix=st.sampled_from(["", "市"]),
    end=st.sampled_from(["职业技能大赛", "青年技能竞赛", "第三届职业技能大赛"]),
)
def test_every_contest_of_another_city_is_asked_about(when: str, place: str, suffix: str, end: str) -> None:
    assert is_outside(f"{when}{place}{suffix}{end}", "municipal")


def test_the_organiser_counts_where_the_name_has_no_place() -> None:
    assert is_outside("2024年焊接技能竞赛", "municipal", "郑州市总工会")
    assert not is_outside("2024年焊接技能竞赛", "municipal", "新乡市总工会")
    assert not is_outside("2024年新乡市焊接技能竞赛", "municipal", "郑州市总工会")


@pytest.mark.parametrize("name", words("河南通用航空公司 河南阳光公司 上海路小学 南京东路百货 平安康养院"))
def test_characters_of_a_place_are_no_place(name: str) -> None:
    assert not is_outside_unit(name, "", SIGNS.region)


def test_divisions_are_found_by_name_and_code() -> None:
    region = home_region("新乡市")
    assert region is not None
    assert (region.province, region.city) == ("41", "4107")
    assert home_region("云梦市") is None
    assert place_name("410100") == "河南省郑州市"
    assert place_name("419001") == "河南省济源市"
    assert division_in_code("91410100MA4122335P") == "410100"
    assert division_in_code("") == ""
    assert division_in_code("91410100MA4122335Q") == ""  # its check character is wrong
    assert [mention.code for mention in places_in("河南省济源市")] == ["41", "419001"]
