#!/usr/bin/env bash
# Ask the registries for known weaknesses of what is pinned, using $1, a Python; the tool lives only as long as this takes.
# Ends with 0 when both answered and know of none, 1 when one is known, 2 when something could not be asked.
set -uo pipefail

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
known=0 unasked=0

# What pip-audit finds no answer for it calls skipped, and says all the same that nothing is known.
read_python='
import json, sys
packages = json.load(open(sys.argv[1]))["dependencies"]
skipped = [each["name"] for each in packages if "skip_reason" in each]
weak = [(each, one) for each in packages for one in each.get("vulns", ())]
for each, one in weak:
    print(each["name"], each["version"] + ":", one["id"], "mended in", ", ".join(one["fix_versions"]) or "no version yet")
if skipped:
    print(f"No registry knew of {len(skipped)} of {len(packages)} packages:", ", ".join(skipped), file=sys.stderr)
sys.exit(1 * bool(weak) + 2 * bool(skipped))
'
"$1" -m venv "$tools/venv" && "$tools/venv/bin/pip" install --quiet --disable-pip-version-check pip-audit==2.10.1 &&
    "$tools/venv/bin/pip-audit" --requirement requirements.txt --require-hashes --disable-pip --progress-spinner off \
        --format json --output "$tools/python.json" 2>"$tools/python.log"
if [ ! -s "$tools/python.json" ]; then
    [ ! -f "$tools/python.log" ] || tail -n 1 "$tools/python.log" >&2
    echo "Python packages: NOT CHECKED, nobody answered." >&2
    unasked=1
else
    "$1" -c "$read_python" "$tools/python.json"
    case $? in
        0) echo "Python packages: no weakness is known." ;;
        1) echo "Python packages: weaknesses are known." && known=1 ;;
        2) echo "Python packages: NOT CHECKED, those above." >&2 && unasked=1 ;;
        *) echo "Python packages: weaknesses are known, and some could NOT BE CHECKED." >&2 && known=1 ;;
    esac
fi

npm --prefix frontend audit --package-lock-only --json >"$tools/frontend.json" 2>/dev/null
ended=$?
if ! grep -q '"auditReportVersion"' "$tools/frontend.json"; then
    echo "Frontend's packages: NOT CHECKED, nobody answered." >&2
    unasked=1
elif [ "$ended" -ne 0 ]; then
    npm --prefix frontend audit --package-lock-only
    echo "Frontend's packages: weaknesses are known."
    known=1
else
    echo "Frontend's packages: no weakness is known."
fi

if [ "$known" -ne 0 ]; then exit 1; fi
if [ "$unasked" -ne 0 ]; then exit 2; fi
