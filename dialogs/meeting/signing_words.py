"""What Baton says when signing in does not work out."""

from typing import Final

CODE_NOT_TAKEN: Final = (
    "That sign-in did not go through. Please press Sign in once more and finish it in the same window."
)
LEFT: Final = "You have not signed in, so I cannot look at calendars yet. Type `sign in` when you want to."
AWAY: Final = "The sign-in service does not answer just now. Please try again in a minute: type `sign in`."
FAILED: Final = (
    "Teams could not sign you in by itself. Please press Sign in on the card above. If that does not help, "
    "tell the people who look after Baton that signing in fails with `{code}`."
)
NOT_ADDED: Final = (
    "Teams could not sign you in, because Baton is not added for you. Please add Baton to your own apps, "
    "then type `sign in` here."
)
