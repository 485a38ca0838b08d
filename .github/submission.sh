# Checks the submissions that a change brings, with the tool of the branch it is to go into.
# Usage: sh submission.sh BASE HEAD OUT, where BASE and HEAD are checkouts of that branch and of the change.
#
# Nothing of HEAD is run: its system cards and prediction files are read by BASE's bench, through its limits, and
# nothing else of it is read at all. Writes OUT/board, BASE's leaderboard with the new submissions scored, and
# OUT/delta.txt, what that changes in the table.
set -eu
BASE=$1 HEAD=$2 OUT=$3
BENCH=${BENCH:-bench}
PLACE=leaderboard/submissions

fail() { printf '%s\n' "$*" >&2; exit 1; }
table() { "$BENCH" leaderboard --out "$1" --format md --quiet 2>/dev/null || :; }

mkdir -p "$OUT/board"
[ ! -d "$BASE/leaderboard" ] || cp -R "$BASE/leaderboard/." "$OUT/board"
"$BENCH" build "$BASE/data" --out "$OUT/releases" --quiet >/dev/null
RELEASE=$(find "$OUT/releases" -mindepth 1 -maxdepth 1 -type d)
table "$OUT/board" >"$OUT/before.md"

# A link could lead out of the checkout, and a name could be taken for an option or for two names.
[ -d "$HEAD/$PLACE" ] || fail "no $PLACE in the change"
[ ! -L "$HEAD/leaderboard" ] && [ ! -L "$HEAD/$PLACE" ] || fail "$PLACE is a link"
[ -z "$(find "$HEAD/$PLACE" ! -type d ! -type f)" ] || fail "links and devices are no submissions"
[ -z "$(find "$HEAD/$PLACE" -name '*[[:space:][:cntrl:]]*' -o -name '-*')" ] || fail "a name has a space in it, or begins with -"

found=0
for card in "$HEAD/$PLACE"/*/*/system.json; do
  [ -f "$card" ] || continue
  folder=${card%/system.json}
  own=${folder#"$HEAD/"}
  if [ -d "$BASE/$own" ]; then
    diff -r "$BASE/$own" "$folder" >/dev/null || fail "$own is filed already: a new submission has a new version"
    continue
  fi
  for file in "$folder"/*; do
    case ${file##*/} in
      system.json | predictions.jsonl.gz | report.json) ;;
      *) fail "$own holds ${file##*/}, want system.json, predictions.jsonl.gz and perhaps report.json" ;;
    esac
  done
  "$BENCH" submit "$folder/predictions.jsonl.gz" --system "$card" --data "$RELEASE" --board "$OUT/board" --quiet >/dev/null
  [ -f "$OUT/board/${own#leaderboard/}/report.json" ] || fail "$own is not where its card and the dataset say it belongs"
  [ ! -f "$folder/report.json" ] || cmp -s "$folder/report.json" "$OUT/board/${own#leaderboard/}/report.json" || fail "$own/report.json is not what its predictions give"
  found=$((found + 1))
done
for folder in "$BASE/$PLACE"/*/*@*; do
  [ ! -d "$folder" ] || [ -d "$HEAD/${folder#"$BASE/"}" ] || fail "${folder#"$BASE/"} is gone: a submission is withdrawn, not removed"
done

table "$OUT/board" >"$OUT/after.md"
# diff ends with 1 where there is a difference, which is the point.
diff -U 999 "$OUT/before.md" "$OUT/after.md" >"$OUT/delta.diff" || :
{ printf '%s new\n' "$found"; sed -n '/^[ +-]|/p' "$OUT/delta.diff"; } >"$OUT/delta.txt"
cat "$OUT/delta.txt"
