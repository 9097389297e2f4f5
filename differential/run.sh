#!/bin/sh
# Judges mutants with beian and apksig: run.sh [idsig|certificates|keys|cms] SEED COUNT [FIRST]. Needs a JDK and Debian's
# libapksig-java. Names of resource tables with libandroidfw: run.sh resources SEED COUNT [FIRST]. Needs g++ and Debian's
# aapt. `run.sh hap-cms` needs openssl, `run.sh streams` a JDK,
# `run.sh ios` Python and openssl.
set -eu
cd "$(dirname "$0")/.."
APKSIG=${APKSIG:-/usr/share/java/apksig.jar}
folder=target/differential
if [ "$1" = resources ]; then
    differential/native/build.sh "$folder/native"
    cargo build --quiet --release --locked -p beian-differential --bin resources
    exec target/release/resources "$2" "$3" "$folder/native/labels" "$folder" ${4:+"$4"}
fi
# Signatures of HarmonyOS packages with openssl; sets and quick apps with the JDK's sequential reader and the `zip` crate's;
# apps for Apple's devices with Python's modules and openssl.
if [ "$1" = hap-cms ] || [ "$1" = streams ] || [ "$1" = ios ]; then
    cargo build --quiet --release --locked -p beian-differential --bin "$1"
    exec "target/release/$1" "$2" "$3" "$folder" ${4:+"$4"}
fi
mkdir -p "$folder/classes"
javac -nowarn --add-exports=java.base/sun.security.pkcs=ALL-UNNAMED -cp "$APKSIG" -d "$folder/classes" \
    differential/java/Reference.java
cargo build --quiet --release --locked -p beian-differential --bin beian-differential
mutants=
case $1 in [a-z]*) mutants=$1 && shift ;; esac
exec target/release/beian-differential $mutants "$1" "$2" "$APKSIG:$folder/classes" "$folder" ${3:+"$3"}
