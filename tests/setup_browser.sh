#!/bin/sh
# What the page tests need, from Debian's packages where it is missing: Chromium, a Chinese font,
# and npm, which fetches what checks the pages and their scripts (tests/setup_web.sh).
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
fc-list 2>/dev/null | grep -qi 'cjk\|wqy' || missing="$missing fontconfig fonts-noto-cjk"
[ -n "$missing" ] || exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    # shellcheck disable=SC2086
    apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
fi
echo "missing and not to be installed:$missing; THE PAGE TESTS WILL NOT ALL RUN" >&2
