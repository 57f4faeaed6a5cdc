"""What every register of the office looks like: its list, the chosen line in the side panel, its acts."""

from ui.registers.line_panel import LinePanel, linked, look, noted
from ui.registers.register_screen import RegisterScreen

__all__ = ["LinePanel", "RegisterScreen", "linked", "look", "noted"]
