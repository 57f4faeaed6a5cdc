"""Packs of the user's own on the library page: what differs is seen, two people let one count."""

from __future__ import annotations

import shutil

from app.accounts import Actor
from app.paths import POLICIES, user_data_folder
from app.policy_in_force import policy_in_force
from app.store import Store
from tests.ui.conftest import OpenWindow, Settle
from ui.policy.library_screen import LibraryScreen
from ui.policy.packs_dialog import PacksDialog

KEY = "xinxiang-2023"


def test_a_pack_is_seen_put_up_and_accepted_by_another(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    folder = user_data_folder() / "policies" / KEY
    shutil.copytree(POLICIES / KEY, folder)
    file = folder / "prizes.yaml"
    file.write_text(file.read_text("utf-8").replace("1: 1000, 2: 800, 3: 600", "1: 1000, 2: 800"), "utf-8")
    try:
        window = open_window(sqlite_store)
        window.open_screen("library")
        settle()
        screen = window.current_screen()
        assert isinstance(screen, LibraryScreen)
        assert screen.packs.isVisible()
        screen._open_packs()
        settle()
        dialog = next(each for each in screen.children() if isinstance(each, PacksDialog))
        assert {line.difference.subject for line in dialog.model.rows} == {"prize.municipal"}
        assert dialog.submit.isVisible()
        assert not dialog.accept_button.isVisible()
        dialog.submit.click()
        settle()
        assert dialog.accept_button.isVisible()
        screen.context.actor = Actor.named("审批乙")
        dialog.accept_button.click()
        settle()
        assert dialog.withdraw.isVisible()
        dialog.close()
        settle()
        with sqlite_store.reading() as session:
            assert policy_in_force(session).prizes["municipal"]["class-one"].last_rank == 2
    finally:
        shutil.rmtree(folder)
