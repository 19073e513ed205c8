"""The SDK's TurnContext, which sends what it is given instead of a deep copy of it."""

from __future__ import annotations

from functools import cached_property

from botbuilder.core import TurnContext
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    ConversationReference,
    DeliveryModes,
    InputHints,
    ResourceResponse,
)


class BatonContext(TurnContext):
    """Whoever sends an activity gives it away: it is addressed in place. Copying cost more than sending."""

    @cached_property
    def _reference(self) -> ConversationReference:
        return TurnContext.get_conversation_reference(self.activity)

    async def send_activities(self, activities: list[Activity]) -> list[ResourceResponse]:
        for activity in activities:
            self._address(activity)
        sent = await self._emit(self._on_send_activities, activities, self._send(activities))
        found: list[ResourceResponse] = sent
        return found

    def _address(self, activity: Activity) -> None:
        TurnContext.apply_conversation_reference(activity, self._reference)
        activity.type = activity.type or ActivityTypes.message
        activity.input_hint = activity.input_hint or InputHints.accepting_input
        activity.id = None

    async def _send(self, activities: list[Activity]) -> list[ResourceResponse]:
        if any(each.type != ActivityTypes.trace for each in activities):
            self.responded = True
        if self.activity.delivery_mode != DeliveryModes.expect_replies:
            sent: list[ResourceResponse] = await self.adapter.send_activities(self, activities)
            return sent
        for activity in activities:
            self.buffered_reply_activities.append(activity)
            if activity.type == ActivityTypes.invoke_response:
                self.turn_state[TurnContext._INVOKE_RESPONSE_KEY] = activity
        return [ResourceResponse() for _ in activities]
