#!/usr/bin/env bash
# Print where the tests of one server put their files: into memory where there is room, else to where temporary files go.
# They make thousands of small databases, and each commit in one of them would wait for the disk. Tests of several servers,
# and those that kill servers, write to the disk.
set -euo pipefail

needed=$((3 * 1024 * 1024)) # KiB; a run takes less than a tenth of it
free=$(df --output=avail --block-size=1K /dev/shm 2>/dev/null | tail -1) || true
available=$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo 2>/dev/null) || true

if [[ -z "${TMPDIR:-}" && -w /dev/shm && "${free:-0}" -ge "$needed" && "${available:-0}" -ge "$needed" ]]; then
    echo /dev/shm
else
    echo "${TMPDIR:-/tmp}"
fi
