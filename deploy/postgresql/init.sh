#!/bin/sh
# For deploy/compose.yaml: PostgreSQL's image runs it once, while its volume is empty.
set -eu

run() {
    psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
        --set database="$POSTGRES_DB" --set owner=mas_hub_owner --set worker=mas_hub "$@"
}

run --file "${MAS_HUB_ROLES:-/etc/mas-hub/roles.sql}"
run --set owner_password="$MAS_HUB_POSTGRES_OWNER_PASSWORD" --set worker_password="$MAS_HUB_POSTGRES_PASSWORD" <<'SQL'
ALTER ROLE :"owner" PASSWORD :'owner_password';
ALTER ROLE :"worker" PASSWORD :'worker_password';
SQL
