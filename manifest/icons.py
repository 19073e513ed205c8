"""Draw the two icons of the app package: a baton between the hand that gives and the hand that takes.

Run `python -m manifest.icons` after a change and commit the PNGs; only this file needs Pillow.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin
from pathlib import Path

from PIL import Image, ImageDraw

ICONS_DIR = Path(__file__).parent
# Shapes are drawn this many times larger and scaled down, which smooths their edges.
OVERSAMPLING = 16

INDIGO = (59, 58, 150)
AMBER = (255, 196, 61)
WHITE = (255, 255, 255)
SKY = (138, 214, 245)

Point = tuple[float, float]
Rgb = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Measures of an icon in parts of its width; everything lies on the rising diagonal."""

    size: int  # pixels
    baton: float  # centre to the middle of its round end
    baton_width: float
    hand: float  # centre to the middle of a hand's arc
    hand_radius: float
    hand_width: float
    sweep: int  # degrees of the arc to each side of the diagonal


# Teams cuts the corners of the colour icon, so the drawing keeps to the middle 120 of 192 pixels.
COLOUR = Drawing(
    size=192, baton=0.185, baton_width=0.115, hand=0.125, hand_radius=0.178, hand_width=0.072, sweep=96
)
# The outline icon has no such margin, and fewer pixels: thicker lines, wider gaps.
OUTLINE = Drawing(
    size=32, baton=0.25, baton_width=0.15, hand=0.16, hand_radius=0.27, hand_width=0.1, sweep=94
)


class Mask:
    """Where one colour goes: coordinates start at the centre, in parts of the width, y upwards."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.scale = size * OVERSAMPLING
        self.image = Image.new("L", (self.scale, self.scale), 0)
        self.draw = ImageDraw.Draw(self.image)

    def line(self, start: Point, end: Point, width: float) -> None:
        """Draw a line with round ends."""
        radius = width * self.scale / 2
        ends = [((0.5 + x) * self.scale, (0.5 - y) * self.scale) for x, y in (start, end)]
        self.draw.line(ends, fill=255, width=round(2 * radius))
        for x, y in ends:
            self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)

    def arc(self, centre: Point, radius: float, degrees: range, width: float) -> None:
        """Draw a part of a circle with round ends."""
        x, y = centre
        points = [(x + radius * cos(radians(at)), y + radius * sin(radians(at))) for at in degrees]
        for start, end in pairwise(points):
            self.line(start, end, width)

    def smooth(self) -> Image.Image:
        return self.image.resize((self.size, self.size), Image.Resampling.BOX)


def on_diagonal(distance: float) -> Point:
    """Return the point at a distance from the centre, up and to the right."""
    return distance * cos(radians(45)), distance * sin(radians(45))


def draw_baton(drawing: Drawing) -> Image.Image:
    mask = Mask(drawing.size)
    mask.line(on_diagonal(-drawing.baton), on_diagonal(drawing.baton), drawing.baton_width)
    return mask.smooth()


def draw_hand(drawing: Drawing, side: int) -> Image.Image:
    """Draw the cupped hand at the lower (-1) or the upper (1) end of the baton."""
    mask = Mask(drawing.size)
    towards = 45 if side > 0 else 225
    degrees = range(towards - drawing.sweep, towards + drawing.sweep + 1, 2)
    mask.arc(on_diagonal(side * drawing.hand), drawing.hand_radius, degrees, drawing.hand_width)
    return mask.smooth()


def draw_colour() -> Image.Image:
    picture = Image.new("RGB", (COLOUR.size, COLOUR.size), INDIGO)
    for mask, colour in layers(COLOUR):
        picture.paste(colour, (0, 0), mask)
    return picture


def draw_outline() -> Image.Image:
    """Draw all in white and keep the shape in the transparency, as Teams recolours it."""
    picture = Image.new("RGBA", (OUTLINE.size, OUTLINE.size), (*WHITE, 0))
    alpha = Image.new("L", picture.size, 0)
    for mask, _ in layers(OUTLINE):
        alpha.paste(255, (0, 0), mask)
    picture.putalpha(alpha)
    return picture


def layers(drawing: Drawing) -> tuple[tuple[Image.Image, Rgb], ...]:
    return (
        (draw_hand(drawing, -1), WHITE),
        (draw_hand(drawing, 1), SKY),
        (draw_baton(drawing), AMBER),
    )


if __name__ == "__main__":
    draw_colour().save(ICONS_DIR / "color.png", optimize=True)
    draw_outline().save(ICONS_DIR / "outline.png", optimize=True)
