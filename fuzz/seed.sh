#!/bin/sh
# Makes the seed corpora in corpus/ from the fixtures, and from the conformance corpus where it is (BEIAN_CORPUS, or
# ../../shared/corpus). Files that a fuzzer found are kept.
set -eu
cd "$(dirname "$0")"
conformance=${BEIAN_CORPUS:-../../shared/corpus}
set -- ../fixtures
[ -d "$conformance" ] && set -- "$@" "$conformance"
rm -f corpus/*/seed-*
export RUSTFLAGS='--cfg fuzzing'
exec cargo run --quiet --locked --example seeds -- corpus "$@"
