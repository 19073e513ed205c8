"""What the Teams schema cannot check, and its lengths again, so that a build without it is safe."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from manifest import png
from manifest.template import left_over

COLOUR_SIDE = 192
OUTLINE_SIDE = 32
MAX_COMMANDS = 12
MAX_COMMAND_LISTS = 3
MAX_DOMAINS = 16
# Longest text by path; a number in brackets stands for any.
MAX_LENGTHS = {
    "version": 256,
    "developer.name": 32,
    "developer.websiteUrl": 2048,
    "developer.privacyUrl": 2048,
    "developer.termsOfUseUrl": 2048,
    "name.short": 30,
    "name.full": 100,
    "description.short": 80,
    "description.full": 4000,
    "bots[].commandLists[].commands[].title": 128,
    "bots[].commandLists[].commands[].description": 4000,
    "validDomains[]": 2048,
}
INDEX = re.compile(r"\[\d+\]")
VERSION = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}")
# A language that lacks one of these would mix two languages in one view.
REQUIRED_TRANSLATIONS = re.compile(r"name\.\w+|description\.\w+|bots\[0\]\..*\.description")


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a JSON value with its path, as the Teams language files write it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from texts(inner, f"{path}[{n}]")


def text_problems(file: str, pairs: Iterator[tuple[str, str]]) -> Iterator[str]:
    """Yield empty and overlong texts and placeholders left over."""
    for path, text in pairs:
        longest = MAX_LENGTHS.get(INDEX.sub("[]", path), len(text))
        if not text.strip():
            yield f"{file}: {path} is empty."
        if len(text) > longest:
            yield f"{file}: {path} has {len(text)} characters; Teams takes {longest}."
        if found := left_over(text):
            yield f"{file}: {path} still has the placeholder {found!r}."


def manifest_problems(manifest: dict[str, Any]) -> Iterator[str]:
    file = "manifest.json"
    yield from text_problems(file, texts(manifest))
    present = dict(texts(manifest))
    required = (path for path in MAX_LENGTHS if "[]" not in path)
    yield from (f"{file}: {path} is missing." for path in required if path not in present)
    if not VERSION.fullmatch(manifest.get("version", "")):
        yield f"{file}: version {manifest.get('version')!r} is not three numbers such as 1.0.0."
    if len(manifest.get("validDomains", [])) > MAX_DOMAINS:
        yield f"{file}: more than {MAX_DOMAINS} valid domains."
    for bot in manifest.get("bots", []):
        yield from command_problems(file, bot)


def command_problems(file: str, bot: dict[str, Any]) -> Iterator[str]:
    lists = bot.get("commandLists", [])
    if len(lists) > MAX_COMMAND_LISTS:
        yield f"{file}: more than {MAX_COMMAND_LISTS} command lists."
    listed: set[str] = set()
    for commands in lists:
        where = "/".join(commands.get("scopes", []))
        titles = [command.get("title", "").casefold() for command in commands.get("commands", [])]
        if len(titles) > MAX_COMMANDS:
            yield f"{file}: {len(titles)} commands for {where}; Teams takes {MAX_COMMANDS}."
        yield from (f"{file}: {title!r} is twice in the commands for {where}." for title in repeated(titles))
        for scope in commands.get("scopes", []):
            if scope in listed:
                yield f"{file}: two command lists for {scope}."
            if scope not in bot.get("scopes", []):
                yield f"{file}: commands for {scope}, where the bot is not."
            listed.add(scope)


def repeated(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def language_problems(
    manifest: dict[str, Any], files: Mapping[str, bytes], read: Mapping[str, dict[str, Any]]
) -> Iterator[str]:
    """Yield missing files, and texts that a language lacks or that nothing shows."""
    info = manifest.get("localizationInfo", {})
    languages = info.get("additionalLanguages", [])
    tags = [
        info.get("defaultLanguageTag", "").lower(),
        *(one.get("languageTag", "").lower() for one in languages),
    ]
    yield from (f"manifest.json: language {tag} is named twice." for tag in repeated(tags))
    shown = dict(texts(manifest))
    for name in (one.get("file", "") for one in languages):
        if name in read:
            yield from translation_problems(name, read[name], shown)
        elif name not in files:
            yield f"{name}: the file is missing."


def translation_problems(name: str, language: dict[str, Any], shown: Mapping[str, str]) -> Iterator[str]:
    given = {key: text for key, text in language.items() if key != "$schema"}
    yield from (f"{name}: {key} is not a text." for key, text in given.items() if not isinstance(text, str))
    yield from text_problems(name, ((key, text) for key, text in given.items() if isinstance(text, str)))
    yield from (f"{name}: {key} names nothing in manifest.json." for key in given if key not in shown)
    wanted = (path for path in shown if REQUIRED_TRANSLATIONS.fullmatch(path))
    yield from (f"{name}: {path} is not translated." for path in wanted if path not in given)


def icon_problems(manifest: dict[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    for kind, side in (("color", COLOUR_SIDE), ("outline", OUTLINE_SIDE)):
        name = manifest.get("icons", {}).get(kind, "")
        if name not in files:
            yield f"{name or kind}: the icon is missing."
            continue
        try:
            yield from size_problems(name, files[name], side)
            if kind == "outline":
                yield from outline_problems(name, files[name])
        except png.PngError as error:
            yield f"{name}: {error}."


def size_problems(name: str, data: bytes, side: int) -> Iterator[str]:
    header = png.read_header(data)
    if (header.width, header.height) != (side, side):
        yield f"{name}: is {header.width}x{header.height}; Teams wants {side}x{side} pixels."


def outline_problems(name: str, data: bytes) -> Iterator[str]:
    """Yield what keeps Teams from recolouring the outline icon: it must be white on nothing."""
    pixels = png.read_rgba(data)
    if all(alpha > 0 for *_, alpha in pixels):
        yield f"{name}: has no transparent background."
    if all(alpha == 0 for *_, alpha in pixels):
        yield f"{name}: is wholly transparent."
    if any(alpha > 0 and (red, green, blue) != (255, 255, 255) for red, green, blue, alpha in pixels):
        yield f"{name}: has visible pixels that are not white."
