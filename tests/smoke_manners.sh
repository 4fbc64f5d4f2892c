#!/bin/sh
# What the real program does to the world around it, in tmux: the clipboard, the editor.
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

# The editor has the terminal as it was before us, keys that interrupt are its own, a stop is the
# whole job's, and whatever becomes of it the screen comes back.
cp "$srcdir/data/ai-training-dataset.yaml" "$scratch/market.yaml"
cat > "$scratch/editor" << 'EOF'
#!/bin/sh
stty -g > "$HOME/smoke/during"
trap 'echo interrupted' INT
echo "editing $*"
how=
until [ "$how" ]; do read -r how; done
case $how in
stop) kill -STOP 0; echo "going on"; read -r how ;;
kill) kill -KILL $$ ;;
write) for file; do :; done; sed -i 's/is: 8.74/is: 9.99/' "$file" ;;
esac
EOF
chmod +x "$scratch/editor"
start 80x24 "EDITOR=$scratch/editor $TAMARACK $scratch/market.yaml"
wait_for "[1 Modality]"
t send-keys -t s 5 G k E
wait_for "editing +"
[ "$(t display-message -p -t s '#{alternate_on}')" = 0 ] || fail "the editor has the alternate screen"
cmp -s "$scratch/before" "$scratch/during" || fail "the editor has our terminal settings"
t send-keys -t s C-c
wait_for "interrupted"
t send-keys -t s write Enter
wait_for "market.yaml was read again"
wait_for "9.99R"
wait_for "> Asia-Pacific ("
t send-keys -t s E
wait_for "editing +"
t send-keys -t s kill Enter
wait_for "editor was ended by signal 9"
wait_for "> Asia-Pacific ("
t send-keys -t s E
wait_for "editing +"
# All of the job stop; tmux lets them go on.
t send-keys -t s stop Enter
wait_for "going on"
t send-keys -t s "" Enter
wait_for "> Asia-Pacific ("
printf '# a comment more\n' >> "$scratch/market.yaml"
t send-keys -t s k
wait_for "market.yaml has changed on disk"
t send-keys -t s q
sane 0 "an editor"

[ $failures -eq 0 ]
