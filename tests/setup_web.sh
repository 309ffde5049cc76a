#!/bin/sh
# What checks and tests of the pages' scripts take from npm, into tests/pages/web/node_modules.
set -eu
cd "$(dirname "$0")/pages/web"
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent
