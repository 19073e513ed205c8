"""Each fault of a part stops the build with a sentence that names the part."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from manifest.package import TEMPLATE, PackageError, build_package
from manifest.settings import PackageSettings

Change = Callable[[dict[str, Any]], Any]
Edit = Callable[[str, Change], Path]

FIRST_COMMAND = "bots[0].commandLists[0].commands[0]"


def problems_of(settings: PackageSettings, parts: Path) -> list[str]:
    with pytest.raises(PackageError) as caught:
        build_package(settings, parts)
    return caught.value.problems


def commands(manifest: dict[str, Any], which: int = 0) -> Any:
    return manifest["bots"][0]["commandLists"][which]["commands"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda m: m["name"].update(short="B" * 31), "name.short has 31 characters; Teams takes 30."),
        (lambda m: m["name"].update(full="B" * 101), "name.full has 101 characters; Teams takes 100."),
        (
            lambda m: m["description"].update(short="B" * 81),
            "description.short has 81 characters; Teams takes 80.",
        ),
        (lambda m: m["description"].update(full="B" * 4001), "description.full has 4001"),
        (lambda m: m["description"].update(full=" "), "description.full is empty."),
        (lambda m: m["name"].pop("short"), "name.short is missing."),
        (lambda m: m.update(version="1.0"), "version '1.0' is not three numbers"),
        (
            lambda m: m["name"].update(full="${APP_NAME}"),
            "name.full still has the placeholder '${APP_NAME}'.",
        ),
        (lambda m: m["name"].update(full="{{name}}"), "name.full still has the placeholder '{{name}}'."),
        (lambda m: m["name"].update(full="<app name>"), "still has the placeholder '<app name>'."),
        (lambda m: m["name"].update(full="%NAME%"), "still has the placeholder '%NAME%'."),
        (lambda m: m["name"].update(full="Todo"), "still has the placeholder 'Todo'."),
        (lambda m: m.update(validDomains=["a.contoso.com"] * 17), "more than 16 valid domains."),
        (lambda m: commands(m)[0].update(title="t" * 129), f"{FIRST_COMMAND}.title has 129 characters"),
        (lambda m: commands(m)[0].update(description=""), f"{FIRST_COMMAND}.description is empty."),
        (
            lambda m: commands(m, 1).append(commands(m, 1)[0]),
            "'help' is twice in the commands for team/groupChat.",
        ),
        (lambda m: commands(m).extend(commands(m)[:3]), "13 commands for personal; Teams takes 12."),
        (
            lambda m: m["bots"][0]["commandLists"][1].update(scopes=["personal"]),
            "two command lists for personal.",
        ),
        (
            lambda m: m["bots"][0].update(scopes=["personal", "team"]),
            "commands for groupChat, where the bot is not.",
        ),
        (lambda m: m["bots"][0]["commandLists"].extend([{}, {}]), "more than 3 command lists."),
        (lambda m: m["localizationInfo"].update(defaultLanguageTag="de"), "language de is named twice."),
    ],
)
def test_a_fault_in_the_template_is_told(
    settings: PackageSettings, edit: Edit, change: Change, told: str
) -> None:
    problems = problems_of(settings, edit(TEMPLATE, change))
    assert [problem for problem in problems if problem.startswith("manifest.json: ") and told in problem]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda s: s.update({"name.short": "B" * 31}), "name.short has 31 characters; Teams takes 30."),
        (lambda s: s.pop("description.full"), "description.full is not translated."),
        (lambda s: s.pop(f"{FIRST_COMMAND}.description"), f"{FIRST_COMMAND}.description is not translated."),
        (lambda s: s.update({"name.middle": "B"}), "name.middle names nothing in manifest.json."),
        (lambda s: s.update({"name.short": 5}), "name.short is not a text."),
        (lambda s: s.update({"name.short": "${NAME}"}), "name.short still has the placeholder '${NAME}'."),
    ],
)
def test_a_fault_in_a_language_is_told(
    settings: PackageSettings, edit: Edit, change: Change, told: str
) -> None:
    assert problems_of(settings, edit("de.json", change)) == [f"de.json: {told}"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("color.png", "color.png: the icon is missing."),
        ("outline.png", "outline.png: the icon is missing."),
        ("de.json", "de.json: the file is missing."),
        (TEMPLATE, f"{TEMPLATE}: cannot be read (No such file or directory)."),
    ],
)
def test_a_missing_part_is_told(settings: PackageSettings, parts: Path, name: str, told: str) -> None:
    (parts / name).unlink()
    assert problems_of(settings, parts) == [told]


@pytest.mark.parametrize("name", [TEMPLATE, "de.json"])
@pytest.mark.parametrize(
    ("data", "told"),
    [(b"{", "is not JSON"), (b"\xff\xfe\x00", "is not JSON"), (b"[]", "is not a JSON object.")],
)
def test_a_damaged_text_part_is_told(
    settings: PackageSettings, parts: Path, name: str, data: bytes, told: str
) -> None:
    (parts / name).write_bytes(data)
    (problem,) = problems_of(settings, parts)
    assert problem.startswith(f"{name}: {told}")


@pytest.mark.parametrize(
    ("name", "mode", "size", "colour", "told"),
    [
        ("color.png", "RGB", (191, 192), "blue", "is 191x192; Teams wants 192x192 pixels."),
        ("outline.png", "RGBA", (33, 32), (255, 255, 255, 0), "is 33x32; Teams wants 32x32 pixels."),
        ("outline.png", "RGB", (32, 32), "white", "is not a plain 8-bit PNG with transparency."),
        ("outline.png", "RGBA", (32, 32), (255, 255, 255, 255), "has no transparent background."),
        ("outline.png", "RGBA", (32, 32), (255, 255, 255, 0), "is wholly transparent."),
        ("outline.png", "RGBA", (32, 32), (255, 0, 0, 128), "has visible pixels that are not white."),
    ],
)
def test_a_wrong_icon_is_told(
    settings: PackageSettings,
    parts: Path,
    name: str,
    mode: str,
    size: tuple[int, int],
    colour: Any,
    told: str,
) -> None:
    Image.new(mode, size, colour).save(parts / name)
    assert f"{name}: {told}" in problems_of(settings, parts)


def test_a_picture_of_another_kind_is_told(settings: PackageSettings, parts: Path) -> None:
    Image.new("RGB", (192, 192)).save(parts / "color.png", format="JPEG")
    assert problems_of(settings, parts) == ["color.png: is not a PNG."]


def test_faults_of_settings_and_parts_are_told_together(
    parts: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MicrosoftAppId", "baton")
    edit(TEMPLATE, lambda m: m["name"].update(short="B" * 31))
    (parts / "outline.png").unlink()
    told = "\n".join(problems_of(PackageSettings(), parts))
    for part in ("MicrosoftAppId", "BATON_PUBLIC_URL", "name.short", "outline.png"):
        assert part in told
