"""Put the package together: read the parts, fill the template, check, zip."""

import io
import json
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from manifest import check
from manifest.settings import PackageSettings
from manifest.template import fill

PARTS_DIR = Path(__file__).parent
PROJECT_FILE = PARTS_DIR.parent / "pyproject.toml"
TEMPLATE = "manifest.template.json"
SIGN_IN = "webApplicationInfo"
SIGN_IN_DOMAIN = "${SIGN_IN_DOMAIN}"
# A zip cannot be older; one fixed moment makes equal input give equal bytes.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE = 0o644 << 16
# Where settings are at fault, these fill the template, so that its own texts are checked all the same.
STAND_INS = {
    "APP_VERSION": "1.0.0",
    "APP_ID": "7c1d3f52-9c58-4f0e-8a4e-2b6f6d1c0b9a",
    "SIGN_IN_DOMAIN": "token.botframework.com",
    "SIGN_IN_APP_ID": "7c1d3f52-9c58-4f0e-8a4e-2b6f6d1c0b9a",
    "DEVELOPER_NAME": "Baton",
    "PUBLIC_DOMAIN": "baton.contoso.com",
    "WEBSITE_URL": "https://baton.contoso.com",
    "PRIVACY_URL": "https://baton.contoso.com/privacy",
    "TERMS_OF_USE_URL": "https://baton.contoso.com/terms",
}


class PackageError(Exception):
    """The package cannot be built; `problems` names every reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def build_package(settings: PackageSettings, parts_dir: Path = PARTS_DIR) -> bytes:
    """Return the checked app package as the bytes of a zip, or raise PackageError."""
    faults = list(settings.problems())
    values = STAND_INS if faults else settings.placeholders(project_version())
    template = parse_json(TEMPLATE, read_part(parts_dir / TEMPLATE), faults)
    if not settings.signs_in:
        template = without_sign_in(template)
    manifest = fill(template, values)
    files = read_files(parts_dir, named_files(manifest))
    if manifest:
        faults += part_problems(manifest, files)
    if faults:
        raise PackageError(faults)
    return zip_files({"manifest.json": write_json(manifest), **files})


def without_sign_in(template: Mapping[str, Any]) -> dict[str, Any]:
    """Return the template for a bot at which nobody signs in: Teams then asks for no consent."""
    kept = {name: value for name, value in template.items() if name != SIGN_IN}
    if "validDomains" in kept:
        kept["validDomains"] = [domain for domain in kept["validDomains"] if domain != SIGN_IN_DOMAIN]
    return kept


def part_problems(manifest: dict[str, Any], files: Mapping[str, bytes]) -> list[str]:
    faults: list[str] = []
    languages = {
        name: language
        for name, data in files.items()
        if name.endswith(".json") and (language := parse_json(name, data, faults))
    }
    faults += check.manifest_problems(manifest)
    faults += check.icon_problems(manifest, files)
    faults += check.language_problems(manifest, files, languages)
    return faults


def project_version() -> str:
    return str(tomllib.loads(PROJECT_FILE.read_text("utf-8"))["project"]["version"])


def named_files(manifest: Mapping[str, Any]) -> list[str]:
    """Return the files that a manifest speaks of."""
    languages = manifest.get("localizationInfo", {}).get("additionalLanguages", [])
    return [*manifest.get("icons", {}).values(), *(one.get("file", "") for one in languages)]


def read_part(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackageError([f"{path.name}: cannot be read ({error.strerror})."]) from error


def read_files(parts_dir: Path, names: list[str]) -> dict[str, bytes]:
    """Read the parts that are there; the checks name the missing ones."""
    return {name: read_part(parts_dir / name) for name in names if (parts_dir / name).is_file()}


def parse_json(name: str, data: bytes, faults: list[str]) -> dict[str, Any]:
    """Return a JSON object; what keeps it from being one is added to the faults."""
    try:
        value = json.loads(data)
    except ValueError as error:
        faults.append(f"{name}: is not JSON ({error}).")
        return {}
    if not isinstance(value, dict):
        faults.append(f"{name}: is not a JSON object.")
        return {}
    return value


def write_json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """Zip in a fixed order, uncompressed: compressors differ from machine to machine."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.create_system, entry.external_attr = UNIX, READABLE
            archive.writestr(entry, files[name])
    return packed.getvalue()
