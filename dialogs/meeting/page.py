"""What the message of an operation shows: plain values, of which `card` makes a card."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Button:
    """What it says, and the typed words that it stands for."""

    title: str
    say: str

    @property
    def is_numbered(self) -> bool:
        """Whether its title begins with what is typed for it."""
        return self.title.startswith(f"{self.say}. ")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A paragraph with small lines beneath, and the buttons that belong to it.

    Without a text the buttons come first: they say what the lines are about.
    """

    text: str = ""
    bold: bool = False
    lines: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()

    def read_out(self) -> tuple[str, ...]:
        """For who sees no buttons."""
        numbered = [button.title for button in self.buttons if button.is_numbered]
        return (self.text, *self.lines, *numbered) if self.text else (*numbered, *self.lines)


@dataclass(frozen=True, kw_only=True)
class Menu:
    """A button that unfolds others."""

    title: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """All that a message shows. `links`: titles and addresses. `hint`: the typed twins.

    The first line of `title` is the heading; what follows it stands as text.
    """

    title: str
    about: str = ""
    parts: tuple[Part, ...] = ()
    menus: tuple[Menu, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    operation: str = ""
    revision: int = 0

    @property
    def summary(self) -> str:
        """For screen readers, and for who reads no cards."""
        lines = [line for part in self.parts for line in part.read_out()]
        return "\n".join(filter(None, (self.title, *lines, self.hint)))
