# Writes the comment for a delta: at most 20,000 bytes of it, each line indented, so that all of it is code.
# Usage: sh comment.sh FILE
set -eu
[ -f "$1" ] && [ ! -L "$1" ] || { echo "no file $1" >&2; exit 1; }
printf 'What these submissions change in the table (+ after, - before), scored by the tool of the base branch:\n\n'
# Control characters but for the line end go first: no line may end where the indentation does not begin it.
head -c 20000 "$1" | LC_ALL=C tr -d '\000-\011\013-\037\177' | sed 's/^/    /'
printf '\n'
