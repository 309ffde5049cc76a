#!/bin/sh
# Chromium and a Chinese font for the page tests, from Debian's packages where they are missing.
set -eu
if command -v chromium >/dev/null 2>&1 && fc-list 2>/dev/null | grep -qi 'cjk\|wqy'; then
    exit 0
fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        chromium fontconfig fonts-noto-cjk >/dev/null && exit 0
fi
echo "Chromium is missing and could not be installed: THE PAGE TESTS WILL NOT RUN" >&2
