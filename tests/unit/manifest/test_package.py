"""The package that is built: what is in it, that Microsoft's schema takes it, that it is reproducible."""

import io
import json
import os
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft4Validator

from manifest.package import PARTS_DIR, PROJECT_FILE, build_package, project_version
from manifest.settings import PackageSettings

CONTRACTS = PROJECT_FILE.parent.parent / "shared" / "contracts"


def unzip(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def manifest_of(settings: PackageSettings) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(unzip(build_package(settings))["manifest.json"])
    return manifest


def schema_errors(schema_name: str, value: Any) -> list[str]:
    path = CONTRACTS / schema_name
    if not path.is_file():
        reason = f"Microsoft's schema is not on this machine ({schema_name} in ../shared/contracts)"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    validator = Draft4Validator(json.loads(path.read_text("utf-8")))
    return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(value)]


def test_the_package_holds_the_manifest_its_icons_and_its_languages(settings: PackageSettings) -> None:
    assert sorted(unzip(build_package(settings))) == ["color.png", "de.json", "manifest.json", "outline.png"]


def test_the_manifest_is_filled_from_the_settings(settings: PackageSettings) -> None:
    manifest = manifest_of(settings)
    assert manifest["manifestVersion"] == "1.25"
    assert manifest["version"] == project_version()
    assert manifest["id"] == manifest["bots"][0]["botId"] == "7c1d3f52-9c58-4f0e-8a4e-2b6f6d1c0b9a"
    assert manifest["name"]["short"] == "Baton"
    assert manifest["validDomains"] == ["baton.contoso.com"]
    assert manifest["developer"] == {
        "name": "Baton",
        "websiteUrl": "https://baton.contoso.com",
        "privacyUrl": "https://baton.contoso.com/privacy",
        "termsOfUseUrl": "https://baton.contoso.com/terms",
    }


def test_the_developer_block_can_be_set(settings: PackageSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {
        "BATON_DEVELOPER_NAME": "Contoso Sales IT",
        "BATON_WEBSITE_URL": "https://contoso.com/baton",
        "BATON_PRIVACY_URL": "https://contoso.com/privacy",
        "BATON_TERMS_OF_USE_URL": "https://contoso.com/terms",
    }
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)
    assert list(manifest_of(PackageSettings())["developer"].values()) == list(wanted.values())


def test_the_bot_is_offered_in_every_chat_with_commands_for_each(settings: PackageSettings) -> None:
    (bot,) = manifest_of(settings)["bots"]
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    titles = {
        scope: {command["title"] for command in commands["commands"]}
        for commands in bot["commandLists"]
        for scope in commands["scopes"]
    }
    assert set(titles) == {"personal", "team", "groupChat"}
    private = {"profile", "I'm a CSAM", "what do you know about me", "delete my data", "unanswered"}
    assert private | {"help"} <= titles["personal"]
    assert "help" in titles["team"]
    assert not private & titles["team"]


def test_microsofts_schema_takes_the_manifest(settings: PackageSettings) -> None:
    assert schema_errors("teams-manifest-1.25.schema.json", manifest_of(settings)) == []


def test_microsofts_schema_takes_every_language(settings: PackageSettings) -> None:
    files = unzip(build_package(settings))
    for language in manifest_of(settings)["localizationInfo"]["additionalLanguages"]:
        strings = json.loads(files[language["file"]])
        assert schema_errors("teams-manifest-1.25.localization.schema.json", strings) == []


def test_the_schema_check_would_notice(settings: PackageSettings) -> None:
    spoilt = manifest_of(settings) | {"accentColor": "blue"}
    assert schema_errors("teams-manifest-1.25.schema.json", spoilt)


def test_commands_keep_the_words_that_baton_understands() -> None:
    strings = json.loads((PARTS_DIR / "de.json").read_text("utf-8"))
    assert not [key for key in strings if key.endswith(".title")]


def test_equal_input_gives_equal_bytes(settings: PackageSettings, parts: Path) -> None:
    first = build_package(settings, parts)
    for part in parts.iterdir():
        os.utime(part, (time.time() + 86_400, time.time() + 86_400))
    assert build_package(settings, parts) == first


def test_each_entry_has_the_fixed_moment_and_no_compression(settings: PackageSettings) -> None:
    with zipfile.ZipFile(io.BytesIO(build_package(settings))) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.compress_type == zipfile.ZIP_STORED
        assert archive.namelist() == sorted(archive.namelist())
