"""What Baton says on the card to sign in, and when signing in does not work out."""

from typing import Final

CARD: Final = "Please sign in, so that I can look at calendars and book the meeting for you."
BUTTON: Final = "Sign in"

CODE_NOT_TAKEN: Final = (
    "That sign-in did not go through. Please press Sign in once more and finish it in the same window."
)
SOMEBODY_ELSE: Final = (
    "You signed in with another account than the one you use in Teams, so I have dropped that. "
    'Please type "sign in" and choose your account in Teams.'
)
LEFT: Final = 'You have not signed in, so I can\'t look at calendars yet. When you want to, type "sign in".'
AWAY: Final = 'The sign-in service does not answer just now. Please type "sign in" in a minute.'
FAILED: Final = (
    "Teams could not sign you in by itself. Please press Sign in on the card above. If that does not help, "
    'please tell your administrator that signing in to Baton fails with "{code}".'
)
NOT_ADDED: Final = (
    "Teams could not sign you in, because Baton is not among your apps. "
    'Please add it, then type "sign in" here.'
)
