"""Words that headings are made of: closed sets, what is in none of them is not understood."""

from __future__ import annotations

import re

from app.importing.values.closed_words import GROUPS, ROLES

# A contest's name ends with one of these. 赛项, 赛区, 参赛 and the like are no contests.
CONTEST_END = re.compile(
    r"(?<![参开])赛(?![项区事队点务题制场道程后前手绩])|比武|练兵|竞技(?!能)|技能节|技能周|运动会|创新创业活动"
)
# Parts of one contest: results of the last are those of the contest, the others are none.
LAST_STAGE = re.compile("(?:总决赛|决赛)(?:阶段)?")
EARLY_STAGE = re.compile("(?:初赛|预赛|复赛|半决赛|海选赛?|淘汰赛|资格赛|热身赛|晋级赛|初选|复选)(?:阶段)?")
PART_OF_SCORE = re.compile(
    "(?:理论|实操|实际操作|技能操作|操作技能|笔试|面试)(?:知识|技能)?(?:考试|考核|竞赛|部分)?"
)

EVENT_WORD = "(?:竞赛|比赛)?(?:赛项|项目|工种|职业(?:[（(]工种[）)]|[、/]?工种)?)"
NO_EVENT = re.compile(  # before 赛项 or 项目: that there are some, or which are meant, not the name of one
    "(?:本|该|此|各个?|所有|全部|全体|多个?|部分|有关|相关|其他|其余|获奖|优秀|优胜|参赛|竞赛|比赛|创新|重点|推荐|入围|"
    "设置?|[0-9一二三四五六七八九十两]++(?:大|个|类|种|项)?)*(?:竞赛|比赛)?"
)
SEVERAL = re.compile(
    rf"[、；;／/，,]|等(?:[0-9一二三四五六七八九十两]*(?:大|个|类|种|项)?)?(?:{EVENT_WORD}|$)|^[含共]|"  # noqa: RUF001
    "(?:各|所有|全部|其他|其余|多个?|(?<![0-9一二三四五六七八九十两])[0-9一二三四五六七八九十两]+(?:大|个|类|种))"
    rf"(?:{EVENT_WORD})"
)
JOINED = re.compile("以及|和|及|暨|与|＋|\\+|&")  # noqa: RUF001
OCCUPATION = re.compile("[\u3400-\u9fffA-Za-z0-9（）()·]*[\u3400-\u9fff）](?:工|师|员)")

BEGINNING = re.compile(  # of a title
    '[“"《（(]|关于|第[0-9一二三四五六七八九十百]+届|首届|[0-9]{4}|[二一][〇零○九一二三四五六七八]{3}'
)
ANY = re.compile("(?:各|所有|全部|部分|其他|竞赛|比赛|大赛)*")
NO_OCCUPATION = re.compile(
    "选手|教师|老师|导师|教员|教练员|裁判员|人员|队员|学员|会员|成员|官员|委员|职工|员工|志愿者|翻译员|工作|名单"
)

GROUP = re.compile("|".join(sorted((word for word in GROUPS if word.endswith("组")), key=len, reverse=True)))
OTHER_GROUP = re.compile(
    "(?:[A-Za-z0-9一二三四五六七八九十甲乙丙丁]|第[0-9一二三四五六七八九十]+小?|中职|高职|本科|专科|研究生|大学|中学|小学|高校|"
    "院校|职业院校|技工院校|技师|青年|成人|少年|个人|团体|团队|混合|公开|专业|业余|男子|女子|初级|中级|高级)+组"
)
GRADE = re.compile("特等奖|[一二三四五六1-6]等奖|优秀奖|入围奖|鼓励奖|参与奖|纪念奖|[金银铜]奖")
_HOW_MANY = "(?:[（(]?[0-9一二三四五六七八九十]{1,3}[名人个][）)]?)?"
_AWARD = f"(?:特等|[一二三四五六]等|[一二三]|优秀|优胜|[金银铜])奖?{_HOW_MANY}"
AWARDS = re.compile(f"{_AWARD}(?:[、，,及和与]+{_AWARD})+")  # several: rows say which
MEDAL = re.compile("[金银铜]牌|优胜奖")
RANK = re.compile("冠军|亚军|季军|殿军|第[一二三四五六七八九十0-9]{1,3}名")
FORM = re.compile("(?:单人|双人|三人|团体|团队|个人)(?:赛项?|项目)")
ROLE = re.compile("|".join(sorted((word for word in ROLES if "教" in word), key=len, reverse=True)))
OTHER_ROLE = re.compile("裁判员?|裁判长|评委|专家|翻译员?|领队|工作人员|志愿者|监督员|仲裁员|组织者")
DELEGATION = re.compile("[\u3400-\u9fff]{0,6}?[省市县区](?:参赛)?(?:代表)?(?:队|团)|(?:代表队|代表团|参赛队)")
REGION = re.compile("[\u3400-\u9fff]{0,8}(?:赛区|分赛区|赛点|分赛场)")

