"""Drives the screens of registers by key and click."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPushButton

from ui.forms import FormDialog, LookUpOrEnter
from ui.main_window import MainWindow
from ui.registers import LinePanel, RegisterScreen


class RegisterDriver:
    """What a clerk does on a register: open it, choose a line, press a button, fill the dialog."""

    def __init__(
        self, window: MainWindow, settle: Callable[[], None], active_dialog: Callable[[], QDialog]
    ) -> None:
        self.window = window
        self._settle, self._active_dialog = settle, active_dialog

    def open(self, key: str) -> RegisterScreen:
        """Open the register."""
        self.window.open_screen(key)
        self._settle()
        screen = self.window.current_screen()
        assert isinstance(screen, RegisterScreen)
        return screen

    def choose_first(self, screen: RegisterScreen) -> None:
        """Choose the first line, which opens the side panel."""
        screen.table.setFocus()
        screen.table.selectRow(0)
        self._settle()

    def panel(self) -> LinePanel:
        """Return the side panel's content."""
        panel = self.window.panel.findChild(LinePanel)
        assert panel is not None
        return panel

    def buttons(self) -> list[str]:
        """Return what the side panel offers."""
        return [button.text() for button in self.panel().findChildren(QPushButton)]

    def press(self, text: str) -> None:
        """Press a button of the side panel."""
        buttons = self.panel().findChildren(QPushButton)
        next(button for button in buttons if button.text() == text).click()

    def dialog(self) -> FormDialog:
        """Return the dialog in front."""
        dialog = self._active_dialog()
        assert isinstance(dialog, FormDialog)
        return dialog

    def enter(self, **values: str) -> FormDialog:
        """Fill the dialog in front and press its button; return it, whether it closed or not."""
        dialog = self.dialog()
        for name, value in values.items():
            field = dialog.inputs[name]
            if isinstance(field, LookUpOrEnter):
                field = field.look_up
                field.setFocus()
                field.setText(value)
                field.textEdited.emit(value)
                self._settle()
                assert field.value() is not None
            elif isinstance(field, QLineEdit):
                field.setText(value)
            elif isinstance(field, QComboBox):
                place = field.findText(value)
                assert place >= 0, [field.itemText(at) for at in range(field.count())]
                field.setCurrentIndex(place)
            else:
                raise TypeError(name)
        dialog.act.click()
        self._settle()
        return dialog

    def fill(self, **values: str) -> None:
        """Fill the dialog in front and press its button; it closes."""
        assert not self.enter(**values).isVisible()
