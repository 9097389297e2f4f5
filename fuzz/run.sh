#!/bin/sh
# run.sh SECONDS [TARGET…]: runs each target for that long, one at a time, and prints a line of figures for each. What is
# found is in artifacts/TARGET, what libFuzzer said in logs/. Lines are also added to logs/figures.tsv. NICE is the priority
# (19, the lowest, where it is not set); the CPU time says what a run got of its seconds.
set -eu
cd "$(dirname "$0")"
seconds=${1:?usage: run.sh SECONDS [TARGET…]}
shift
[ $# -gt 0 ] || set -- $(sed -n 's/^name = "\(.*\)"/\1/p' Cargo.toml | grep -v beian-fuzz)
bin=target/x86_64-unknown-linux-gnu/release

max_len() {
    case $1 in
        package_idsig | split_set) echo 24576 ;;
        proto_manifest | aab_parts | axml | arsc | manifest | package | apk_parts | signed_hap) echo 16384 ;;
        ios_app | ios_profile) echo 32768 ;;
        signed_rpk | lineage | idsig | package_signature | profile | module | resource_index | nlohmann | keystore_* | certificate_file | signed_apk) echo 8192 ;;
        *) echo 4096 ;;
    esac
}

# Seconds of CPU that the children of this shell have taken.
cpu() {
    ticks=$(getconf CLK_TCK)
    # Fields 16 and 17 of proc(5), behind the name in brackets.
    sed 's/.*) //' "/proc/$$/stat" | awk -v ticks="$ticks" '{ print int(($14 + $15) / ticks) }'
}

mkdir -p logs
printf '%-20s %10s %8s %7s %7s %7s %7s %7s %s\n' target runs exec/s cpu/s edges feats corpus rss/MB crashes
for target in "$@"; do
    mkdir -p "corpus/$target" "artifacts/$target"
    log=logs/$target.log
    dictionary=
    for name in "$target" "${target%%_*}"; do
        [ -n "$dictionary" ] || [ ! -f "dictionaries/$name.dict" ] || dictionary=-dict=dictionaries/$name.dict
    done
    # A crash, a timeout or an excess of memory ends a run: it goes on until the time is over.
    # shellcheck disable=SC2086
    before=$(cpu)
    RUST_BACKTRACE=1 nice -n "${NICE:-19}" "$bin/$target" "corpus/$target" $dictionary -max_total_time="$seconds" \
        -max_len="$(max_len "$target")" -timeout=5 -rss_limit_mb=512 -malloc_limit_mb=64 -print_final_stats=1 \
        -artifact_prefix="artifacts/$target/" >"$log" 2>&1 || true
    spent=$(($(cpu) - before))
    stat() { sed -n "s/^stat::$1: *//p" "$log" | tail -1; }
    field() { grep -Eo "$1: [0-9]+" "$log" | tail -1 | grep -Eo '[0-9]+$' || echo 0; }
    runs=$(stat number_of_executed_units)
    crashes=$(find "artifacts/$target" -type f | wc -l)
    corpus=$(find "corpus/$target" -type f | wc -l)
    printf '%-20s %10s %8s %7s %7s %7s %7s %7s %s\n' "$target" "${runs:-0}" "$(stat average_exec_per_sec)" "$spent" \
        "$(field cov)" "$(field ft)" "$corpus" "$(stat peak_rss_mb)" "$crashes"
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$target" "$seconds" "$spent" "${runs:-0}" "$(field cov)" "$corpus" \
        "$(stat peak_rss_mb)" "$crashes" >>logs/figures.tsv
done