COUNT = re.compile(
    "[共计合]{0,2}[0-9一二三四五六七八九十百两]+(?:余)?(?:名|人|个|项|枚|位|队|组|支|块)(?:选手|获奖者|队)?"
)
_NAMES_OF_LISTS = (
    *(
        "名单",
        "名册",
        "花名册",
        "光荣榜",
        "红榜",
        "排行榜",
        "榜单",
        "汇总表",
        "汇总",
        "一览表",
        "一览",
        "统计表",
    ),
    *(
        "明细表",
        "登记表",
        "信息表",
        "情况表",
        "申报表",
        "审核表",
        "报送表",
        "名次表",
        "排名表",
        "成绩表",
        "成绩单",
        "成绩册",
    ),
    *(
        "成绩",
        "结果",
        "排名",
        "名次",
        "公示表",
        "公布表",
        "公示",
        "公布",
        "公告",
        "通报",
        "通知",
        "决定",
        "情况",
        "奖项",
        "等次",
    ),
    *(
        "表彰",
        "奖励",
        "发放",
        "奖金",
        "表",
        "册",
        "榜",
        "单",
        "稿",
        "信息",
        "最终",
        "综合",
        "公示稿",
        "征求意见稿",
    ),
    *(
        "获奖者",
        "优胜者",
        "获得者",
        "获奖",
        "优胜",
        "优秀",
        "先进",
        "拟",
        "选手",
        "人员",
        "个人",
        "团队",
        "队伍",
        "单位",
        "集体",
        "作品",
    ),
    *("参赛", "入围", "晋级", "评定", "进行", "予以", "以下", "如下", "总"),
)
_PEOPLE = tuple(
    got + who
    for got in ("获奖", "参赛", "优胜", "优秀", "入围")
    for who in ("学生", "教师", "职工", "员工", "队员")
)
_MEANS_NOTHING = tuple(sorted((*_NAMES_OF_LISTS, *_PEOPLE), key=len, reverse=True))
_JOINING = ("及", "和", "与", "的")


def without_tail(text: str) -> str:
    """Return a text without the words at its end that only say that it is a list: 获奖选手名单公示."""
    while text:
        end = next((word for word in _MEANS_NOTHING if text.endswith(word)), "")
        if not end:
            return text
        text = text[: -len(end)]
        while text.endswith(_JOINING):
            text = text[:-1]
    return text


def without_lead(text: str) -> str:
    """Return a text without such words at its beginning."""
    while start := next((word for word in _MEANS_NOTHING if text.startswith(word)), ""):
        text = text[len(start) :]
    return text


def says_nothing(text: str) -> bool:
    """Return whether a text is made of such words only."""
    return not without_tail(text)


IS_LIST = re.compile("名单|名册|[表榜册单]$|汇总|成绩|结果|公示|公告|通报|名次|排名|通知|决定")
NOTE = re.compile(
    "按?.{0,8}(?:排名|排序|顺序|先后|笔画|为序).{0,6}|公示稿|征求意见稿|草稿|初稿|定稿|终稿|正式|样表|续表?|盖章|"
    "(?:单位|公章)?[（(]?(?:盖章|公章)[）)]?|[0-9一二三四五六七八九十]{1,3}|第[0-9一二三四五六七八九十]+[批次页]|共[0-9一二三四五六七八九十]+页|以.{0,6}为准"
)
DAY = re.compile(
    r"[（(]?(?:\d{4}|[二〇零○一三四五六七八九]{4})\s*[年./-]\s*[\d一二三四五六七八九十]{1,3}\s*[月./-]\s*[\d一二三四五六七八九十]{1,3}\s*日?[）)]?"
)
ORGANISATION = re.compile(
    "[\u3400-\u9fff“”]*(?:委员会|组委会|执委会|办公室|领导小组|工作组|总工会|工会|协会|学会|联合会|商会|[^结]局|[^大]厅|部门|政府|党委|团委|"
    "秘书处|监察院|法院|指导中心|鉴定中心|服务中心|文件)(?:文件)?(?:[（(][^（）()]*[）)])?"
)
_UNIT = "公司|集团|学院|大学|学校|中学|小学|医院|中心|厂|技校|职专|中专|酒店|研究院|研究所|银行|支行|合作社"
NO_UNIT = re.compile(
    "(?:(?:(?:人民币)?[亿万千百]?元|[人分个名项次队组])[、,，/\uff0f和及]?)+[）)]?|盖章|公章|[（(].*[）)]"
)  # what a number is counted in, and what is written where a stamp goes
UNIT_NAME = re.compile(f"[\u3400-\u9fff（）()A-Za-z0-9]{{2,40}}(?:{_UNIT})(?:[（(][^（）()]*[）)])?")
