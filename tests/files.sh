#!/bin/sh
# new, import and schema: what they write is a market that loads, and the schema agrees with the
# loader on the markets of the tests, good and bad.
: "${srcdir:=$(dirname "$0")/..}" "${scratch:=tests/files.scratch}" "${TAMARACK:=./tamarack}"
mkdir -p "$scratch"
failed=0
fail() {
	echo "FAIL: $*"
	failed=1
}
status() {
	want=$1
	shift
	"$@" >"$scratch/out" 2>"$scratch/err"
	got=$?
	[ $got -eq "$want" ] || { fail "status $got, not $want: $*"; cat "$scratch/err"; }
}

# A new market loads as it is, and also with every comment made a line of it.
status 0 "$TAMARACK" new green-tea -o "$scratch/new.yaml"
head -1 "$scratch/new.yaml" | grep -qF "schema=$TAMARACK_DATADIR/markets/" || fail "a moved schema"
status 0 "$TAMARACK" check "$scratch/new.yaml"
grep -q '0 errors' "$scratch/out" || fail "check of a new market"
[ -s "$scratch/err" ] && fail "check says: $(cat "$scratch/err")"
sed -E 's/^#([^ ]|  )/\1/' "$scratch/new.yaml" >"$scratch/whole.yaml"
status 0 "$TAMARACK" check --strict "$scratch/whole.yaml"
grep -q '2 reported, ' "$scratch/out" || fail "levels of a whole new market"
status 0 "$TAMARACK" new green-tea
cmp -s "$scratch/out" "$scratch/new.yaml" || fail "new differs between a file and standard output"
status 2 "$TAMARACK" new green-tea -o "$scratch/new.yaml"
cmp -s "$scratch/out" /dev/null || fail "refused, and yet output"
status 2 "$TAMARACK" new 'Green tea'
grep -q "'green-tea'" "$scratch/err" || fail "no suggestion of an id"

# A table there and what is wrong with one.
printf 'Region,2025,2030\nTotal,10,20\nEurope,4,\nAsia,6,15\n' >"$scratch/table.csv"
status 0 "$TAMARACK" import "$scratch/table.csv" -o "$scratch/table.yaml"
head -1 "$scratch/table.yaml" | grep -qF "schema=$TAMARACK_DATADIR/markets/" || fail "import: a moved schema"
status 0 "$TAMARACK" show "$scratch/table.yaml" region --format csv --year 2030
grep -q '^table,region,region/europe,Europe,1,2030,5,units,D' "$scratch/out" ||
	{ fail "the imported market"; cat "$scratch/out"; }
status 0 "$TAMARACK" import - <"$scratch/table.csv"
printf 'Region,2025\nEurope,four\nAsia,6%%\n' >"$scratch/table.csv"
status 2 "$TAMARACK" import "$scratch/table.csv" -o "$scratch/none.yaml"
grep -q "^$scratch/table.csv:2:8: " "$scratch/err" || fail "line 2 is not named"
grep -q "^$scratch/table.csv:3:6: " "$scratch/err" || fail "line 3 is not named"
[ -e "$scratch/none.yaml" ] && fail "a file was written in spite of errors"
status 2 "$TAMARACK" import "$scratch/missing.csv"
status 2 "$TAMARACK" import "$scratch"

# The schema.
status 0 "$TAMARACK" schema -o "$scratch/schema.json"
status 0 "$TAMARACK" schema
cmp -s "$scratch/out" "$scratch/schema.json" || fail "schema differs between file and output"
python3 "$srcdir/tests/schema.py" "$scratch/schema.json" "$srcdir"/tests/corpus/load/good/*.yaml \
	"$srcdir"/tests/needs/*.yaml "$srcdir"/data/*.yaml "$scratch/new.yaml" \
	"$scratch/whole.yaml" "$scratch/table.yaml" \
	-- "$srcdir"/tests/corpus/load/bad/*.yaml >"$scratch/out" 2>&1
case $? in
0) ;;
77 | 127) [ $failed -eq 0 ] && echo "no python3 with yaml and jsonschema" && exit 77 ;;
*) fail "the schema"; cat "$scratch/out" ;;
esac
exit $failed
