#!/bin/sh
# Holds the page to its sources: page.sh BEIAN [--update]
# Always: page/dist/beian.html says that it was built from what stands here. Where node and Chromium are installed: its wasm gives
# the JSON of the native command (BEIAN) for every fixture, and the page does in Chromium what the tests in page/test say. With
# BEIAN_PAGE=1 the wasm is one that is built anew (Debian's rustc-web). Exit 75 where that cannot be had. --update builds and leaves
# the new page.
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

# A machine made for one run takes Chromium from Debian where it has none.
if [ "${CI:-}" = true ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 \
    && [ ! -x "${CHROMIUM:-/usr/bin/chromium}" ]; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
    } >/dev/null 2>&1 || true
fi
building=
[ "${BEIAN_PAGE:-}" = 1 ] && building="/usr/bin/rustc /usr/bin/cargo /usr/bin/wasm-ld-22"
for tool in $building node npm "${CHROMIUM:-/usr/bin/chromium}"; do
    command -v "$tool" >/dev/null 2>&1 || { echo "no $tool (apt-get install rustc-web cargo-web rust-web-src lld-22 chromium nodejs npm)"; exit 75; }
done
(cd "$root/page/test" && npm ci --no-audit --no-fund --silent) || { echo "playwright-core and axe-core cannot be had from npm"; exit 75; }

# The wasm of the committed page, or with BEIAN_PAGE=1 (some eight CPU minutes) one that is built now.
wasm=${CARGO_TARGET_DIR:-$root/target}/page/beian.wasm
if [ "${BEIAN_PAGE:-}" = 1 ]; then
    "$root/page/build" --wasm
else
    mkdir -p "$(dirname "$wasm")"
    node "$root/page/test/unpack.mjs" "$page" "$wasm"
fi
node "$root/page/test/node.mjs" "$wasm" "$beian"
cp "$wasm" "$root/page/npm/beian.wasm"
cp "$root/page/glue.js" "$root/page/npm/glue.js"
node "$root/page/test/npm.mjs"
node "$root/page/test/flow.mjs"
BEIAN_MATRIX=${BEIAN_MATRIX:-0} node "$root/page/test/states.mjs"
