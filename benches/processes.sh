#!/bin/sh
# Whole processes: CPU time and peak memory of `beian` on packages of 20 and 500 MiB, in turns with `apksigner` where it
# is installed. Prints a line a run: command, user and system seconds, wall seconds, peak kilobytes.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cargo build --release --quiet --workspace
make=target/release/beian-fixtures
beian=target/release/beian
"$make" --large 20 "$folder/20.apk"
"$make" --large 500 "$folder/500.apk"
"$make" --large 500 "$folder/500-v1.apk" --v1
"$make" --large 200 "$folder/200.hap" --hap
"$make" --large 200 "$folder/200.app" --app

run() {
    name=$1
    shift
    /usr/bin/time -f "$name: %U user %S system %e wall %M KB" "$@" >/dev/null
}

for _ in 1 2 3 4 5; do
    run "inspect --fast, small" "$beian" inspect --fast fixtures/android/v1v2v3.apk
    run "inspect --fast, 20 MiB" "$beian" inspect --fast "$folder/20.apk"
    run "inspect --fast, 500 MiB" "$beian" inspect --fast "$folder/500.apk"
    run "verify v2 and v3, 500 MiB" "$beian" verify "$folder/500.apk"
    run "verify v1, v2 and v3, 500 MiB" "$beian" verify "$folder/500-v1.apk"
    for kind in hap app; do
        run "inspect --fast, 200 MiB $kind" "$beian" inspect --fast "$folder/200.$kind"
        run "verify, 200 MiB $kind" "$beian" verify "$folder/200.$kind"
    done
    if command -v apksigner >/dev/null; then
        run "apksigner, v2 and v3, 500 MiB" apksigner verify "$folder/500.apk"
        run "apksigner, v1, v2 and v3, 500 MiB" apksigner verify "$folder/500-v1.apk"
    fi
done
