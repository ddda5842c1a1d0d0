#!/usr/bin/env bash
# Write what the product is made of into dist/, as CycloneDX, using $1, a Python; the tool lives only as long as this takes.
# The Python packages are the pinned ones, the frontend's those of its lock file: neither has to be installed.
set -euo pipefail

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"$1" -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0

mkdir -p dist
PYTHONWARNINGS=ignore "$tools/bin/cyclonedx-py" requirements requirements.txt \
    --pyproject pyproject.toml --output-reproducible --output-format JSON --output-file dist/sbom-python.json
npm --prefix frontend sbom --package-lock-only --sbom-format cyclonedx --sbom-type application >"$tools/frontend.json"
mv "$tools/frontend.json" dist/sbom-frontend.json
echo "dist/sbom-python.json and dist/sbom-frontend.json say what the product is made of."
