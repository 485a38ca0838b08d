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
export LC_ALL=C  # a name is bytes: where it is no text, grep and sed would pass it over in any other locale

fail() { printf '%s\n' "$*" >&2; exit 1; }
table() { "$BENCH" leaderboard --out "$OUT/board" --data "$RELEASE" --format md --quiet; }

mkdir -p "$OUT/board"

# A link could lead out of the checkout, and a name could be taken for an option or for two names. Git keeps no empty
# folder but that of a submodule, which could be filled with anything later.
[ -d "$HEAD/$PLACE" ] || fail "no $PLACE in the change"
[ ! -L "$HEAD/leaderboard" ] && [ ! -L "$HEAD/$PLACE" ] || fail "$PLACE is a link"
[ -z "$(find "$HEAD/$PLACE" ! -type d ! -type f)" ] || fail "links and devices are no submissions"
[ -z "$(find "$HEAD/$PLACE" -mindepth 1 -type d -empty)" ] || fail "an empty folder or a submodule is no submission"
[ -z "$(find "$HEAD/$PLACE" -name '*[[:space:][:cntrl:]]*' -o -name '-*')" ] || fail "a name has a space in it, or begins with -"

# What is filed stays as it is, and what is new belongs to a submission.
list() { [ ! -d "$1/$PLACE" ] || (cd "$1/$PLACE" && find . -type f | sort); }
list "$BASE" | sed '/\/\.dateline\.lock$/d' >"$OUT/base"  # it is nobody's file: bench leaves it where it writes
list "$HEAD" >"$OUT/head"
while IFS= read -r file; do
  [ -f "$HEAD/$PLACE/$file" ] || fail "$PLACE/${file#./} is gone: a submission is withdrawn, not removed"
  cmp -s "$BASE/$PLACE/$file" "$HEAD/$PLACE/$file" || fail "$PLACE/${file#./} is changed: a new submission has a new version"
done <"$OUT/base"
comm -13 "$OUT/base" "$OUT/head" >"$OUT/new"
other=$(grep -Ev '^\./[^/]+@[^/]+/[^/]+@[^/]+/(system\.json|predictions\.jsonl\.gz|report\.json)$' "$OUT/new" | head -n 1)
[ -z "$other" ] || fail "$PLACE/${other#./} is no system.json, predictions.jsonl.gz or report.json of a submission"
twice=$(tr '[:upper:]' '[:lower:]' <"$OUT/head" | sort | uniq -d | head -n 1)
[ -z "$twice" ] || fail "$PLACE/${twice#./} is there twice, in upper and lower case, which not every machine tells apart"

# Only now, for all of the above is told in no time.
[ ! -d "$BASE/leaderboard" ] || cp -R "$BASE/leaderboard/." "$OUT/board"
"$BENCH" build "$BASE/data" --out "$OUT/releases" --quiet >/dev/null
RELEASE=$(find "$OUT/releases" -mindepth 1 -maxdepth 1 -type d)
table >"$OUT/before.md" 2>/dev/null || :  # there may be nothing to rank yet

# Whichever file of a submission is new: a report alone would be ranked by what it says.
sed 's,/[^/]*$,,' "$OUT/new" | sort -u >"$OUT/systems"
while IFS= read -r system; do
  sent=$HEAD/$PLACE/$system kept=$OUT/board/submissions/$system
  "$BENCH" submit "$sent/predictions.jsonl.gz" --system "$sent/system.json" --data "$RELEASE" --board "$OUT/board" --quiet >/dev/null
  [ -f "$kept/report.json" ] || fail "${system#./} is not where its card and the dataset say it belongs"
  # The host submits these very files again after the merge, and what is filed with other content stays.
  cmp -s "$sent/system.json" "$kept/system.json" || fail "${system#./}/system.json is not as bench submit files it"
  gzip -dc <"$kept/predictions.jsonl.gz" >"$OUT/predictions"
  gzip -dc <"$sent/predictions.jsonl.gz" | cmp -s - "$OUT/predictions" ||
    fail "${system#./}/predictions.jsonl.gz is not as bench submit files it"
  [ ! -f "$sent/report.json" ] || cmp -s "$sent/report.json" "$kept/report.json" || fail "${system#./}/report.json is not what its predictions give: it may be left out"
done <"$OUT/systems"

if [ -s "$OUT/systems" ]; then table >"$OUT/after.md"; else cp "$OUT/before.md" "$OUT/after.md"; fi
# diff ends with 1 where there is a difference, which is the point.
diff -U 999 "$OUT/before.md" "$OUT/after.md" >"$OUT/delta.diff" || :
{ printf '%s new\n' "$(grep -c '' "$OUT/systems")"; sed -n '/^[ +-]|/p' "$OUT/delta.diff"; } >"$OUT/delta.txt"
cat "$OUT/delta.txt"
