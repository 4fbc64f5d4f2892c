#!/bin/sh
# Places that are missing, closed, full or limited: each run ends soon, with a message and an exit
# status, and leaves nothing behind.
set -u
: "${srcdir:=.}" "${TAMARACK:=./tamarack}"
work=${HOME:?}/places
rm -rf "$work"
mkdir -p "$work/empty" && cd "$work" || exit 1
market=$TAMARACK_PATH/ai-training-dataset.yaml
driver=${DRIVER:-$(dirname "$TAMARACK")/save_driver}
failures=0
fail() { echo "FAIL: $*"; failures=$((failures + 1)); }

# run STATUS COMMAND...: leaves out and err.
run() {
	want=$1
	shift
	"$@" > "$work/out" 2> "$work/err" < /dev/null
	got=$?
	[ $got -eq "$want" ] || { fail "status $got, not $want: $*"; cat "$work/err"; }
}
says() { grep -q -- "$1" "$work/err" || { fail "'$1' is not said"; cat "$work/err"; }; }
lines() { [ "$(wc -l < "$work/$1")" -eq "$2" ] || { fail "lines of $1"; cat "$work/$1"; }; }
mode() { ls -ld "$1" | cut -c1-10; }
only() { [ "$(ls -A "$1")" = "$2" ] || fail "$1 holds: $(ls -A "$1" | tr '\n' ' ')"; }

# No home, a strange home, directories by relative names: what needs none works.
for home in 'env -u HOME -u XDG_DATA_HOME -u XDG_CONFIG_HOME -u XDG_STATE_HOME' \
	'env HOME=/nonexistent XDG_DATA_HOME=/nonexistent XDG_STATE_HOME=/nonexistent' \
	'env HOME=relative XDG_DATA_HOME=data XDG_CONFIG_HOME=config XDG_STATE_HOME=state' \
	'env HOME= XDG_DATA_HOME= XDG_CONFIG_HOME= XDG_STATE_HOME='; do
	run 0 $home "$TAMARACK" list
	lines out 2
	run 0 $home "$TAMARACK" export ai-training-dataset --set total=35%
	run 2 $home "$TAMARACK" show ai-training-dataset -s no-such
	says no-such
	[ ! -e relative ] && [ ! -e data ] && [ ! -e state ] || fail "made by: $home"
done

# A directory that is gone meanwhile.
mkdir gone
(
	cd gone && rmdir ../gone
	"$TAMARACK" show "$market" > "$work/out" 2> "$work/err" || exit 1
	"$TAMARACK" list . > /dev/null 2>&1
	[ $? -le 2 ] || exit 1
	"$TAMARACK" export "$market" -o file 2> "$work/err" && exit 1
	grep -q "cannot write 'file'" "$work/err"
) || fail "a directory that is gone"

# Modes follow the umask; a file that is there keeps its own.
for mask in 000:-rw-rw-rw- 022:-rw-r--r-- 077:-rw-------; do
	rm -f export.csv s.yaml
	(umask ${mask%:*} && "$TAMARACK" export "$market" -o export.csv &&
		"$driver" save "$work/s.yaml" new) || fail "umask ${mask%:*}"
	[ "$(mode export.csv)" = "${mask#*:}" ] || fail "umask ${mask%:*}: $(mode export.csv)"
	[ "$(mode s.yaml)" = "${mask#*:}" ] || fail "umask ${mask%:*}: scenario $(mode s.yaml)"
done
chmod 640 export.csv s.yaml
"$TAMARACK" export "$market" -o export.csv && "$driver" save "$work/s.yaml" other || fail "again"
[ "$(mode export.csv)$(mode s.yaml)" = -rw-r------rw-r----- ] || fail "a file's own mode"

# A limit on the size of files, a full disk: the old file stays, nothing lies beside it.
mkdir limit && echo old > limit/export.csv
# Messages go through a pipe: a file would be limited, too.
said=$( (ulimit -f 0; "$TAMARACK" export "$market" -o limit/export.csv 2>&1); echo "status $?")
case $said in
*"cannot write"*"status 2") ;;
*) fail "a limit of file size: $said" ;;
esac
only limit export.csv
[ "$(cat limit/export.csv)" = old ] || fail "the old file under a limit"
if command -v unshare > /dev/null && unshare -Urm true 2> /dev/null; then
	mkdir small
	unshare -Urm sh -c '
		mount -t tmpfs -o size=16k none small || exit 77
		echo old > small/export.csv
		"$TAMARACK" export "$0" -o small/export.csv
		[ $? -eq 2 ] && [ "$(ls -A small)" = export.csv ] && [ "$(cat small/export.csv)" = old ]
		' "$market" 2> err
	case $? in
	0) says "No space left" ;;
	77) echo "no tmpfs here" ;;
	*) fail "a full disk"; cat err ;;
	esac
fi

# Inputs that are none.
: > empty.yaml
run 2 "$TAMARACK" check empty.yaml; says "is empty"; lines err 1
run 2 "$TAMARACK" check /dev/null; lines err 1
run 2 "$TAMARACK" check /dev/zero; lines err 1
ln -s one two && ln -s two one
run 2 "$TAMARACK" check ./one; lines err 1
run 2 "$TAMARACK" list ./one; says "symbolic links"
run 2 "$TAMARACK" check "$work/empty"
run 0 "$TAMARACK" list "$work/empty"; says "no markets found"
run 2 "$TAMARACK" show "$market/inside"

# Few descriptors: it works, or says that there are too many.
for n in 8 7 6 5 4; do
	(ulimit -n $n; "$TAMARACK" export ai-training-dataset --set total=35%) > out 2> err
	case $? in
	0) [ "$(wc -l < out)" -gt 100 ] || fail "$n descriptors: $(wc -l < out) lines" ;;
	2) says "Too many open files" ;;
	*) fail "$n descriptors"; cat err ;;
	esac
done

# Ten thousand files that are no markets, and one that is.
mkdir many
(cd many && seq 10000 | sed 's/$/.yaml/' | xargs touch) && cp "$market" many/market.yaml
run 0 "$TAMARACK" list many
lines out 1
[ $failures -eq 0 ]
