# The main job, end to end, as `make demo` runs it: every line it shows can be typed by hand.
set -eu
BENCH=${BENCH:-bench}
WORK=${WORK:-build/demo}
field() { sed -n "s/^$1 *= *\"\(.*\)\"/\1/p" data/benchmark.toml; }
RELEASE=releases/$(field name)-$(field version)

run() { printf '\n$ bench %s\n' "$*"; "$BENCH" "$@"; }

run validate data
run build data
for name in silent majority lexicon linear; do
  run predict $name --data "$RELEASE" --out "$WORK/$name"
  run validate "$WORK/$name/predictions.jsonl" "$WORK/$name/system.json" --data "$RELEASE"
  run score "$WORK/$name/predictions.jsonl" --data "$RELEASE" --system "$WORK/$name/system.json" --report "$WORK/$name/report.json"
done
run leaderboard "$WORK"/silent/report.json "$WORK"/majority/report.json "$WORK"/lexicon/report.json "$WORK"/linear/report.json --out "$WORK/leaderboard"
printf '\nOpen the leaderboard in a browser: %s\n' "$WORK/leaderboard/leaderboard.html"
