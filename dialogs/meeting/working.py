"""What the worker asks of the conversation: what to do in the network, and what to say of its result.

`prepare` and the others run within a unit of work, and never wait for the network; between them the worker
calls `meetings.ports`. `turn` stands for the organiser in their own chat, as if they had just written.
A message that they give shows the operation at the revision which it has once it is saved.
"""

from __future__ import annotations

from dialogs.meeting.acting import acted as acted
from dialogs.meeting.asked import Findings as Findings
from dialogs.meeting.asked import Prepared as Prepared
from dialogs.meeting.failing import given_up as given_up
from dialogs.meeting.following import followed as followed
from dialogs.meeting.looking import looked as looked
from dialogs.meeting.looking import still_free as still_free
from dialogs.meeting.looking import taken as taken
from dialogs.meeting.preparing import prepare as prepare
from dialogs.meeting.signing import signed_in as signed_in
