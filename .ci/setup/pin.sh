#!/usr/bin/env bash
# Pin every dependency of pyproject.toml with hashes, using $1, a Python; pip-tools lives only as long as this takes.
# The machine's own pip settings are left out: pins and hashes are those of the public index.
set -euo pipefail

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"$1" -m venv "$tools"
"$tools/bin/pip" install --quiet pip-tools==7.6.2

unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL
export PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND="make pins"
compile=("$tools/bin/pip-compile" --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host)
"${compile[@]}" --output-file requirements.txt pyproject.toml
"${compile[@]}" --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
