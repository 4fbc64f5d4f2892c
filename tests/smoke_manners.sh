#!/bin/sh
# What the real program does to the world around it, in tmux: the clipboard, the editor,
# the mouse, and bytes that are no keys.
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

# raw TEXT: these bytes, at once, as printf has them.
raw() {
	# shellcheck disable=SC2046,SC2059
	t send-keys -t s -H $(printf "$1" | od -An -tx1 -v)
}

# The mouse: a click selects, a second one unfolds, the wheel scrolls, a tab shows its dimension.
for TERM in xterm-256color screen; do
	start 80x24 "TERM=$TERM $TAMARACK ai-training-dataset"
	wait_for "[1 Modality]"
	raw '\033[<0;62;2M\033[<0;62;2m'
	wait_for "[5 Geography]"
	raw '\033[<0;5;9M\033[<0;5;9m'
	wait_for "Asia-Pacific (4 of 5)"
	raw '\033[<0;5;9M\033[<0;5;9m'
	wait_for "- Asia-Pacific"
	raw '\033[<65;5;9M'
	wait_gone "  Total   "
	raw '\033[<64;5;9M'
	wait_for "  Total   "
	# ncurses gives up on half a report; what is behind it counts.
	raw '\033[<0;5'
	raw '\033[<0;5;6M'
	wait_for "North America (1 of"
	t send-keys -t s :mouse Enter
	wait_for "the mouse is the terminal's"
	[ "$(t display-message -p -t s '#{mouse_any_flag}')" = 0 ] || fail "the mouse is still ours"
	raw '\033[<0;5;7M'
	t send-keys -t s F8
	wait_for "the mouse is ours"
	screen | grep -q "North America (1 of" || fail "a click counted though the mouse was off"
	[ "$(t display-message -p -t s '#{mouse_any_flag}')" = 1 ] || fail "the mouse is not ours"
	t send-keys -t s Q
	sane 0 "the mouse with TERM=$TERM"
	[ "$(t display-message -p -t s '#{mouse_any_flag}')" = 0 ] || fail "the mouse is on after us"
done

# What is no key types nothing, and the program goes on.
start 80x24 "TERM=xterm-256color $TAMARACK ai-training-dataset"
wait_for ">  Total"
before=$(screen)
for garbage in '\033[<0;5M' '\033[<;;;;;M' '\033[<0;999;999M' '\033[<0;0;0M' '\033[<0;5;8' '\033[<' \
	'\033[M' '\033[M\001' '\033[?1;2c' '\033[I\033[O' '\033[12;40R' '\033]52;c;UXk=\007' \
	'\033]0;Qy\033\\' '\033PQy\033\\' '\033_Qy\033\\' '\033^Qy\033\\' '\033[99;99;99~' '\033[1;9Q' \
	'\377\376\377' '\303\050\300\257\355\240\200'; do
	raw "$garbage"
	raw '\033[<35;1;1M'
done
# A thousand bytes that are no characters are no line that hung up.
raw "$(printf '\\377%.0s' $(seq 1000))"
# curses takes up to 16 bytes for the rest of a character.
raw 'kkkkkkkkkkkkkkkkkkkkkkkk'
t send-keys -t s C-l G
wait_for "(4 of 4)"
t send-keys -t s g g
wait_for ">  Total"
[ "$(screen | tail -n +4 | head -n 9)" = "$(echo "$before" | tail -n +4 | head -n 9)" ] ||
	fail "garbage changed the screen: $(screen)"

# Pastes are never keys: commands, an end mark within, a megabyte, one without its end.
paste() {
	t set-buffer "$1"
	t paste-buffer -p -t s
}
paste 'Qy
:q!
'
wait_for "a paste goes into prompts only"
t send-keys -t s j
wait_gone "a paste goes"
raw '\033[200~one\033[201~Qy\r:quit\r\033[201~'
wait_for "a paste goes into prompts only"
t send-keys -t s j
wait_gone "a paste goes"
raw '\033[200~Qy\r:quit\r'
wait_for "a paste goes into prompts only"
t send-keys -t s j
wait_gone "a paste goes"
awk 'BEGIN { for (i = 0; i < 65536; i++) printf "Qy:quit\r0000000" }' > "$scratch/megabyte"
t load-buffer "$scratch/megabyte"
t paste-buffer -p -t s
wait_for "a paste goes into prompts only"
t send-keys -t s / 
paste "$(printf 'sen\033sor\n')"
wait_for "/ sen"
t send-keys -t s Escape
wait_gone "/ sen"
t send-keys -t s Q
sane 0 "pastes"

[ $failures -eq 0 ]
