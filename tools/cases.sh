#!/bin/sh
# Judges the cases of audits and public reports that stand beside the project (BEIAN_CASES, or ../shared), where they do:
# cases.sh BINARY. A row of tools/cases-open.txt may fail: it waits for other work, and is listed. Any other must hold.
set -eu
cd "$(dirname "$0")/.."
shared=${BEIAN_CASES:-../shared}
if [ ! -f "$shared/tools/cases.py" ]; then
    echo "SKIPPED: no cases beside the project"
    exit 0
fi
failed=$(mktemp)
trap 'rm -f "$failed"' EXIT
status=0
for folder in attack attack2 attack3 android harmony; do
    [ -f "$shared/corpus/cases/$folder/expected.jsonl" ] || continue
    printf '%s: ' "$folder"
    python3 "$shared/tools/cases.py" "$1" "$shared/corpus/cases/$folder" >"$failed" || true
    # The last line counts; the others are rows that are not as wanted, FOLDER/FILE first.
    tail -n 1 "$failed"
    tail -n 1 "$failed" | grep -q '^cases: ' || { cat "$failed"; exit 1; }
    for row in $(sed -n 's#^\([a-z0-9]*/[^:]*\): .*#\1#p' "$failed"); do
        if grep -qx "$row" tools/cases-open.txt; then
            echo "  open: $row"
        else
            echo "  FAILED: $(grep -F "$row: " "$failed")"
            status=1
        fi
    done
done
exit "$status"
