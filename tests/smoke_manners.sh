#!/bin/sh
# What the real program does to the world around it, in tmux: the clipboard.
set -u
. "${srcdir:?}/tests/tmux.sh"

# copied TEXT: until the terminal's clipboard holds it.
copied() {
	tries=0
	until [ "$(t show-buffer)" = "$1" ]; do
		tries=$((tries + 1))
		if [ $tries -gt 200 ]; then
			fail "the clipboard holds '$(t show-buffer)', not '$1'"
			return
		fi
		sleep 0.05
	done
}

# A row, a figure and a table reach the terminal's clipboard as they stand on the screen.
t set-option -s set-clipboard on
for TERM in tmux-256color screen; do
	infocmp "$TERM" > /dev/null 2>&1 || continue
	t set-buffer none
	start 80x24 "TERM=$TERM $TAMARACK ai-training-dataset"
	wait_for "[1 Modality]"
	t send-keys -t s 5 G k y
	wait_for "yc Copy"
	t send-keys -t s y
	wait_for "copied 1 row, 44 bytes, to the terminal's clipboard"
	copied "$(printf 'Asia-Pacific\t1.44\tA\t8.52\tA\t17.10\tA\t34.14\t~\t')"
	for field in $(t show-buffer); do
		screen | grep '^>' | grep -qF -- "$field" || fail "$field was copied, but is not shown"
	done
	t send-keys -t s y c
	copied 8.52
	t send-keys -t s y t
	wait_for "copied 6 rows"
	[ "$(t show-buffer | wc -l)" -eq 7 ] || fail "the table has not all rows"
	t show-buffer | cut -f1 | tail -n +2 | while IFS= read -r name; do
		screen | grep -qF "$name" || echo "$name"
	done | grep . && fail "names that are not on the screen were copied"
	t send-keys -t s q
	sane 0 "copying with TERM=$TERM"
done

# It can be switched off, and what a terminal does not take is not sent.
t set-buffer none
start 80x24 "$TAMARACK --no-clipboard ai-training-dataset"
wait_for "[1 Modality]"
t send-keys -t s y y
wait_for "the clipboard is switched off"
copied none
start 80x24 "TERM=vt100 $TAMARACK ai-training-dataset"
wait_for "[1 Modality]"
t send-keys -t s y y
wait_for "is not known to have a clipboard"
copied none
awk 'BEGIN {
	print "tamarack: 1\nid: wide\ntitle: Wide\nunit: {currency: USD}\nperiod: {base: 2025}"
	print "total: {value: {2025: 10}}\ndimensions:\n- id: all\n  segments:"
	for (i = 0; i < 3000; i++)
		print "  - {name: Segment with a name of some length, number " i "}"
}' | sed 's/name: \(.*\)}/name: "\1"}/' > "$scratch/wide.yaml"
start 80x24 "$TAMARACK $scratch/wide.yaml"
wait_for "Segment with"
t send-keys -t s y t
wait_for "terminals take 56244"
copied none

[ $failures -eq 0 ]
