"""A pack whose files have become faulty does not stop the office: the last good copy serves, and says so."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.errors import PolicyFileError
from app.paths import POLICIES
from app.policy import installed_policies, load_policy, offered_packs
from app.policy.packs import loading

KEY = "xinxiang-2023"


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a copy of the pack, and a user's data folder of its own."""
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES / KEY, folder / KEY)
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(loading, "POLICIES", folder)
    monkeypatch.setattr(loading, "user_data_folder", lambda: tmp_path / "data")
    load_policy.cache_clear()
    yield folder
    load_policy.cache_clear()


def spoil(packs: Path) -> None:
    file = packs / KEY / "prizes.yaml"
    file.write_text(file.read_text("utf-8").replace("1: 100000", "1: viel"), "utf-8")
    load_policy.cache_clear()


def test_the_last_good_copy_serves_and_says_so(packs: Path, caplog: pytest.LogCaptureFixture) -> None:
    good = load_policy(KEY)
    assert good.notes == ()
    spoil(packs)
    with caplog.at_level(logging.WARNING):
        kept = load_policy(KEY)
    assert kept.sha256 == good.sha256
    assert kept.prizes["national"]["class-one"].fen_by_rank.at(date(2024, 1, 1)) == {
        1: 10_000_000,
        2: 8_000_000,
        3: 6_000_000,
    }
    assert "金额不是数字" in kept.notes[0]
    assert "上一次通过检查的副本" in caplog.text


def test_without_a_good_copy_the_faults_are_told(packs: Path) -> None:
    spoil(packs)
    with pytest.raises(PolicyFileError) as caught:
        load_policy(KEY)
    assert "金额不是数字" in str(caught.value.params["text"])


def test_a_mended_pack_takes_over_and_is_kept(packs: Path, tmp_path: Path) -> None:
    load_policy(KEY)
    file = packs / KEY / "prizes.yaml"
    file.write_text(
        file.read_text("utf-8").replace("国家级一类大赛前三名奖金", "国家级一类大赛奖金"), "utf-8"
    )
    load_policy.cache_clear()
    mended = load_policy(KEY)
    digest = tmp_path / "data" / "last-good-policies" / KEY / "digest"
    assert digest.read_text("utf-8") == mended.sha256
    assert mended.notes == ()


def test_a_data_folder_that_cannot_be_written_is_no_obstacle(
    packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setattr("app.policy.packs.loading.user_data_folder", lambda: tmp_path / "file")
    assert load_policy(KEY).key == KEY


def test_a_pack_in_the_users_data_is_offered_and_never_takes_the_programs_place(
    packs: Path, tmp_path: Path
) -> None:
    shutil.copytree(POLICIES / KEY, tmp_path / "data" / "policies" / "own-2025")
    assert set(installed_policies()) == {KEY}
    assert set(offered_packs()) == {"own-2025"}
