"""The style sheet, made from the tokens, and the roles by which it knows widgets (`mark`)."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtWidgets import QWidget

from ui.theme import tokens
from ui.theme.tokens import Palette


def style_sheet(palette: Palette) -> str:
    """Return the whole program's style sheet in the colours of `palette`."""
    values: dict[str, object] = {**asdict(palette), "icons": _chevrons(palette)}
    values |= {name.lower(): getattr(tokens, name) for name in _SIZES}
    text = _TEXT + _BUTTONS + _INPUTS + _TABLES + _SURFACES
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    return text


_SIZES = ("HINT", "BODY", "SECTION", "TITLE", "FIGURE", "CONTROL", "RADIUS")


def _chevrons(palette: Palette) -> str:
    from app.paths import RESOURCES

    return (RESOURCES / "icons" / palette.name).as_posix()


_TEXT = """
* { font-size: @body@px; }
QWidget { color: @text@; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: @title@px; font-weight: 600; }
QLabel[role="section"] { font-size: @section@px; font-weight: 600; }
QLabel[role="figure"] { font-size: @figure@px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="quiet"] { color: @quiet@; }
QLabel[role="hint"] { color: @quiet@; font-size: @hint@px; }
QLabel[role="asks"] { color: @asks@; }
QLabel[role="wrong"] { color: @wrong@; }
QLabel[role="done"] { color: @done@; }
QLabel[role="honour"] { color: @honour@; }
QToolTip { color: @text@; background: @surface@; border: 1px solid @control_line@; padding: 4px 8px; }
"""

_BUTTONS = """
QPushButton {
  min-height: 30px; padding: 0 14px; border: 1px solid @control_line@; border-radius: @radius@px;
  background: @surface@;
}
QPushButton:hover { background: @hover@; }
QPushButton:focus { border: 2px solid @action@; padding: 0 13px; min-height: 28px; outline: none; }
QPushButton:disabled { color: @quiet@; background: @ground@; border-color: @line@; }
QPushButton:default, QPushButton[role="primary"] {
  background: @action@; color: @on_action@; border-color: @action@; font-weight: 600;
}
QPushButton:default:hover, QPushButton[role="primary"]:hover { background: @action_hover@; }
QPushButton:default:focus, QPushButton[role="primary"]:focus { border: 2px solid @text@; }
QPushButton[role="primary"]:disabled { background: @hover@; color: @quiet@; border-color: @line@; }
QPushButton[role="danger"] { color: @wrong@; border-color: @wrong@; }
QPushButton[role="quiet-button"], QToolButton {
  border: 1px solid transparent; background: transparent; border-radius: @radius@px;
}
QPushButton[role="quiet-button"] { padding: 0 8px; }
QToolButton { min-height: 30px; min-width: 30px; }
QPushButton[role="quiet-button"]:hover, QToolButton:hover { background: @hover@; }
QPushButton[role="quiet-button"]:focus, QToolButton:focus { border: 2px solid @action@; }
QLineEdit QToolButton { min-height: 0; min-width: 0; border: none; padding: 0; }
QToolButton::menu-indicator { image: none; }
QPushButton[role="link"] {
  border: 1px solid transparent; background: transparent; color: @action@; padding: 0 4px; min-height: 22px;
  text-align: left;
}
QPushButton[role="link"]:hover { text-decoration: underline; background: transparent; }
QPushButton[role="link"]:focus { border: 1px solid @action@; padding: 0 4px; min-height: 22px; }
QPushButton[role="figure-link"] {
  border: 1px solid transparent; background: transparent; color: @action@; padding: 0; min-height: 38px;
  font-size: @figure@px; font-weight: 600; text-align: left;
}
QPushButton[role="figure-link"]:hover { text-decoration: underline; background: transparent; }
QPushButton[role="figure-link"]:focus { border: 1px solid @action@; padding: 0; min-height: 38px; }
QPushButton[role="fold"] {
  border: 1px solid transparent; background: transparent; padding: 0 8px 0 0; min-height: 28px;
  font-size: @section@px; font-weight: 600; text-align: left;
}
QPushButton[role="fold"]:hover { background: @hover@; }
QPushButton[role="fold"]:focus { border: 2px solid @action@; padding: 0 7px 0 0; min-height: 26px; }
QPushButton[role="filter"] { border-radius: 15px; padding: 0 12px; min-height: 28px; }
QPushButton[role="filter"]:checked {
  background: @action_tint@; border-color: @action@; color: @action@; font-weight: 600;
}
QPushButton[role="filter"]:focus { border: 2px solid @action@; padding: 0 11px; min-height: 26px; }
"""

