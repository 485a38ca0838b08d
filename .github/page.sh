# Lays out the site: the board's folder, its page as index.html. Fails where a table is not what its submissions give.
# Usage: sh page.sh ROOT SITE
set -eu
ROOT=$1 SITE=$2
BENCH=${BENCH:-bench}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$BENCH" build "$ROOT/data" --out "$work" --quiet >/dev/null
"$BENCH" leaderboard --check --data "$(find "$work" -mindepth 1 -maxdepth 1 -type d)" --out "$ROOT/leaderboard" --quiet >/dev/null
mkdir -p "$SITE"
cp -R "$ROOT/leaderboard/." "$SITE"
rm -f "$SITE/.dateline.lock"
cp "$SITE/leaderboard.html" "$SITE/index.html"
: >"$SITE/.nojekyll"
