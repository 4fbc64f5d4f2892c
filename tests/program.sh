# For tests of the headless commands: sourced, it finds the program and the shipped markets and has
# the words that the tests are written in.
set -u
program=${TAMARACK:-./tamarack}
data=${TAMARACK_PATH:-${srcdir:-.}/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' TERM
failed=0

# A mistyped word would test nothing and pass.
command_not_found_handle() {
	echo "FAIL: there is no command '$1'"
	kill -TERM $$
}

fail() {
	echo "FAIL: $*"
	failed=1
}

# run STATUS ARGUMENT...: leaves out and err in $work.
run() {
	local want=$1 got
	shift
	"$program" "$@" >"$work/out" 2>"$work/err" </dev/null
	got=$?
	[ "$got" -eq "$want" ] || fail "exit status $got, not $want: $*: $(head -3 "$work/err")"
}

says() { grep -qF -- "$1" "$work/err" || fail "standard error lacks '$1': $(head -3 "$work/err")"; }
prints() { grep -qF -- "$1" "$work/out" || fail "standard output lacks '$1': $(head -5 "$work/out")"; }
lacks() { ! grep -qF -- "$1" "$work/out" || fail "standard output has '$1': $(grep -F -- "$1" "$work/out" | head -3)"; }
silent() { [ -s "$work/$1" ] && fail "$1 is not empty: $(head -3 "$work/$1")"; }

# cell PATH PERIOD COLUMN: of the CSV in $work/out.  No name of the shipped data holds a comma.
cell() {
	awk -F, -v path="$1" -v period="$2" -v column="$3" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["path"] == path && $at["period"] == period { print $at[column] }' "$work/out"
}

# near WHAT VALUE EXPECTED TOLERANCE
near() {
	awk -v a="$2" -v b="$3" -v t="$4" 'BEGIN { d = a - b; exit !(a != "" && d <= t && d >= -t) }' ||
		fail "$1 is '$2', not $3"
}
