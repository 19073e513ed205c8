"""What the frames about the way from stage to stage answer."""

from __future__ import annotations

from knowledge.answers import phrases
from knowledge.answers.compose import Page, spelled
from knowledge.answers.desk import Desk, Replies
from knowledge.answers.stages import stage_page
from knowledge.model import Stage, Statement
from knowledge.understand import grammar
from knowledge.understand.ask import Ask

REPLIES = Replies()


@REPLIES.to("stage.no_such")
def no_such_stage(desk: Desk, ask: Ask) -> Page:
    wrong = next(n for n in ask.stages if n not in desk.stages)
    page = desk.page(f"stage.none:{wrong}")
    last = desk.stages[max(desk.stages)]
    count = spelled(len(desk.stages))
    words = {"first": desk.stages[min(desk.stages)].name, "last": last.name}
    page.say(phrases.NO_SUCH_STAGE.format(number=wrong, count=count, **words), *last.exit_criteria[0].source)
    return page


@REPLIES.to("stage.neighbour")
def neighbour(desk: Desk, ask: Ask) -> Page:
    number = ask.stages[0]
    page = desk.page(f"stage.{ask.relation}:{number}")
    other = number + (1 if ask.relation == "next" else -1)
    here = desk.stages[number]
    if other in desk.stages:
        template = phrases.FOLLOWS if ask.relation == "next" else phrases.PRECEDES
        page.say(
            template.format(before=here.name, after=here.name, stage=desk.names.stage(other)),
            *desk.stages[other].purpose[0].source,
        )
        page.say(
            phrases.PURPOSE.format(stage=desk.stages[other].name, text=desk.stages[other].purpose[0].text),
            *desk.stages[other].purpose[0].source,
        )
    else:
        template = phrases.IS_LAST if other > 1 else phrases.IS_FIRST
        page.say(
            template.format(stage=desk.names.stage(here.number), first=desk.stages[1].name),
            *here.purpose[-1].source,
        )
    return page


@REPLIES.to("stage.number")
def stage_number(desk: Desk, ask: Ask) -> Page:
    stage = desk.stages[ask.stages[0]]
    page = stage_page(desk, "number", [stage])
    page.say(
        phrases.STAGE_IS.format(stage=stage.name, number=stage.number, count=len(desk.stages)),
        *stage.purpose[0].source,
    )
    return page


@REPLIES.to("stages.list")
def stage_list(desk: Desk, ask: Ask) -> Page:
    page = desk.page("stages")
    page.lines.append(phrases.STAGES.format(count=spelled(len(desk.stages))))
    for stage in desk.stages.values():
        page.item(f"Stage {stage.number}: **{stage.name}**", *stage.purpose[0].source)
    desk.differ(page, "mcem.stages")
    page.count = len(desk.stages)
    if ask.yes_no and not ask.choice:
        page.lead(phrases.YES if grammar.holds(ask.text, len(desk.stages)) else phrases.NO)
    return page


@REPLIES.to("stages.edge")
def edge(desk: Desk, ask: Ask) -> Page:
    first = ask.relation == "first"
    stage = desk.stages[min(desk.stages) if first else max(desk.stages)]
    page = stage_page(desk, ask.relation, [stage])
    template = phrases.FIRST_STAGE if first else phrases.LAST_STAGE
    page.say(template.format(stage=desk.names.stage(stage.number)), *stage.purpose[0].source)
    return page


@REPLIES.to("stage.handoff")
def handoff(desk: Desk, ask: Ask) -> Page:
    """The hand-offs out of a stage: the formal transition, where there is one, and the flywheel's."""
    stage = desk.stages[min(ask.stages)]
    if not stage.flywheel and stage.number - 1 in desk.stages:
        stage = desk.stages[stage.number - 1]  # nothing follows the last stage: the hand-off into it
    page = stage_page(desk, "handoff", [stage])
    if stage.transition and not ask.says("flywheel"):
        page.lines.append(f"**{desk.library.topics[stage.transition].name}**:")
        for statement in _discussion(desk, stage):
            page.item(statement.text, *statement.source)
    if stage.flywheel:
        part = desk.library.topics["flywheel"].parts[stage.flywheel]
        page.lines.append(
            phrases.FLYWHEEL.format(title=part.title, first=stage.number, last=stage.number + 1)
        )
        for statement in part.statements[1:]:
            page.item(statement.text, *statement.source)
    return page


@REPLIES.to("stage.move")
def move(desk: Desk, ask: Ask) -> Page:
    """What it takes to go from one stage to the next: exit criteria, and the formal transition."""
    stage = desk.stages[min(ask.stages)]
    page = stage_page(desk, "move", [stage])
    following = desk.names.stage(stage.number + 1)
    page.lines.append(phrases.MOVE.format(first=desk.names.stage(stage.number), second=following))
    page.item(phrases.MOVE_EXIT.format(text=stage.exit_criteria[0].text), *stage.exit_criteria[0].source)
    for statement in _discussion(desk, stage):
        page.item(statement.text, *statement.source)
    return page


def _discussion(desk: Desk, stage: Stage) -> tuple[Statement, ...]:
    """The required discussion of the transition out of a stage, where there is one."""
    topic = desk.library.topics.get(stage.transition or "")
    part = topic.parts.get("discussion") if topic else None
    return part.statements if part else ()
