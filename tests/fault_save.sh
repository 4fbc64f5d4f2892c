#!/bin/sh
# A save under every fault of the real system: each system call of it fails in turn, or the program
# is killed in front of it.  The file then holds the old bytes or the new ones, the exit status and
# a message tell which, and nothing lies beside it after the next start.
set -u
driver=${DRIVER:-$(dirname "${TAMARACK:?}")/save_driver}
command -v strace > /dev/null || { echo "no strace"; exit 77; }

# a sanitizer cannot look for leaks in a traced program
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
export ASAN_OPTIONS

scratch=${HOME:?}/faults
mkdir -p "$scratch" || exit 1
strace -o /dev/null true 2> /dev/null || { echo "strace cannot trace here"; exit 77; }
calls=openat,flock,fstat,newfstatat,lstat,readlink,readlinkat,read,write,fchown,fchmod,fsync
calls=$calls,close,rename,renameat,renameat2,link,linkat,unlink,unlinkat
known=$(for call in $(echo "$calls" | tr , ' '); do
	strace -o /dev/null -e trace="$call" true 2> /dev/null && printf '%s,' "$call"
done)
known=${known%,}
failures=0
points=0
fail() { echo "FAIL: $*"; failures=$((failures + 1)); }

# prepare CASE: the file as it is before the save.
prepare() {
	rm -rf "$scratch/d"
	mkdir "$scratch/d"
	if [ "$1" = old ]; then
		printf 'tamarack: 1\nscenario: x\ntitle: old\n' > "$scratch/d/x.yaml"
		cp "$scratch/d/x.yaml" "$scratch/old"
	fi
}
is_old() {
	if [ "$1" = old ]; then cmp -s "$scratch/d/x.yaml" "$scratch/old"
	else [ ! -e "$scratch/d/x.yaml" ]; fi
}
is_new() { cmp -s "$scratch/d/x.yaml" "$scratch/new-$1"; }

# check CASE STATUS WHAT
check() {
	points=$((points + 1))
	case $2 in
	0) is_new "$1" || fail "$3: says saved, but it is not" ;;
	3) is_new "$1" || fail "$3: says saved, not durable, but it is not"
	   grep -q durable "$scratch/err" || fail "$3: no word about it" ;;
	1) is_old "$1" || fail "$3: says not saved, but the file is another"
	   [ -s "$scratch/err" ] || fail "$3: no message" ;;
	137) is_old "$1" || is_new "$1" || fail "$3: neither the old nor the new bytes" ;;
	*) fail "$3: status $2" ;;
	esac
	if [ "$2" != 137 ]; then
		# What cannot be unlinked stays until the next start.
		case $3 in *unlink*) ;; *)
			[ "$(ls -A "$scratch/d" | grep -cv '^x\.yaml$')" = 0 ] || fail "$3: a file stays" ;;
		esac
	fi
	"$driver" sweep "$scratch/d"
	[ "$(ls -A "$scratch/d" | grep -cv '^x\.yaml$')" = 0 ] || fail "$3: a file outlives the sweep"
}

for case in old none; do
	prepare $case
	strace -o "$scratch/log" -e trace="$known,getppid" "$driver" save "$scratch/d/x.yaml" new \
		2> "$scratch/err" || { fail "$case: the save itself"; cat "$scratch/err"; continue; }
	cp "$scratch/d/x.yaml" "$scratch/new-$case"
	# CALL FIRST LAST: which calls of that name belong to the save.
	awk -F'(' '$1 == "getppid" { part++ }
		$1 ~ /^[a-z0-9]+$/ { n[$1]++; if (part == 1) { if (!first[$1]) first[$1] = n[$1]; last[$1] = n[$1] } }
		END { for (c in first) if (c != "getppid") print c, first[c], last[c] }' \
		"$scratch/log" | sort > "$scratch/plan"
	[ -s "$scratch/plan" ] || fail "$case: no calls seen"
	while read -r call first last; do
		at=$first
		while [ "$at" -le "$last" ]; do
			for fault in error=ENOSPC error=EDQUOT error=EIO error=EACCES error=EROFS error=EINTR signal=KILL; do
				prepare $case
				strace -o /dev/null -e trace="$call" -e "inject=$call:$fault:when=$at" \
					"$driver" save "$scratch/d/x.yaml" new 2> "$scratch/err"
				check $case $? "$case file, $call $((at - first + 1)), $fault"
			done
			at=$((at + 1))
		done
	done < "$scratch/plan"
done
echo "$points faults"
[ "$points" -ge 60 ] || fail "only $points faults"
[ $failures -eq 0 ]
