# Takes docs/leaderboard.png, the top of the published page. Wants chromium.
# Usage, from the root: sh docs/screenshot.sh
set -eu
page=leaderboard/leaderboard.html
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

"${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
  --disable-background-networking --disable-component-update --disable-sync --user-data-dir="$profile" \
  --hide-scrollbars --window-size=1280,1540 \
  --screenshot=docs/leaderboard.png "file://$PWD/$page"
