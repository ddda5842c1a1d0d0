#!/usr/bin/env bash
# Make the virtual environment $1 with a Python of 3.11 or newer, or say what is missing.
set -euo pipefail

for python in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    if command -v "$python" >/dev/null && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "$python cannot make a virtual environment." >&2
            echo "Install its venv package (Debian, Ubuntu: apt-get install python3-venv), then run make again." >&2
            exit 1
        fi
        echo "Making the virtual environment with $("$python" --version)"
        exec "$python" -m venv --clear "$1"
    fi
done

echo "mas_hub needs Python 3.11 or newer; found $(python3 --version 2>/dev/null || echo none)." >&2
echo "Install it, or name it: make PYTHON=/path/to/python3.12 ..." >&2
exit 1
