#!/bin/sh
# Replays tamarack-tutorial(7): its commands in a shell, its keys in the real program in tmux, and
# after each what the page's `see:` comments promise.
: "${srcdir:=$(dirname "$0")/..}" "${scratch:=tests/tutorial.scratch}" "${TAMARACK:=./tamarack}"
page=$srcdir/man/tamarack-tutorial.7
command -v tmux >/dev/null || exit 77
mkdir -p "$scratch/bin" "$scratch/work"
scratch=$(cd "$scratch" && pwd)
ln -sf "$TAMARACK" "$scratch/bin/tamarack"
PATH=$scratch/bin:$PATH
socket=$scratch/tmux
tmux() { command tmux -S "$socket" -f /dev/null "$@"; }
screen() { tmux capture-pane -p 2>/dev/null; }
trap 'tmux kill-server 2>/dev/null' EXIT

# run COMMAND, keys WORD..., see TEXT: one a line, in the order of the page.
script=$(sed -e ':a' -e '/\\e$/{N;s/\\e\n *//;ba' -e '}' "$page" | sed -n -e 's/^\$ /run /p' -e 's/^\.\\" see: /see /p' -e 's/^\.It Ic /keys /p' |
	sed -e 's/\\&//g' -e 's/\\-/-/g' -e 's/\\(ha/^/g' -e 's/\\(ti/~/g' -e "s/\\\\(aq/'/g")

running() { tmux list-sessions >/dev/null 2>&1; }

# Waits up to half a minute for a command to be true.
await() {
	tries=600
	until "$@"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		sleep 0.05
	done
}
shows() { screen | grep -qF -- "$1"; }
gone() { ! running; }

fail() {
	echo "FAIL: $*"
	running && screen
	[ -s "$scratch/answer" ] && cat "$scratch/answer"
	exit 1
}

press() {
	for word; do
		case $word in
		Enter | Tab) tmux send-keys "$word" ;;
		Esc) tmux send-keys Escape ;;
		^?) tmux send-keys "C-$(printf %s "${word#^}" | tr A-Z a-z)" ;;
		*) tmux send-keys -l -- "$word" ;;
		esac
	done
}

n=0
printf '%s\n' "$script" >"$scratch/script"
while read -r what text; do
	n=$((n + 1))
	case $what in
	run)
		if [ "$text" = tamarack ]; then
			tmux new-session -d -x 80 -y 24 -c "$scratch/work" "$scratch/bin/tamarack" ||
				fail "cannot start: $text"
		else
			running && await gone || ! running || fail "still in the explorer at: $text"
			(cd "$scratch/work" && eval "$text") >"$scratch/answer" 2>&1 </dev/null ||
				fail "status $?: $text"
		fi ;;
	keys)
		set -f
		press $text
		set +f ;;
	see)
		if running; then
			await shows "$text" || fail "the screen does not show: $text"
		else
			grep -qF -- "$text" "$scratch/answer" || fail "the answer does not have: $text"
		fi ;;
	esac
done <"$scratch/script"
[ $n -gt 40 ] || fail "only $n steps were found in $page"
running && await gone || ! running || fail "the explorer goes on at the end"
echo "$n steps"
