#!/bin/sh
# What the tests of graphs on servers need besides Python's packages, from Debian's where it is
# missing: Virtuoso, which they start themselves. Without it they skip by name.
set -eu
command -v virtuoso-t >/dev/null 2>&1 && command -v isql-vt >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends virtuoso-opensource-7-bin \
        >/dev/null && exit 0
fi
echo "Virtuoso is missing and not to be installed; the tests that ask it will skip" >&2
