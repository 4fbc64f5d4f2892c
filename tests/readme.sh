#!/bin/sh
# The examples of README are what the program prints: each indented line that begins with "$ " is
# run, and the indented lines below it are compared with its output.  With TAMARACK_RECORD set
# (`make record-golden`) the output is written into README instead.
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH=${TAMARACK%/*}:$PATH
cd "$work" || exit 1

# Cuts README into N.run, N.want and N.text, the lines that follow example N.
awk '
	BEGIN { n = 0 }
	/^    \$ / { n++; print substr($0, 7) > (n ".run"); printf "" > (n ".want"); inside = 1; held = ""; next }
	inside && /^    / { printf "%s%s\n", held, $0 > (n ".want"); held = ""; next }
	inside && /^$/ { held = held "\n"; next }
	{ printf "%s%s\n", held, $0 > (n ".text"); held = ""; inside = 0 }' "$top/README"

status=0 n=0
cat 0.text > README
while [ -e $((n + 1)).run ]; do
	n=$((n + 1))
	sh $n.run 2>&1 | sed 's/^/    /; s/ *$//' > $n.have
	{ sed 's/^/    $ /' $n.run; cat $n.have; [ ! -e $n.text ] || cat $n.text; } >> README
	if [ -z "${TAMARACK_RECORD-}" ] && ! diff -u $n.want $n.have; then
		echo "README differs from: $(cat $n.run); make record-golden renews it"
		status=1
	fi
done
[ $n -ge 3 ] || { echo "only $n examples were found in README"; exit 1; }
[ -z "${TAMARACK_RECORD-}" ] || cat README > "$top/README"
exit $status
