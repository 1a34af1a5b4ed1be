"""docker-compose.yml, the Dockerfile and the names they pass on, without a container engine."""

import ast
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = Path(__file__).parent / "vendor" / "compose-spec.json"
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
FILE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
ONE_SHOT = {"prepare"}
# Read by the images, not by us.
FOREIGN = {"postgres", "elasticsearch", "redis", "mail", "proxy"}
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z_]+)(:?[-?][^}]*)?\}")
SECRET = re.compile(r"SECRET|PASSWORD|_KEY")


def known_names() -> set[str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return {line.split("=")[0] for line in lines if line and not line.startswith("#")}


def names_read_by_code() -> set[str]:
    """Names in `env.text("NAME")` and its kind, and in `os.environ`."""
    found = set()
    for path in [*(ROOT / "site").rglob("*.py"), *(ROOT / "deploy").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                if re.search(
                    r"(env\.(text|flag|number|words)|environ\.get|_number)$", ast.unparse(node.func)
                ):
                    found.add(str(node.args[0].value))
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                found.add(str(getattr(node.slice, "value", "")))
    return found


def test_file_follows_the_compose_specification() -> None:
    # This edition of the schema is older than the key `name`.
    file = {key: value for key, value in FILE.items() if key != "name"}
    jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(file)


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_closed_in(name: str) -> None:
    service = SERVICES[name]
    user = str(service["user"]).split(":")[0]
    assert user.isdecimal()
    assert int(user) > 0
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not {"privileged", "cap_add", "network_mode", "pid", "devices"} & set(service)
    assert service.get("read_only") or name == "elasticsearch", "writes its keystore in its own folder"
    assert not any("docker.sock" in str(volume) for volume in service.get("volumes", []))


@pytest.mark.parametrize("name", SERVICES)
def test_service_has_limits(name: str) -> None:
    assert set(SERVICES[name]["deploy"]["resources"]["limits"]) == {"cpus", "memory"}
    assert SERVICES[name]["pids_limit"] > 0


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONE_SHOT))
def test_service_says_whether_it_is_healthy(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] in {"CMD", "CMD-SHELL"}
    assert {"interval", "timeout", "retries"} <= set(check)


@pytest.mark.parametrize("name", SERVICES)
def test_who_waits_waits_for_health_or_for_the_end(name: str) -> None:
    for other, wait in (SERVICES[name].get("depends_on") or {}).items():
        wanted = "service_completed_successfully" if other in ONE_SHOT else "service_healthy"
        assert wait["condition"] == wanted, other


@pytest.mark.parametrize("name", SERVICES)
def test_image_has_a_version(name: str) -> None:
    image, _, tag = SERVICES[name]["image"].partition(":")
    assert image
    assert tag
    assert "latest" not in tag


def test_only_the_proxy_is_open_to_the_world() -> None:
    for name, service in SERVICES.items():
        for port in service.get("ports", []):
            assert name == "proxy" or str(port).startswith("127.0.0.1:"), (name, port)


def test_stores_stand_on_a_network_without_a_way_out() -> None:
    assert FILE["networks"]["back"]["internal"] is True
    for name in ("postgres", "elasticsearch", "redis"):
        assert SERVICES[name]["networks"] == ["back"]
    assert SERVICES["proxy"]["networks"] == ["front"], "the proxy reaches no store"


def test_volumes_are_named_and_declared() -> None:
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if volume[0] not in "./$"
    }
    assert used == set(FILE["volumes"])


def test_secrets_come_from_the_environment_and_refuse_to_be_empty() -> None:
    for name, service in SERVICES.items():
        for variable, value in (service.get("environment") or {}).items():
            if SECRET.search(variable) and "ssl" not in variable:
                assert VARIABLE.search(str(value)), (name, variable)
    optional = {"EMAIL_HOST_PASSWORD", "INBOUND_IMAP_PASSWORD"}
    for variable, rest in VARIABLE.findall(TEXT):
        if SECRET.search(variable) and variable not in optional:
            assert rest.startswith(":?"), variable


