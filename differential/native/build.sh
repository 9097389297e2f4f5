#!/bin/sh
# Builds labels.cpp against Debian's libandroidfw: build.sh FOLDER. Needs g++ and the package aapt; the
# headers are fetched by apt and unpacked in the folder, not installed.
set -eu
source=$(cd "$(dirname "$0")" && pwd)/labels.cpp
mkdir -p "$1" && cd "$1"
[ -x labels ] && [ labels -nt "$source" ] && exit 0
if [ ! -d headers ]; then
    apt-get download -q android-libandroidfw-dev android-libbase-dev android-libcutils-dev android-liblog-dev \
        android-libutils-dev android-libziparchive-dev android-libbacktrace-dev \
        android-platform-frameworks-native-headers android-platform-system-core-headers
    for package in *.deb; do dpkg-deb -x "$package" headers; done
fi
libraries=/usr/lib/$(gcc -print-multiarch)/android
g++ -O1 -std=c++17 -Iheaders/usr/include/android "$source" -o labels \
    "$libraries"/libandroidfw.so.0 "$libraries"/libutils.so.0 "$libraries"/liblog.so.0 \
    "$libraries"/libbase.so.0 "$libraries"/libziparchive.so.0 "-Wl,-rpath,$libraries"
