#!/bin/sh
# Judges mutants with beian and apksig: run.sh [idsig|certificates|keys|cms] SEED COUNT [FIRST]. Needs a JDK and Debian's libapksig-java.
set -eu
cd "$(dirname "$0")/.."
APKSIG=${APKSIG:-/usr/share/java/apksig.jar}
folder=target/differential
mkdir -p "$folder/classes"
javac -nowarn --add-exports=java.base/sun.security.pkcs=ALL-UNNAMED -cp "$APKSIG" -d "$folder/classes" differential/java/Reference.java
cargo build --quiet --release --locked -p beian-differential
mutants=
case $1 in [a-z]*) mutants=$1 && shift ;; esac
exec target/release/beian-differential $mutants "$1" "$2" "$APKSIG:$folder/classes" "$folder" ${3:+"$3"}
