#!/bin/sh
# Holds the page to its sources: page.sh BEIAN [--update]
# Always: page/dist/beian.html says that it was built from what stands here. Where Debian's rustc-web, node and Chromium are
# installed: the page is built anew, gives the JSON of the native command (BEIAN) for every fixture, and does in Chromium what the
# tests in page/test say. Exit 75 where that cannot be had. --update builds and leaves the new page.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
beian=$1
page=$root/page/dist/beian.html

if [ "${2:-}" = --update ]; then
    exec "$root/page/build"
fi

want=$("$root/page/digest")
have=$(sed -n 's/.*<meta name="beian-sources" content="\([0-9a-f]*\)".*/\1/p' "$page")
if [ "$want" != "$have" ]; then
    echo "page/dist/beian.html is stale: it was built from $have, and the sources are $want; run page/build" >&2
    exit 1
fi
echo "page/dist/beian.html is built from these sources"

is_missing() {
    for tool in /usr/bin/rustc /usr/bin/cargo /usr/bin/wasm-ld-22 "${CHROMIUM:-/usr/bin/chromium}"; do
        [ -x "$tool" ] || return 0
    done
    return 1
}
# A machine made for one run takes what is missing from Debian.
if [ "${CI:-}" = true ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && is_missing; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        rustc-web cargo-web rust-web-src lld-22 chromium; } >/dev/null 2>&1 || true
fi
for tool in /usr/bin/rustc /usr/bin/cargo /usr/bin/wasm-ld-22 node npm "${CHROMIUM:-/usr/bin/chromium}"; do
    command -v "$tool" >/dev/null 2>&1 || { echo "no $tool (apt-get install rustc-web cargo-web rust-web-src lld-22 chromium nodejs npm)"; exit 75; }
done
(cd "$root/page/test" && npm ci --no-audit --no-fund --silent) || { echo "playwright-core and axe-core cannot be had from npm"; exit 75; }

# What is committed, and what is built now: the first is tested in the browser, the second answers as the command does.
"$root/page/build" --wasm
wasm=${CARGO_TARGET_DIR:-$root/target}/page/beian.wasm
node "$root/page/test/node.mjs" "$wasm" "$beian"
cp "$wasm" "$root/page/npm/beian.wasm"
cp "$root/page/glue.js" "$root/page/npm/glue.js"
node "$root/page/test/npm.mjs"
node "$root/page/test/flow.mjs"
BEIAN_MATRIX=${BEIAN_MATRIX:-0} node "$root/page/test/states.mjs"
