#!/bin/sh
# Which lines of the library the tests run. Needs the LLVM tools of the compiler's own LLVM: rustup's `llvm-tools`, or Debian's
# package `llvm-NN` of that number (`rustc -vV` names it). Prints a table and the total; what no test runs is written to
# target/coverage/uncovered.txt. docs/coverage.md says why. With the corpus (CONTRIBUTING.md) its tests count too.
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
case $target in /*) ;; *) target=$PWD/$target ;; esac
mkdir -p "$target"
rm -rf "$target/raw"
export CARGO_TARGET_DIR="$target"
# Only what is ours is counted: counted arithmetic of public keys takes the tests of hostile files an hour.
wrapper=$target/counted-rustc
printf '#!/bin/sh\nexec "$@" -C instrument-coverage\n' >"$wrapper"
chmod +x "$wrapper"
export RUSTC_WORKSPACE_WRAPPER="$wrapper"
export LLVM_PROFILE_FILE="$target/raw/%p-%8m.profraw"
export CARGO_PROFILE_DEV_OPT_LEVEL="${CARGO_PROFILE_DEV_OPT_LEVEL:-1}" CARGO_PROFILE_DEV_DEBUG=0
cargo test --workspace --locked --no-run --message-format=json >"$target/build.json" 2>"$target/build.txt" ||
    { tail -20 "$target/build.txt"; exit 1; }
sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' "$target/build.json" | sort -u >"$target/binaries.txt"
failed=
cargo test --workspace --locked --no-fail-fast --quiet >"$target/tests.txt" 2>&1 || failed=yes
find "$target/raw" -name '*.profraw' >"$target/raw.txt"
"$tools/llvm-profdata" merge -sparse -f "$target/raw.txt" -o "$target/all.profdata"
rm -rf "$target/raw"
set --
while read -r binary; do
    # The first one stands alone.
    if [ $# -gt 0 ]; then set -- "$@" -object; fi
    set -- "$@" "$binary"
done <"$target/binaries.txt"
others='(registry|rustc|/tests/|_tests\.rs|/tests\.rs|/cli/|/fixtures/|/differential/|/benches/|/debug/)'
for kind in report show; do
    "$tools/llvm-cov" "$kind" -instr-profile "$target/all.profdata" "$@" -ignore-filename-regex="$others" \
        >"$target/$kind.txt" 2>"$target/$kind.errors.txt" || { tail -5 "$target/$kind.errors.txt"; exit 1; }
done
grep -E '^ *[0-9]+\| +0\||^/' "$target/show.txt" >"$target/uncovered.txt" || true
cut -c1-200 "$target/report.txt"
if [ -n "$failed" ]; then
    echo "some tests failed, so that less was run:"
    grep -E "panicked at|^error|^    .-p " "$target/tests.txt"
    exit 1
fi