def test_every_name_is_in_the_example_of_the_environment() -> None:
    assert {name for name, _ in VARIABLE.findall(TEXT)} <= known_names()
    assert names_read_by_code() - {"PYTEST_XDIST_WORKER"} <= known_names()


@pytest.mark.parametrize("name", sorted(set(SERVICES) - FOREIGN))
def test_every_name_that_is_passed_on_is_read_by_somebody(name: str) -> None:
    assert set(SERVICES[name]["environment"]) - {"DJANGO_SETTINGS_MODULE"} <= names_read_by_code()


def test_commands_exist() -> None:
    for name in sorted(set(SERVICES) - FOREIGN):
        command = SERVICES[name].get("command", [])
        if command:
            assert command[:2] == ["python", "manage.py"]
            assert command[2] in get_commands()


def test_web_processes_leave_the_outbox_to_the_workers() -> None:
    assert all(not SERVICES[name]["environment"]["OUTBOX_EMBEDDED"] for name in ("web", "worker", "prepare"))


def test_linter_finds_nothing_serious() -> None:
    lint = shutil.which("compose-lint", path=str(ROOT / ".venv" / "bin"))
    assert lint
    answer = subprocess.run(
        [lint, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout


def test_compose_itself_accepts_the_file() -> None:
    docker = shutil.which("docker")
    if (
        docker is None
        or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode
    ):
        pytest.skip("no docker compose on this machine")
    given = {name: "x" for name, rest in VARIABLE.findall(TEXT) if rest.startswith(":?")}
    answer = subprocess.run(
        [docker, "compose", "config", "--quiet"],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr


# The image


def stages() -> list[str]:
    return re.split(r"^(?=FROM )", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]


def test_dockerfile_has_no_complaints() -> None:
    lint = shutil.which("hadolint", path=str(ROOT / ".venv" / "bin"))
    assert lint
    answer = subprocess.run([lint, "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout) == (0, "")


def test_torch_and_the_key_of_the_build_stay_behind() -> None:
    *_, last = stages()
    assert len(stages()) == 3
    assert "install.py" not in last
    assert "SECRET_KEY" not in last
    copied = [line for line in last.splitlines() if line.startswith("COPY --from=model")]
    assert all("/app/var/" in line for line in copied)
    assert "torch" not in (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")


def test_image_runs_as_somebody_and_says_whether_it_is_healthy() -> None:
    *_, last = stages()
    user = re.findall(r"^USER (\d+):\d+$", last, flags=re.MULTILINE)
    assert user == [SERVICES["web"]["user"].split(":")[0]]
    assert "HEALTHCHECK" in last


def test_secrets_never_enter_the_build() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {".env", ".git", "var", "**/*.key"} <= set(ignored)


# Roles in the database


def role_of(name: str) -> str:
    return str(SERVICES[name]["environment"]["DATABASE_URL"]).removeprefix("postgres://").split(":")[0]


def test_site_is_no_superuser_and_only_the_migrations_come_as_the_owner() -> None:
    superuser = SERVICES["postgres"]["environment"]["POSTGRES_USER"]
    assert superuser not in {role_of(name) for name in ("web", "worker", "prepare")}
    assert role_of("web") == role_of("worker") == SERVICES["web"]["environment"]["DATABASE_SITE_ROLE"]
    assert role_of("prepare") != role_of("web")


def test_both_roles_are_made_with_the_names_that_the_parts_use() -> None:
    made = (ROOT / "deploy" / "postgres" / "make-roles.sh").read_text(encoding="utf-8")
    assert f"${{POSTGRES_SITE:-{role_of('web')}}}" in made
    assert f"${{POSTGRES_OWNER:-{role_of('prepare')}}}" in made
    mounted = " ".join(SERVICES["postgres"]["volumes"])
    assert "./deploy/postgres/make-roles.sh:/docker-entrypoint-initdb.d/" in mounted
    assert "./deploy/postgres/roles.sql:/roles/roles.sql" in mounted
