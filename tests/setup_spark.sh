#!/bin/sh
# What the tests on Spark need besides Python's packages, from Debian's where it is missing: Java.
# Without it they skip by name.
set -eu
command -v java >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless \
        >/dev/null && exit 0
fi
echo "Java is missing and not to be installed; the tests on Spark will skip" >&2
