"""What Baton uses for a person, and everything it keeps about them."""

from __future__ import annotations

from dialogs import role as roles
from dialogs import texts, utterance, working_hours
from dialogs.desk import Kept, Profile
from dialogs.reminding import listing
from dialogs.turn import Outcome, Turn


async def show(turn: Turn) -> Outcome:
    """Role, country, time zone and working hours, with the defaults where nothing is set."""
    profile, defaults = turn.profile, turn.desk.defaults
    return turn.say(
        texts.PROFILE.format(
            role=_role(turn) or texts.NOT_SET,
            country=_or_default(profile.country, defaults.country),
            time_zone=_or_default(profile.time_zone, defaults.time_zone),
            hours=working_hours.describe(turn.desk, profile),
            reminders=await listing.in_profile(turn),
        )
    )


async def tell_all(turn: Turn) -> Outcome:
    """Everything that is stored about the person, in plain words."""
    person, desk = turn.message.person.id, turn.desk
    lines = _profile_lines(turn)
    has_profile = bool(lines)
    if hushed := await listing.hushed_by(turn):
        lines.append(texts.ABOUT_REMINDERS.format(reminders=hushed))
    talks = await desk.conversations.kept(person)
    if talks.count:
        lines.append(texts.ABOUT_TALK_ONE if talks.count == 1 else texts.ABOUT_TALK.format(count=talks.count))
    lines += _kept(texts.ABOUT_ANSWERS, await desk.feedback.answers(person))
    lines += _kept(texts.ABOUT_FEEDBACK, await desk.feedback.kept(person))
    lines += _kept(texts.ABOUT_UNANSWERED, await desk.questions.kept(person))
    account = await desk.people.account(turn.message.person)
    lines += _kept(texts.ABOUT_HANDOFFS, await desk.handoffs.kept(account.ids))
    if not lines:
        return turn.say(texts.ABOUT_NOTHING)
    lines.append(_ids(turn.profile, whole=has_profile))
    return turn.say("\n".join([texts.ABOUT_ME, *(f"- {line}" for line in lines), "", texts.ABOUT_DELETE]))


def _profile_lines(turn: Turn) -> list[str]:
    profile = turn.profile
    welcomed = profile.welcomed.date().isoformat() if profile.welcomed else ""
    known = (
        (texts.ABOUT_ROLE.format(role=_role(turn)), profile.role),
        (texts.ABOUT_COUNTRY.format(country=profile.country), profile.country),
        (texts.ABOUT_ZONE.format(time_zone=profile.time_zone), profile.time_zone),
        (texts.ABOUT_HOURS.format(hours=working_hours.shown(profile.hours)), profile.hours),
        (texts.ABOUT_WELCOME.format(date=welcomed), welcomed),
    )
    return [line for line, value in known if value]


def _ids(profile: Profile, *, whole: bool) -> str:
    """The id that every row carries, and the one that only a profile has."""
    ids = (profile.person, profile.object_id if whole else "")
    return texts.ABOUT_IDS.format(ids=", ".join(f"`{id}`" for id in ids if id))


def _kept(line: str, kept: Kept) -> list[str]:
    """With the newest of them, where the line shows it."""
    return (
        [line.format(count=kept.count, last=f'"{utterance.show(utterance.without_addresses(kept.last))}"')]
        if kept.count
        else []
    )


def _role(turn: Turn) -> str:
    role = turn.desk.role(turn.profile.role)
    return roles.title(role) if role else turn.profile.role


def _or_default(value: str, default: str) -> str:
    if value:
        return value
    return texts.DEFAULT.format(value=default) if default else texts.NOT_SET
