#!/bin/sh
# The library's public API is what docs/public-api.txt lists: a change to it is seen in a review, and a line that goes or
# changes wants a new minor version (a major one after 1.0). `--update` writes the list.
set -eu
cd "$(dirname "$0")/.."
list=docs/public-api.txt
found=$(mktemp)
trap 'rm -f "$found"' EXIT
target=${CARGO_TARGET_DIR:-target}
# The JSON is not stable yet; the variable is how a stable toolchain gives it.
RUSTC_BOOTSTRAP=1 cargo rustdoc --quiet --locked -p beian --lib --all-features --target-dir "$target/public-api" \
    -- -Z unstable-options --output-format json
cargo run --quiet --locked --manifest-path tools/public-api/Cargo.toml --target-dir "$target/public-api" \
    -- "$target/public-api/doc/beian.json" >"$found"
if [ "${1:-}" = --update ]; then
    cp "$found" "$list"
elif ! diff -u "$list" "$found"; then
    echo "The public API is not what $list says: if that is meant, run tools/public-api.sh --update and commit it."
    exit 1
fi
