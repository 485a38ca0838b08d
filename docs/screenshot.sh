# Takes docs/leaderboard.png, the top of the page that `make demo` leaves behind. Wants chromium.
# Usage, from the root: make demo && sh docs/screenshot.sh
set -eu
page=build/demo/leaderboard/leaderboard.html
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

"${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
  --disable-background-networking --disable-component-update --disable-sync --user-data-dir="$profile" \
  --hide-scrollbars --window-size=1280,1590 \
  --screenshot=docs/leaderboard.png "file://$PWD/$page"
