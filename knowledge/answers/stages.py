"""What the frames about stages answer."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers import phrases
from knowledge.answers.compose import Page, listing
from knowledge.answers.desk import Desk, Replies, listed
from knowledge.answers.facts import refs_text
from knowledge.model import Refs, Role, Stage, Statement
from knowledge.understand import grammar
from knowledge.understand.ask import Ask

REPLIES = Replies()
_MOST_STAGES = 5
_BRIEF = 3  # stages from which on roles go by their short names


def _chosen(desk: Desk, ask: Ask) -> list[Stage]:
    return [desk.stages[n] for n in ask.stages if n in desk.stages][:_MOST_STAGES] or list(
        desk.stages.values()
    )


def _title(desk: Desk, stage: Stage) -> str:
    return desk.names.stage(stage.number)


def stage_page(desk: Desk, what: str, stages: Sequence[Stage]) -> Page:
    return desk.page(f"stage.{what}:" + ",".join(str(stage.number) for stage in stages))


def _each(desk: Desk, ask: Ask, what: str, template: str, field: str) -> Page:
    """One line a stage for a field that holds statements."""
    stages = _chosen(desk, ask)
    page = stage_page(desk, what, stages)
    for stage in stages:
        statements: Sequence[Statement] = getattr(stage, field)
        if len(stages) == 1:
            desk.says(page, template, statements, stage=_title(desk, stage))
            desk.differ(page, f"stage.{stage.number}.{field}", why=ask.choice or ask.doubt)
        else:
            page.item(
                f"{desk.names.stage_title(stage.number)}: **{statements[0].text}**", *statements[0].source
            )
    return page


@REPLIES.to("stage.exit")
@REPLIES.to("stages.exit")
def exit_criteria(desk: Desk, ask: Ask) -> Page:
    return _each(desk, ask, "exit", phrases.EXIT, "exit_criteria")


@REPLIES.to("stage.outcome")
@REPLIES.to("stages.outcome")
def outcome(desk: Desk, ask: Ask) -> Page:
    return _each(desk, ask, "outcome", phrases.OUTCOME, "customer_outcome")


@REPLIES.to("stage.purpose")
@REPLIES.to("stages.purpose")
def purpose(desk: Desk, ask: Ask) -> Page:
    stages = _chosen(desk, ask)
    page = _each(desk, ask, "purpose", phrases.PURPOSE, "purpose")
    if len(stages) == 1:
        for statement in stages[0].purpose[1:]:
            page.say(f"{desk.document(statement.source)}: {statement.text}", *statement.source)
    return page


def _lists(desk: Desk, ask: Ask, what: str, template: str) -> Page:
    """A list a stage, or one line each where several stages are asked for."""
    stages = _chosen(desk, ask)
    page = stage_page(desk, what, stages)
    for stage in stages:
        statements: Sequence[Statement] = getattr(stage, what)
        if len(stages) == 1:
            listed(page, template.format(stage=_title(desk, stage)), statements)
            page.count = len(statements)
        else:
            text = ", ".join(statement.text for statement in statements)
            page.item(f"**{desk.names.stage_title(stage.number)}**: {text}", *statements[0].source)
    return page


@REPLIES.to("stage.activities")
def activities(desk: Desk, ask: Ask) -> Page:
    return _lists(desk, ask, "activities", phrases.ACTIVITIES)


@REPLIES.to("stage.artifacts")
@REPLIES.to("stages.artifacts")
def artifacts(desk: Desk, ask: Ask) -> Page:
    return _lists(desk, ask, "artifacts", phrases.ARTIFACTS)


@REPLIES.to("stage.metrics")
@REPLIES.to("stages.metrics")
def metrics(desk: Desk, ask: Ask) -> Page:
    return _lists(desk, ask, "metrics", phrases.METRICS)


def _roles(desk: Desk, refs: Refs, full: bool = True) -> str:
    return listing([desk.names.full(key) if full else desk.names.role(key) for key in refs_text(refs)])


@REPLIES.to("stage.lead")
@REPLIES.to("stages.lead")
def lead(desk: Desk, ask: Ask) -> Page:
    stages = _chosen(desk, ask)
    page = stage_page(desk, "lead", stages)
    for stage in stages:
        if ask.negated:
            _others(desk, page, stage, stage.lead, phrases.NOT_LEADING)
        leads = [key for key in refs_text(stage.lead) if key not in ask.excluded]
        names = [desk.names.full(key) if len(stages) < _BRIEF else desk.names.role(key) for key in leads]
        line = phrases.LEAD.format(roles=listing(names), stage=_title(desk, stage))
        (page.say if len(stages) == 1 else page.item)(line, *stage.lead.source)
        page.count = len(leads)
        if ask.asks("support"):
            _support(desk, page, stage, ask)
    return page


@REPLIES.to("stage.support")
def support(desk: Desk, ask: Ask) -> Page:
    stages = _chosen(desk, ask)
    page = stage_page(desk, "support", stages)
    for stage in stages:
        if ask.negated:
            _others(desk, page, stage, stage.supporting, phrases.NOT_SUPPORTING)
        _support(desk, page, stage, ask)
    return page


def _support(desk: Desk, page: Page, stage: Stage, ask: Ask) -> None:
    keys = [key for key in refs_text(stage.supporting) if key not in ask.excluded]
    line = phrases.SUPPORT.format(stage=_title(desk, stage), roles=desk.names.roles(keys))
    page.say(line, *stage.supporting.source)
    page.count = len(keys)


def _others(desk: Desk, page: Page, stage: Stage, refs: Refs, template: str) -> None:
    """The roles of the matrix that are not among these."""
    keys = [k for k, role in desk.library.roles.items() if role.in_matrix and k not in refs_text(refs)]
    page.say(template.format(stage=_title(desk, stage), roles=desk.names.roles(keys)), *refs.source)


@REPLIES.to("stage.unit")
@REPLIES.to("stages.unit")
def unit_of_stage(desk: Desk, ask: Ask) -> Page:
    stages = _chosen(desk, ask)
    page = stage_page(desk, "unit", stages)
    for stage in stages:
        line = phrases.UNIT_OF_STAGE.format(
            stage=_title(desk, stage), unit=desk.names.full(refs_text(stage.unit)[0])
        )
        (page.say if len(stages) == 1 else page.item)(line, *stage.unit.source)
    return page


@REPLIES.to("stage.everyone")
def everyone(desk: Desk, ask: Ask) -> Page:
    stages = _chosen(desk, ask)[:2]
    page = stage_page(desk, "everyone", stages)
    if grammar.asks_for_own(ask.text):
        page.lines.append(phrases.TELL_ROLE)
    for stage in stages:
        page.lines.append(phrases.EVERYONE.format(stage=desk.names.stage_title(stage.number)))
        for keys in _sharing(desk, stage):
            found = desk.library.roles[keys[0]].cells[stage.number]
            page.item(f"**{'/'.join(map(desk.names.role, keys))}**: {found.text}", *found.source)
            page.count = (page.count or 0) + len(keys)
        idle = [key for key in refs_text(stage.supporting) if not _active(desk, key, stage.number)]
        if idle:
            page.say(phrases.SUPPORT_IDLE.format(roles=desk.names.roles(idle)), *stage.supporting.source)
    return page


def _sharing(desk: Desk, stage: Stage) -> list[list[str]]:
    """The roles with an activity, those that share one together, leads first."""
    groups: dict[str, list[str]] = {}
    active = [key for key in desk.library.roles if _active(desk, key, stage.number)]
    for key in sorted(active, key=lambda key: _order(stage, key)):
        groups.setdefault(desk.library.roles[key].cells[stage.number].text, []).append(key)
    return list(groups.values())


def _active(desk: Desk, key: str, number: int) -> bool:
    role = desk.library.roles[key]
    return role.in_matrix and bool(role.cells[number].text)


def _order(stage: Stage, role: str) -> int:
    listed = [*refs_text(stage.lead), *refs_text(stage.supporting)]
    return listed.index(role) if role in listed else len(listed)


@REPLIES.to("stage.empty_roles")
def idle_roles(desk: Desk, ask: Ask) -> Page:
    stage = desk.stages[ask.stages[0]]
    page = stage_page(desk, "idle", [stage])
    idle = [key for key, role in desk.library.roles.items() if role.in_matrix and _idle(role, stage.number)]
    source = stage.supporting.source
    page.say(
        phrases.NO_ACTIVITY_ROLES.format(stage=_title(desk, stage), roles=desk.names.roles(idle)), *source
    )
    page.count = len(idle)
    supporting = [key for key in idle if key in refs_text(stage.supporting)]
    if supporting:
        page.say(phrases.OF_THESE.format(roles=desk.names.roles(supporting)), *source)
    return page


def _idle(role: Role, number: int) -> bool:
    """An empty cell that no other role of the same row fills."""
    return not role.cells[number].text and not role.cells[number].named


@REPLIES.to("stage.overview")
def stage_overview(desk: Desk, ask: Ask) -> Page:
    stages = _chosen(desk, ask)[:2]
    page = stage_page(desk, "overview", stages)
    for stage in stages:
        desk.says(page, "**" + desk.names.stage_title(stage.number) + "**: {text}", stage.purpose)
        page.item(
            phrases.LED_BY.format(
                roles=_roles(desk, stage.lead, full=False), unit=desk.names.role(refs_text(stage.unit)[0])
            ),
            *stage.lead.source,
        )
        page.item(f"Supporting: {_roles(desk, stage.supporting, full=False)}", *stage.supporting.source)
        page.item(f"Customer outcome: {stage.customer_outcome[0].text}", *stage.customer_outcome[0].source)
        page.item(f"Exit criteria: {stage.exit_criteria[0].text}", *stage.exit_criteria[0].source)
    return page
