#!/bin/sh
# The image of PostgreSQL runs this once, when its volume is empty. The passwords go by a file that only this user can
# read: a command line can be read by others.
set -eu
umask 077
variables=$(mktemp)
trap 'rm -f "$variables"' EXIT
cat >"$variables" <<END
\\set owner '${POSTGRES_OWNER:-krachtwijken_owner}'
\\set owner_password '$POSTGRES_OWNER_PASSWORD'
\\set site '${POSTGRES_SITE:-krachtwijken}'
\\set site_password '$POSTGRES_SITE_PASSWORD'
END
psql -q --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -f "$variables" -f "${ROLES_SQL:-/roles/roles.sql}"
