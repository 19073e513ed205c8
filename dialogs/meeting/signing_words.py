"""What Baton says of signing in and out, on the card for it, and when it does not work out."""

from typing import Final

NEEDED: Final = (
    "To look at calendars and book the meeting for you, I need you to sign in.\n"
    "Please use the button of my next message; then I go on by myself."
)
AGAIN: Final = "Your sign-in has ended.\nPlease use the button of my next message; then I go on by myself."
BY_CARD: Final = "Please use the button of my next message to sign in."
TYPED: Final = 'To leave it, type "cancel".'
SIGNED_IN: Final = "You are signed in."
SIGNED_IN_ALREADY: Final = 'You are signed in. To sign out, type "sign out".'
SIGNED_OUT: Final = "You are signed out. I can't look at your calendar any more."
NOTHING_HERE: Final = "There is nothing to sign in to: Baton works here without your calendar."
BY_OWN_RIGHT: Final = (
    "There is nothing to sign in to: I look at calendars by a right that I was given. "
    "If that does not work any more, please ask your Teams administrator."
)

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
