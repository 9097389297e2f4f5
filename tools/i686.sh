#!/bin/sh
# i686.sh [check | test]: the library on 32 bits, where a length of a file may be larger than memory can be. With rustup's
# target if it is installed, else with Debian's compiler and its standard library for i386, which are unpacked below target/ and
# not installed. `test` links programs: apt-get install gcc-multilib. Ends with 75 where no compiler can be had.
set -eu
cd "$(dirname "$0")/.."
what=${1:-check}
triple=i686-unknown-linux-gnu
folder=${CARGO_TARGET_DIR:-$PWD/target}/i686

if ! rustup target list --installed 2>/dev/null | grep -q "^$triple"; then
    # Debian's newest compiler for its older releases: a package of this name is in bookworm's security updates.
    package=rustc-web
    unpacked=$folder/debian
    if [ ! -e "$unpacked/complete" ]; then
        command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || exit 75
        address=$(apt-get download --print-uris libstd-rust-web-dev 2>/dev/null | sed -n "s/^'\([^']*\)'.*/\1/p")
        [ -n "$address" ] || { echo "no package $package here"; exit 75; }
        pool=${address%/*}
        version=$(basename "$address" | sed 's/^[^_]*_\(.*\)_[^_]*\.deb$/\1/')
        release=$(echo "$version" | cut -d. -f1-2)
        rm -rf "$unpacked"
        mkdir -p "$unpacked/packages"
        # apt-get checks what it fetches; of i386, which apt does not know here, only the library comes, which `check` does not run.
        (cd "$unpacked/packages" && apt-get download -qq rustc-web "libstd-rust-web-$release" libstd-rust-web-dev &&
            curl -sSf --max-time 300 -O "$pool/libstd-rust-web-dev_${version}_i386.deb") || exit 75
        for file in "$unpacked/packages"/*.deb; do
            dpkg-deb -x "$file" "$unpacked"
        done
        rm -r "$unpacked/packages"
        touch "$unpacked/complete"
    fi
    RUSTC=$unpacked/usr/bin/rustc
    RUSTDOC=$unpacked/usr/bin/rustdoc
    LD_LIBRARY_PATH=$unpacked/usr/lib/$(uname -m)-linux-gnu
    export RUSTC RUSTDOC LD_LIBRARY_PATH
    # The proxy of rustup would look for a toolchain of its own.
    cargo=$(rustup which cargo 2>/dev/null || command -v cargo)
    oldest=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    found=$("$RUSTC" --version | cut -d' ' -f2)
    if [ "$(printf '%s\n%s\n' "$oldest" "$found" | sort -V | head -1)" != "$oldest" ]; then
        echo "Debian's compiler is $found"
        exit 75
    fi
    echo "rustc $found of Debian"
fi
export CARGO_TARGET_DIR="$folder"
case $what in
    check) "${cargo:-cargo}" check --quiet -p beian --all-features --target "$triple" --locked ;;
    test) "${cargo:-cargo}" test --quiet -p beian --all-features --target "$triple" --locked --no-fail-fast ;;
    *) echo "usage: i686.sh [check | test]"; exit 2 ;;
esac
