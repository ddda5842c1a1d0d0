#!/usr/bin/env bash
# Print the Chromium that the end-to-end tests drive; install Debian's when there is none and we may.
set -euo pipefail

find_chromium() {
    if [[ -n "${MAS_HUB_CHROMIUM:-}" ]]; then
        command -v "$MAS_HUB_CHROMIUM" || {
            echo "MAS_HUB_CHROMIUM is $MAS_HUB_CHROMIUM, which cannot be run." >&2
            exit 1
        }
        return
    fi
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

find_chromium && exit 0

as_root=()
if [[ $(id -u) -ne 0 ]]; then as_root=(sudo -n); fi
if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
    echo "Installing Chromium for the end-to-end tests (a few minutes, once)"
    "${as_root[@]}" apt-get -qq update
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install -y --no-install-recommends chromium fonts-dejavu-core >/dev/null
    find_chromium && exit 0
fi

echo "The end-to-end tests need Chromium and none was found." >&2
echo "Install it (Debian: apt-get install chromium), or set MAS_HUB_CHROMIUM to its path, then run make test again." >&2
exit 1
