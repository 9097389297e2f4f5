#!/bin/sh
# Which lines of the library the tests run. Needs the LLVM tools of the compiler's own LLVM: rustup's `llvm-tools`, or Debian's
# package `llvm-NN` of that number (`rustc -vV` names it). Prints a table; what is left out is written to
# target/coverage/uncovered.txt.
set -eu
cd "$(dirname "$0")/.."
version=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
sysroot=$(rustc --print sysroot)
host=$(rustc -vV | sed -n 's/^host: //p')
for folder in "$sysroot/lib/rustlib/$host/bin" "/usr/lib/llvm-$version/bin"; do
    if [ -x "$folder/llvm-cov" ]; then tools=$folder; fi
done
if [ -z "${tools:-}" ]; then
    echo "no LLVM tools of version $version: rustup component add llvm-tools, or apt-get install llvm-$version"
    exit 1
fi
target=${CARGO_TARGET_DIR:-target}/coverage
mkdir -p "$target"
rm -rf "$target/raw"
export CARGO_TARGET_DIR="$target"
export RUSTFLAGS="-C instrument-coverage"
export LLVM_PROFILE_FILE="$PWD/$target/raw/%p-%8m.profraw"
case $target in /*) LLVM_PROFILE_FILE="$target/raw/%p-%8m.profraw" ;; esac
cargo test --workspace --locked --no-fail-fast --no-run --message-format=json 2>/dev/null |
    sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' | sort -u >"$target/binaries.txt"
cargo test --workspace --locked --no-fail-fast --quiet >"$target/tests.txt" 2>&1 || { tail -20 "$target/tests.txt"; exit 1; }
find "$target/raw" -name '*.profraw' >"$target/raw.txt"
"$tools/llvm-profdata" merge -sparse -f "$target/raw.txt" -o "$target/all.profdata"
set --
while read -r binary; do
    # The first one stands alone.
    if [ $# -gt 0 ]; then set -- "$@" -object; fi
    set -- "$@" "$binary"
done <"$target/binaries.txt"
others='(registry|rustc|/tests/|_tests\.rs|/cli/|/fixtures/|/differential/|/benches/|/debug/)'
for kind in report show; do
    "$tools/llvm-cov" "$kind" -instr-profile "$target/all.profdata" "$@" -ignore-filename-regex="$others" \
        >"$target/$kind.txt" 2>/dev/null
done
grep -E '^ *[0-9]+\| +0\||^/' "$target/show.txt" >"$target/uncovered.txt" || true
cut -c1-200 "$target/report.txt"
