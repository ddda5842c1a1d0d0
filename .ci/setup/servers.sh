#!/usr/bin/env bash
# Print the PostgreSQL, Redis and nginx that the tests of several workers start; install Debian's when one is missing
# and we may.
set -euo pipefail

find_postgresql() {
    local newest
    newest=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1) || true
    if [[ -n "$newest" ]]; then dirname "$newest"; else dirname "$(command -v initdb)" 2>/dev/null; fi
}
find_one() { PATH="$PATH:/usr/sbin:/sbin" command -v "$1"; }
find_all() { find_postgresql && find_one redis-server && find_one nginx && find_one openssl; }

found=$(find_all) && { echo "$found"; exit 0; }

as_root=()
if [[ $(id -u) -ne 0 ]]; then as_root=(sudo -n); fi
if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
    echo "Installing PostgreSQL, Redis and nginx for the tests of several workers (a minute, once)" >&2
    "${as_root[@]}" apt-get -qq update
    # RUNLEVEL=1: none of them is started as a service; the tests start their own, on free ports.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -qq install -y --no-install-recommends \
        postgresql redis-server nginx-light openssl >/dev/null
    found=$(find_all) && { echo "$found"; exit 0; }
fi

echo "The tests of several workers need PostgreSQL, Redis, nginx and openssl, and not all of them were found." >&2
echo "Install them (Debian: apt-get install postgresql redis-server nginx-light openssl), then run make test again." >&2
exit 1
