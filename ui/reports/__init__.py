"""Reports (报表): the home page (今日) with what waits, and the papers that can be exported (导出)."""

from __future__ import annotations

from ui.screens import ScreenSpec

TODAY = ScreenSpec(
    key="today",
    title="ui.today.title",
    icon="today",
    section="work",
    screen="ui.reports.today_screen:TodayScreen",
)
EXPORTS = ScreenSpec(
    key="exports",
    title="ui_exports.title",
    icon="export",
    section="papers",
    screen="ui.reports.exports_screen:ExportsScreen",
)