_INPUTS = """
QLineEdit, QPlainTextEdit, QTextEdit, QDateEdit, QSpinBox, QComboBox {
  border: 1px solid @control_line@; border-radius: @radius@px; background: @surface@;
  selection-background-color: @action@; selection-color: @on_action@;
}
QLineEdit, QDateEdit, QSpinBox, QComboBox { min-height: 30px; padding: 0 9px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QDateEdit:focus, QSpinBox:focus, QComboBox:focus {
  border: 2px solid @action@;
}
QLineEdit:focus, QDateEdit:focus, QSpinBox:focus, QComboBox:focus { min-height: 28px; padding: 0 8px; }
QLineEdit[role="wrong"], QDateEdit[role="wrong"] { border-color: @wrong@; }
QLineEdit:disabled, QComboBox:disabled { background: @ground@; color: @quiet@; }
QComboBox::drop-down, QDateEdit::drop-down { width: 24px; border: none; }
QComboBox::down-arrow, QDateEdit::down-arrow {
  image: url(@icons@/chevron-down.svg); width: 16px; height: 16px;
}
QComboBox QAbstractItemView {
  border: 1px solid @control_line@; background: @surface@; padding: 4px; outline: none;
  selection-background-color: @action_tint@; selection-color: @text@;
}
QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; }
QCheckBox::indicator, QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid @control_line@;
  background: @surface@; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked { background: @action@; border-color: @action@; image: url(@icons@/check.svg); }
QRadioButton::indicator:checked { border: 5px solid @action@; width: 8px; height: 8px; }
QCheckBox:focus, QRadioButton:focus { color: @action@; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid @action@; }
QRadioButton::indicator:checked:focus { border: 5px solid @action@; }
QMenu { background: @surface@; border: 1px solid @control_line@; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @action_tint@; color: @text@; }
QMenu::separator { height: 1px; background: @line@; margin: 4px 8px; }
QProgressBar { border: none; background: @hover@; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: @action@; border-radius: 3px; }
"""

_TABLES = """
QAbstractItemView {
  background: @surface@; border: 1px solid @line@; border-radius: @radius@px; outline: none;
  gridline-color: @line@; selection-background-color: @action_tint@; selection-color: @text@;
}
QAbstractItemView:focus { border: 1px solid @action@; }
QTableView::item, QTreeView::item, QListView::item { padding: 0 8px; border: none; }
QTableView::item { border-bottom: 1px solid @line@; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {
  background: @action_tint@; color: @text@;
}
QTreeView::item { min-height: 30px; }
QTreeView[role="compact"]::item { min-height: 25px; }
QLineEdit[role="cell-editor"] {
  border: 2px solid @action@; border-radius: 0; min-height: 0; padding: 0 6px;
}
QListView::item { min-height: 24px; padding: 4px 8px; }
QHeaderView { background: @surface@; border: none; }
QHeaderView::section {
  background: @surface@; color: @quiet@; border: none; border-bottom: 1px solid @control_line@;
  padding: 0 8px;
  min-height: 32px; font-size: @hint@px; font-weight: 600;
}
QTableCornerButton::section { background: @surface@; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @control_line@; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @quiet@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @line@; }
QTabBar::tab { padding: 8px 16px; border: none; border-bottom: 2px solid transparent; color: @quiet@; }
QTabBar::tab:selected { color: @text@; border-bottom-color: @action@; font-weight: 600; }
QTabBar::tab:focus { color: @action@; }
QTabWidget::pane { border: none; border-top: 1px solid @line@; }
"""

_SURFACES = """
QMainWindow, QDialog, QWidget[role="ground"] { background: @ground@; }
QWidget[role="surface"] { background: @surface@; }
QFrame[role="rail"] { background: @surface@; border: none; border-right: 1px solid @line@; }
QFrame[role="top-bar"] { background: @surface@; border: none; border-bottom: 1px solid @line@; }
QFrame[role="status-line"] { background: @surface@; border: none; border-top: 1px solid @line@; }
QFrame[role="side-panel"] { background: @surface@; border: none; border-left: 1px solid @line@; }
QFrame[role="card"], QWidget[role="card"] {
  background: @surface@; border: 1px solid @line@; border-radius: 8px;
}
QFrame[role="card-chosen"] { background: @action_tint@; border: 2px solid @action@; border-radius: 8px; }
QFrame[role="quote"] {
  background: @hover@; border: none; border-left: 3px solid @control_line@; border-radius: 2px;
}
QFrame[role="line"] { background: @line@; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="rehearsal"] { background: @honour_tint@; border: none; border-bottom: 1px solid @honour@; }
QFrame[role="rehearsal"] QLabel { color: @honour@; font-weight: 600; }
QFrame[role="toast"] { background: @text@; border-radius: 8px; }
QFrame[role="toast"] QLabel { color: @ground@; }
QFrame[role="toast"] QPushButton { color: @ground@; text-decoration: underline; }
QFrame[role^="banner-"] { border-radius: @radius@px; }
QFrame[role="banner-asks"] { background: @asks_tint@; border: 1px solid @asks@; }
QFrame[role="banner-wrong"] { background: @wrong_tint@; border: 1px solid @wrong@; }
QFrame[role="banner-done"] { background: @done_tint@; border: 1px solid @done@; }
QFrame[role="banner-action"] { background: @action_tint@; border: 1px solid @action@; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QDialog[role="floating"] { border: 1px solid @control_line@; }
QLabel#qt_msgbox_label { font-size: @section@px; font-weight: 600; min-width: 360px; }
QLabel#qt_msgbox_informativelabel { min-width: 360px; }
QScrollArea { background: transparent; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[role="scroll"] { background: transparent; }
"""


def mark(widget: QWidget, role: str) -> None:
    """Set the role of `widget` in the style sheet: "title", "section", "quiet", "hint", "figure", "primary",
    "link", "quiet-button", "fold", "danger", "surface", "card", "line", "asks", "wrong", "done", "honour"."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
