#!/bin/sh
# The real program in a terminal: tmux on a private socket, fixed sizes, every wait with a deadline.
set -u
. "${srcdir:?}/tests/tmux.sh"

# The main story: library, first market, geography, 40 % for Asia-Pacific, undo, save.
start 80x24 "$TAMARACK"
wait_for "1 of 2"
t send-keys -t s Enter
wait_for "[1 Modality]"
t send-keys -t s 5 G k
wait_for "Geography > Asia-Pacific"
t send-keys -t s e 40 Enter
wait_for "10.55S"
wait_for "other splits x1.040766"
t send-keys -t s m m
wait_for "16.04S"
t send-keys -t s u u u
wait_gone "[modified]"
t send-keys -t s C-r s smoke Enter
wait_for "saved in"
grep -q 'geography/asia-pacific' "$XDG_DATA_HOME/tamarack/scenarios/smoke.yaml" \
	|| fail "the scenario is not in its file"

# Down to one cell and back: the same place.
before=$(screen | grep -F '> Asia-Pacific')
t resize-window -t s -x 1 -y 1
t resize-window -t s -x 20 -y 5
wait_for "40x10"
t resize-window -t s -x 80 -y 24
wait_for "Geography > Asia-Pacific"
[ "$before" = "$(screen | grep -F '> Asia-Pacific')" ] || fail "the place changed with the size"

# Quitting asks when there is something to lose.
t send-keys -t s + Q
wait_for "Unsaved edits"
t send-keys -t s y
sane 0 "quitting"

# A paste is not keys.
start 80x24 "$TAMARACK ai-training-dataset"
wait_for "[1 Modality]"
t set-buffer 'Qy
:q!
'
t paste-buffer -p -t s
wait_for "a paste goes into prompts only"

# ^Z and back.
t send-keys -t s 5
wait_for "[5 Geography]"
pid=$(pid_of)
kill -TSTP "$pid"
tries=0
until grep -q '^State:.T' "/proc/$pid/status" 2> /dev/null || [ $tries -gt 200 ]; do
	[ -d /proc/$pid ] || break
	tries=$((tries + 1))
	sleep 0.05
done
kill -CONT "$pid"
t send-keys -t s G
wait_for "> Middle East and Africa"

# Signals and crashes give the terminal back.
kill -TERM "$pid"
sane 143 SIGTERM
for signal in HUP:129 SEGV:139 ABRT:134; do
	start 80x24 "$TAMARACK ai-training-dataset"
	wait_for "[1 Modality]"
	kill -"${signal%:*}" "$(pid_of)"
	sane "${signal#*:}" "SIG${signal%:*}"
done

# What was typed outlives any end, and is offered once.
for signal in KILL SEGV HUP TERM; do
	start 80x24 "$TAMARACK ai-training-dataset"
	wait_for "[1 Modality]"
	t send-keys -t s 5 G k e 40 Enter
	wait_for "10.55S"
	kill -"$signal" "$(pid_of)"
	wait_for "left "
	start 80x24 "$TAMARACK ai-training-dataset"
	wait_for "take them back"
	t send-keys -t s y 5
	wait_for "10.55S"
	t send-keys -t s q
	wait_for "Unsaved edits"
	t send-keys -t s y
	sane 0 "leaving edits after SIG$signal"
	start 80x24 "$TAMARACK ai-training-dataset"
	wait_for "[1 Modality]"
	screen | grep -q "take them back" && fail "edits that were left are offered again"
	t send-keys -t s u q
	sane 0 "a clean start"
done

# A second program on the same scenario asks, and so does its save.
t new-session -d -s other -x 80 -y 24 "$TAMARACK -s smoke; exec cat"
tries=0
until t capture-pane -p -t other | grep -qF "[1 Modality]" || [ $tries -gt 200 ]; do
	tries=$((tries + 1))
	sleep 0.05
done
start 80x24 "$TAMARACK -s smoke"
wait_for "open in another tamarack"
t send-keys -t s Enter +
wait_for "smoke [modified]"
t send-keys -t other - s Enter
tries=0
until t capture-pane -p -t other | grep -qF "saved in" || [ $tries -gt 200 ]; do
	tries=$((tries + 1))
	sleep 0.05
done
t send-keys -t s s Enter
wait_for "has changed on disk"
t send-keys -t s c
wait_for "only in the file"
t send-keys -t s q s Enter
wait_for "c compare"
t send-keys -t s o
wait_for "saved in"
t send-keys -t s q
sane 0 "a save over another's"
t kill-session -t other

# A broken file is told by place, and hides no other.
printf 'tamarack: 1\nid: bad\ntitle: Bad\nunit: {currency: USD}\nperiod: {base: 2025}\ntotal: {shrae: {2025: 1%%}}\n' \
	> "$scratch/bad.yaml"
start 80x24 "$TAMARACK $scratch/bad.yaml"
sane 2 "a bad file"
screen | grep -q "did you mean" || fail "no message for a bad file"
start 80x24 "$TAMARACK $scratch/bad.yaml ai-training-dataset"
wait_for "bad.yaml: 1 error"
wait_for "AI training dataset market"
t send-keys -t s q
sane 0 "the list"

# What takes long to load says so and is ended by Escape; keys typed meanwhile are not lost.
mkfifo "$scratch/slow.yaml"
start 80x24 "$TAMARACK $scratch/slow.yaml"
wait_for "slow.yaml ... Esc ends it"
t send-keys -t s Escape
sane 2 "a load that was ended"
t capture-pane -p -J -t s | grep -q "reading was cancelled" || fail "no message for a load that was ended"
start 80x24 "$TAMARACK $scratch/slow.yaml"
wait_for "slow.yaml ... Esc ends it"
t send-keys -t s 5 G k
cat "${TAMARACK_PATH%%:*}/ai-training-dataset.yaml" > "$scratch/slow.yaml"
wait_for "Geography > Asia-Pacific"
t send-keys -t s q
sane 0 "a slow load"
rm "$scratch/slow.yaml"

# Terminals that cannot show it: one line, status 2.
for name in dumb no-such-terminal ''; do
	start 80x24 "TERM=$name $TAMARACK"
	sane 2 "TERM=$name"
done

# Plain ASCII outside UTF-8, and on demand.
for how in "LC_ALL=C $TAMARACK ai-training-dataset" "$TAMARACK --ascii ai-training-dataset"; do
	start 80x24 "$how"
	wait_for "_..:-+#"
	screen | LC_ALL=C grep -q '[^ -~]' && fail "more than ASCII: $how"
	t send-keys -t s q
	sane 0 "$how"
done

# 40x10 works; so does 120x40.
start 40x10 "$TAMARACK ai-training-dataset"
wait_for "CAGR 26-31"
start 120x40 "$TAMARACK ai-training-dataset"
wait_for "Source: Mordor Intelligence"

[ $failures -eq 0 ]
