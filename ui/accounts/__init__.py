"""Accounts (人员): the dialog that asks who acts."""

from ui.accounts.actor_dialog import ActorDialog

__all__ = ["ActorDialog"]
