from __future__ import annotations

from dataclasses import replace

from dialogs.handoff import reports, words
from tests.office import Colleague, Office


async def test_my_handoffs_are_listed_by_urgency_with_whose_move_and_days_left(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await office.start(ana, megan, customer="Fabrikam")
    await ana.say("due 2026-12-07 in handoff 2")
    await ana.say("open 2")
    await ana.say("due 2026-12-07")

    listed = (await megan.do(text="my handoffs")).replies[0]

    assert listed.text.splitlines()[:3] == [
        words.MINE.format(count=2),
        "- **2** Fabrikam: Azure migration: Ana to move, milestone due Mon 7 Dec 2026, 17 days left",
        "- **1** Contoso: Azure migration: Ana to move, milestone due Fri 15 Jan 2027, 56 days left",
    ]
    assert listed.suggestions == ("open 2", "open 1")


async def test_a_date_that_has_passed_is_said_to_be_overdue(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("held")
    office.later(days=13)

    assert "due Tue 1 Dec 2026, 2 days overdue" in await ana.say("my handoffs")


async def test_long_lists_come_in_pages(office: Office, ana: Colleague, megan: Colleague) -> None:
    for _ in range(23):
        await office.start(ana, megan)

    first = await ana.say("my handoffs")
    second = await ana.say("more")
    third = await ana.say("more")

    counted = [sum(line.startswith("- ") for line in page.splitlines()) for page in (first, second, third)]
    assert counted == [10, 10, 3]
    assert words.LIST_MORE in second
    assert words.LIST_MORE not in third
    assert "**21**" in third
    assert await ana.say("my handoffs 2") == second


async def test_more_without_a_list_is_a_question(office: Office, ana: Colleague) -> None:
    assert words.NO_PAGE not in await ana.say("more")


async def test_a_question_in_between_ends_a_list(office: Office, ana: Colleague, megan: Colleague) -> None:
    for _ in range(11):
        await office.start(ana, megan)
    await ana.say("my handoffs")
    await ana.say("who leads stage 3")

    assert "**11**" not in await ana.say("more")


async def test_the_history_is_told_in_the_readers_time_zone_the_newest_last(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("waive 4 because budget comes in March")
    office.later(hours=2)
    await megan.say("done 1")

    lines = (await megan.say("history 1")).splitlines()

    assert lines[-4:-2] == [
        "- Fri 20 Nov 2026 at 04:00, Ana: waived item 4: budget comes in March",
        "- Fri 20 Nov 2026 at 06:00, Megan: done item 1",
    ]


async def test_the_report_checks_the_chain_and_gives_two_links(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    count, head = len(office.recorded[1]), office.recorded[1][-1].seal

    told = await ana.say("report 1")

    assert f"The history is unbroken: {count} entries, head {head[:12]}." in told
    assert "https://baton.example/reports/1-p-ana-md" in told
    assert "https://baton.example/reports/1-p-ana-csv" in told


async def test_a_history_that_was_changed_is_found_by_the_report(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    first, *rest = office.recorded[1]
    office.recorded[1] = (replace(first, person=megan.id), *rest)

    assert "The history is broken" in await ana.say("report 1")


async def test_a_report_is_for_those_who_may_see_it(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)
    desk = office.desk()

    mine = await reports.build(desk, 1, ana.id, "md")

    assert mine
    assert mine[:2] == ("handoff-1.md", "text/markdown")
    assert "Contoso" in mine[2]
    assert await reports.build(desk, 1, ana.id, "csv")
    assert await reports.build(desk, 1, alex.id, "md") is None
    assert await reports.build(desk, 2, ana.id, "md") is None
    assert await reports.build(desk, 1, ana.id, "exe") is None


async def test_what_baton_knows_about_me_names_handoffs(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    assert "Handoffs that you are on, with what you did and wrote there: 1" in await ana.say(
        "what do you know about me"
    )
