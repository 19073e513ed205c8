"""The store on a real database file."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.schema import CreateTable

from bot.errors import ConflictError, OutdatedError, UnavailableError
from bot.store import migrate, tables
from bot.store.feedback import Remembered
from bot.store.store import Store, create_engine
from dialogs.desk import Kept, Profile, Reaction
from dialogs.message import Given
from dialogs.state import State
from tests.clock import Clock
from tests.integration.unanswered import unanswered

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def other(database_url: str, store: Store) -> AsyncIterator[Store]:
    """Another process on the same database."""
    opened = Store(database_url)
    await opened.open()
    yield opened
    await opened.close()


async def test_leaving_without_commit_takes_everything_back(store: Store) -> None:
    async with store.work("t") as work:
        await work.profiles.keep("ana", "o", role="csam")

    async with store.work("t") as work:
        assert await work.profiles.find("ana") is None


async def test_a_profile_comes_back_as_it_was_saved(store: Store) -> None:
    profile = Profile(person="ana", object_id="o", role="ae", country="NO", time_zone="Europe/Oslo")
    async with store.work("t") as work:
        await work.profiles.keep("ana", "o", role="csam", country="NO")
        await work.profiles.keep("ana", "o", role="ae", time_zone="Europe/Oslo")
        await work.commit()

    async with store.work("t") as work:
        assert await work.profiles.find("ana") == profile


async def test_who_keeps_one_value_does_not_undo_what_another_kept_meanwhile(
    store: Store, other: Store
) -> None:
    async with store.work("t") as work:
        await work.profiles.keep("ana", "o", role="csam")
        await work.commit()

    async with store.work("t") as first, other.work("t") as second:
        await first.profiles.find("ana")
        await second.profiles.keep("ana", "o", role="ae")
        await second.profiles.welcome("ana", "o")
        await second.commit()
        await first.profiles.keep("ana", "o", time_zone="Europe/Oslo")
        await first.commit()

    async with store.work("t") as work:
        kept = await work.profiles.find("ana")
    assert kept
    assert (kept.role, kept.time_zone, bool(kept.welcomed)) == ("ae", "Europe/Oslo", True)


async def test_no_tenant_sees_anothers_rows(store: Store) -> None:
    given = Given(question="q", answer="a")
    async with store.work("one") as work:
        await work.profiles.keep("ana", "o")
        await work.conversations.save("c", "ana", State())
        await work.feedback.remember_all(
            [Remembered(given=given, person="ana", conversation="c", message="m")], "1"
        )
        await work.feedback.record(
            Reaction(person="ana", conversation="c", message="m", reaction="like"), "1"
        )
        await work.commit()
    await unanswered(store, "why", tenant="one")

    async with store.work("two") as work:
        assert await work.profiles.find("ana") is None
        assert await work.conversations.load("c", "ana") is None
        assert await work.questions.grouped(9) == ([], 0)
        for keeper in (work.profiles, work.conversations, work.questions, work.feedback):
            await keeper.forget("ana")
        await work.commit()

    async with store.work("one") as work:
        assert await work.profiles.find("ana")
        kept = [await keeper.kept("ana") for keeper in (work.conversations, work.questions, work.feedback)]
        assert [one.count for one in kept] == [1, 1, 1]


async def test_whoever_saves_a_conversation_second_learns_of_it(store: Store, other: Store) -> None:
    async with store.work("t") as work:
        await work.conversations.save("c", "ana", State())
        await work.commit()

    async with store.work("t") as first, other.work("t") as second:
        await first.conversations.load("c", "ana")
        await second.conversations.load("c", "ana")
        await first.conversations.save("c", "ana", State(options=("one",)))
        await first.commit()
        with pytest.raises(ConflictError):
            await second.conversations.save("c", "ana", State(options=("two",)))


async def test_of_two_first_saves_only_one_succeeds(store: Store, other: Store) -> None:
    async with store.work("t") as first, other.work("t") as second:
        await first.conversations.save("c", "ana", State())
        await first.commit()
        with pytest.raises(ConflictError):
            await second.conversations.save("c", "ana", State())


async def test_an_unchanged_state_is_not_written_again(store: Store, other: Store) -> None:
    async with store.work("t") as work:
        await work.conversations.save("c", "ana", State())
        await work.commit()

    async with store.work("t") as first, other.work("t") as second:
        for work in (first, second):
            await work.conversations.save("c", "ana", await work.conversations.load("c", "ana") or State())
            await work.commit()


async def test_many_writers_at_once_all_get_through(store: Store) -> None:
    await asyncio.gather(*(unanswered(store, f"question {n}") for n in range(40)))

    async with store.work("t") as work:
        groups, total = await work.questions.grouped(5)
    assert (len(groups), total) == (5, 40)


async def test_questions_are_grouped_most_asked_first_under_a_number_that_stays(store: Store) -> None:
    for question in ("Why", "who", "WHO", "when"):
        await unanswered(store, question)

    async with store.work("t") as work:
        groups, _ = await work.questions.grouped(9)

    assert [(group.number, group.question, group.count) for group in groups] == [
        (2, "who", 2),
        (1, "Why", 1),
        (4, "when", 1),
    ]


async def test_forgetting_a_person_keeps_the_question_without_them(store: Store) -> None:
    await unanswered(store, "why")
    async with store.work("t") as work:
        await work.questions.forget("ana")
        await work.commit()

    async with store.work("t") as work:
        assert (await work.questions.kept("ana")).count == 0
        assert (await work.questions.grouped(9))[1] == 1


async def test_a_message_id_that_comes_again_means_the_newer_message(store: Store) -> None:
    async with store.work("t") as work:
        for question in ("old", "new"):
            given = Given(question=question, answer="a")
            await work.feedback.remember_all(
                [Remembered(given=given, person="ana", conversation="c", message="m")], "1"
            )
        await work.commit()
        assert (await work.feedback.answers("ana")).last == "new"


async def test_of_two_answers_written_together_under_one_message_id_the_later_counts(store: Store) -> None:
    given = [Given(question=question, answer=question) for question in ("earlier", "later")]
    async with store.work("t") as work:
        await work.feedback.remember_all(
            [Remembered(given=each, person="ana", conversation="c", message="m") for each in given], "v"
        )
        assert await work.feedback.answers("ana") == Kept(count=1, last="later")


async def test_opening_twice_migrates_once(database_url: str) -> None:
    for _ in range(2):
        store = Store(database_url)
        await store.open()
        assert await store.ready()
        await store.close()


async def test_a_database_without_our_tables_is_not_ready(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/empty.db"
    store = Store(url)
    store._engine = create_engine(make_url(url))
    assert not await store.ready()
    await store.close()


async def test_a_database_that_does_not_answer_in_time_is_not_ready(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(connection: sa.Connection) -> str:
        raise TimeoutError  # as asyncpg says it, which SQLAlchemy hands on

    monkeypatch.setattr("bot.store.versions.revision", hang)

    assert not await store.ready()


async def test_a_file_that_is_no_database_is_said_to_be_unavailable(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear Ana, " * 1000)

    with pytest.raises(UnavailableError):
        await Store(f"sqlite+aiosqlite:///{tmp_path}/letter.db").open()


async def test_a_driver_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)

    with pytest.raises(UnavailableError, match="pip install asyncpg"):
        await Store("postgresql+asyncpg://127.0.0.1/baton").open()


async def test_the_migrations_make_exactly_the_tables_that_the_code_uses(store: Store) -> None:
    def differences(connection: sa.Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), tables.metadata))

    async with store._engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_every_migration_can_be_taken_back(store: Store) -> None:
    def downgrade(connection: sa.Connection) -> list[str]:
        alembic = migrate.settings()
        alembic.attributes["connection"] = connection
        command.downgrade(alembic, "base")
        return sa.inspect(connection).get_table_names()

    async with store._engine.begin() as connection:
        assert await connection.run_sync(downgrade) == ["alembic_version"]


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    assert ScriptDirectory.from_config(migrate.settings()).get_current_head() == tables.HEAD


def test_the_tables_can_be_made_on_postgresql_too() -> None:
    dialect = make_url("postgresql+asyncpg://").get_dialect()()

    for table in tables.metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))


@pytest.mark.engines("sqlite", "empty postgresql")
async def test_the_command_brings_a_database_up_to_date(tmp_path: Path, database_url: str) -> None:
    environment = {"BATON_LOCAL": "1", "DATABASE_URL": database_url, "PYTHONPATH": str(_ROOT)}
    run = [sys.executable, "-m", "bot.store.migrate"]
    store = Store(database_url)
    store._engine = create_engine(make_url(database_url))
    assert not await store.ready()

    for _ in range(2):
        assert (await asyncio.to_thread(subprocess.run, run, cwd=tmp_path, env=environment)).returncode == 0

    assert await store.ready()
    await store.close()


def test_the_command_names_missing_settings(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.store.migrate"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "MicrosoftAppId" in done.stderr


def test_the_command_says_plainly_that_it_cannot_reach_the_database(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear Ana, " * 1000)
    url = f"sqlite+aiosqlite:///{tmp_path}/letter.db"
    done = subprocess.run(
        [sys.executable, "-m", "bot.store.migrate"],
        cwd=tmp_path,
        env={"BATON_LOCAL": "1", "DATABASE_URL": url, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, "The database cannot be reached.\n")


@pytest.mark.engines("empty postgresql")
async def test_another_engine_waits_for_the_command(database_url: str) -> None:
    with pytest.raises(OutdatedError, match=r"bot\.store\.migrate"):
        await Store(database_url).open()


async def test_someone_who_wrote_before_the_welcome_is_still_welcomed_once(store: Store) -> None:
    async with store.work("t") as work:
        await work.profiles.keep("ana", "o", role="ae")
        assert await work.profiles.welcome("ana", "o")
        assert not await work.profiles.welcome("ana", "o")
        await work.commit()

    async with store.work("t") as work:
        kept = await work.profiles.find("ana")
    assert kept
    assert (kept.role, bool(kept.welcomed)) == ("ae", True)


async def test_what_was_said_long_ago_is_deleted_some_at_a_time(database_url: str) -> None:
    now = datetime(2026, 11, 20, 10, tzinfo=UTC)
    clock = Clock(now - timedelta(days=2))
    store = Store(database_url, clock)
    await store.open()
    for message in ("old", "new"):
        async with store.work("t") as work:
            given = Remembered(
                given=Given(question="q", answer="a"), person="ana", conversation="c", message=message
            )
            await work.feedback.remember_all([given], "1")
            await work.feedback.record(
                Reaction(person="ana", conversation="c", message=message, reaction="like"), "1"
            )
            await work.commit()
        await unanswered(store, message)
        clock.at = now

    assert not await store.prune_said(now - timedelta(days=1))

    async with store.work("t") as work:
        assert (await work.feedback.answers("ana")).count == 1
        assert (await work.feedback.kept("ana")).count == 1
        assert [group.question for group in (await work.questions.grouped(9))[0]] == ["new"]
    await store.close()
