"""The fields a column may hold, and the exact words by which lists call them. No nearness of spelling.

Two-character headers are all within two strokes of each other: a guess by likeness would bind 单位 to 名次.
"""

from __future__ import annotations

import re

from app.importing.reading.cells import compact
from app.words import words_of

SYNONYMS: dict[str, tuple[str, ...]] = {
    "contest": ("竞赛名称", "竞赛", "赛事名称", "赛事", "大赛名称", "比赛名称", "竞赛活动名称"),
    "level": ("竞赛级别", "级别", "赛事级别", "竞赛等级", "大赛级别", "级别类别", "竞赛级别类别"),
    "class": ("竞赛类别", "类别", "赛事类别", "认定类别", "竞赛分类"),
    "class_basis": (
        "类别依据文号",
        "类别依据",
        "依据文件",
        "依据文号",
        "依据文件文号",
        "类别依据文件",
        "认定依据",
        "级别依据",
        "文件依据",
        "竞赛文号",
        "文件文号",
    ),
    "published_on": (
        "成绩公布日期",
        "成绩公布时间",
        "公布日期",
        "公布时间",
        "成绩发布日期",
        "成绩发布时间",
        "结果公布日期",
        "获奖公布日期",
        "发文日期",
    ),
    "started_on": ("竞赛开始日期", "开始日期", "竞赛日期", "比赛日期", "竞赛时间", "比赛时间", "开赛日期"),
    "event": (
        "赛项",
        "赛项名称",
        "竞赛项目",
        "竞赛项目名称",
        "参赛项目",
        "比赛项目",
        "项目",
        "项目名称",
        "工种",
        "竞赛工种",
        "参赛工种",
        "竞赛职业",
        "职业工种",
        "竞赛职业工种",
        "参赛赛项",
        "竞赛赛项",
    ),
    "group": ("组别", "参赛组别", "竞赛组别"),
    "form": ("参赛形式", "竞赛形式", "比赛形式", "参赛方式", "赛项形式"),
    "team_no": ("队号", "参赛队", "参赛队号", "队伍编号", "团队编号", "组队编号", "队伍"),
    "rank": ("名次", "排名", "获奖名次", "竞赛名次", "比赛名次", "最终名次", "名次排名"),
    "medal": ("奖牌", "获得奖牌", "所获奖牌", "奖牌情况"),
    "grade": (
        "等次",
        "获奖等次",
        "获奖等级",
        "奖项",
        "奖项等次",
        "奖次",
        "获奖情况",
        "获奖奖项",
        "所获奖项",
        "奖项等级",
        "奖励等次",
    ),
    "score": ("成绩", "得分", "总成绩", "总分", "竞赛成绩", "比赛成绩", "综合成绩", "分数", "最终成绩"),
    "name": (
        "姓名",
        "选手姓名",
        "参赛选手",
        "获奖选手",
        "选手",
        "获奖者",
        "获奖人",
        "获奖人员",
        "获奖者姓名",
        "获奖人姓名",
        "获奖选手姓名",
        "参赛选手姓名",
        "参赛人员",
        "参赛人员姓名",
        "队员姓名",
        "人员姓名",
    ),
    "id_type": ("证件类型", "证件种类", "证件类别", "证件名称", "身份证件类型"),
    "id_number": (
        "证件号码",
        "证件号",
        "身份证号码",
        "身份证号",
        "身份证",
        "居民身份证号",
        "居民身份证号码",
        "公民身份号码",
        "公民身份证号码",
        "身份证件号码",
        "身份证件号",
        "有效证件号码",
        "证件编号",
    ),
    "role": ("身份", "人员身份", "参赛身份", "人员类别", "角色"),
    "unit": (
        "选送单位",
        "选送单位名称",
        "所在单位选送",
        "所在单位选送单位",
        "推荐单位",
        "代表单位",
        "参赛单位",
        "选送单位全称",
        "派出单位",
        "报送单位",
    ),
    "credit_code": (
        "统一社会信用代码",
        "社会信用代码",
        "信用代码",
        "单位代码",
        "单位统一社会信用代码",
        "选送单位统一社会信用代码",
    ),
    "employer": ("工作单位", "工作单位名称", "现工作单位", "就业单位", "任职单位"),
    "phone": (
        "手机号码",
        "手机号",
        "手机",
        "联系电话",
        "电话",
        "联系方式",
        "移动电话",
        "联系手机",
        "电话号码",
        "本人手机号",
    ),
    "bank": (
        "开户银行及账号",
        "开户行及账号",
        "开户银行及帐号",
        "开户行及帐号",
        "工资卡开户行及账号",
        "银行及账号",
        "开户行账号",
        "开户银行和账号",
        "开户行和账号",
        "银行账户信息",
        "银行卡信息",
        "开户行及卡号",
        "开户银行及卡号",
    ),
    "bank_name": ("开户银行", "开户行", "开户行名称", "开户银行名称", "银行名称", "开户网点", "银行"),
    "bank_account": (
        "银行卡号",
        "银行账号",
        "银行帐号",
        "账号",
        "帐号",
        "卡号",
        "银行账户",
        "银行卡账号",
        "收款账号",
        "工资卡号",
        "社保卡号",
        "本人银行卡号",
    ),
    "organiser": ("主办单位", "竞赛主办单位", "组织单位", "主办"),
    "remark": ("备注", "说明", "其他说明"),
}
# Words that mean the sending unit unless another column already says so: then they mean the employer.
AMBIGUOUS_UNIT_HEADERS = ("单位", "所在单位", "单位名称", "所属单位", "单位全称")
IGNORED_HEADERS = frozenset({"序号", "编号", "no", "no.", "序", "行号", "原因", "多出的内容", "性别", "年龄"})
REQUIRED = ("contest", "level", "published_on", "event", "name", "id_number")
# Facts that may stand once for a whole sheet, above its header.
SHEET_FACTS = (
    "contest",
    "level",
    "class",
    "class_basis",
    "published_on",
    "started_on",
    "event",
    "group",
    "form",
    "organiser",
)
_SIGNS = re.compile(r"[()（）〔〕\[\]【】<>《》·\-—/、,，:：*\uff0a\"“”'.\uff0e]+")
_IN_BRACKETS = re.compile(r"[(（【\[〔][^)）】\]〕]*[)）】\]〕]")
_FIELD_OF = {word: field for field, words in SYNONYMS.items() for word in words}


def header_key(text: str) -> str:
    """Return a header made comparable: no spaces, signs or difference of case."""
    return _SIGNS.sub("", compact(text)).casefold()


def field_of(header: str) -> str:
    """Return the field a header names, "unit?" for a weak word, "" where it names none.

    The whole header counts first, then the header without what stands in brackets.
    """
    for text in (header, _IN_BRACKETS.sub("", header)):
        key = header_key(text)
        if key in _FIELD_OF:
            return _FIELD_OF[key]
        if key in AMBIGUOUS_UNIT_HEADERS:
            return "unit?"
    return ""


def field_titles() -> dict[str, str]:
    """Return every field a column may be mapped to, with its Chinese title, in template order."""
    return words_of("importing.field")
