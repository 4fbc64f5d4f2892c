# For the tests in a real terminal: tmux on a private socket, fixed sizes, every wait with a deadline.
command -v tmux > /dev/null || { echo "no tmux"; exit 77; }

# the program's own handlers are under test here, not a sanitizer's
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}handle_segv=0:handle_abort=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0
export ASAN_OPTIONS

socket=tamarack-smoke-$$
scratch=${HOME:?}/smoke
mkdir -p "$scratch"
failures=0
trap 'tmux -L "$socket" kill-server 2> /dev/null' EXIT
trap 'exit 1' HUP INT TERM

t() { tmux -L "$socket" -f /dev/null "$@" 2> /dev/null; }
screen() { t capture-pane -p -t s; }

# wait_for TEXT: until the screen shows it, for at most 10 seconds.
wait_for() {
	tries=0
	until screen | grep -qF -- "$1"; do
		tries=$((tries + 1))
		if [ $tries -gt 200 ]; then
			echo "FAIL: '$1' never came:"
			screen
			failures=$((failures + 1))
			return 1
		fi
		sleep 0.05
	done
}
wait_gone() {
	tries=0
	while screen | grep -qF -- "$1"; do
		tries=$((tries + 1))
		if [ $tries -gt 200 ]; then
			echo "FAIL: '$1' stayed"
			failures=$((failures + 1))
			return 1
		fi
		sleep 0.05
	done
}
fail() { echo "FAIL: $*"; failures=$((failures + 1)); }

# start COLUMNSxROWS COMMAND: afterwards the line "left STATUS" shows that it is over, and
# $scratch/after the terminal's settings, to be compared with $scratch/before.
start() {
	t kill-session -t s
	rm -f "$scratch/before" "$scratch/after"
	t new-session -d -s s -x "${1%x*}" -y "${1#*x}" \
		"stty -g > $scratch/before; $2; echo left \$?; stty -g > $scratch/after; exec cat"
	t set-option -g status off > /dev/null
	t resize-window -t s -x "${1%x*}" -y "${1#*x}"
}
sane() {
	wait_for "left $1" || return
	tries=0
	until [ -s "$scratch/after" ] || [ $tries -gt 200 ]; do
		tries=$((tries + 1))
		sleep 0.05
	done
	cmp -s "$scratch/before" "$scratch/after" || fail "terminal settings differ after $2"
	[ "$(t display-message -p -t s '#{alternate_on}')" = 0 ] || fail "alternate screen after $2"
	[ "$(t display-message -p -t s '#{cursor_flag}')" = 1 ] || fail "no cursor after $2"
}
# The program in the session: the one child of its shell.
pid_of() {
	shell=$(t display-message -p -t s '#{pane_pid}')
	if command -v pgrep > /dev/null; then
		pgrep -P "$shell" -f "$TAMARACK"
	else
		cat /proc/[0-9]*/stat 2> /dev/null |
			awk -v shell="$shell" '{ pid = $1; sub(/.*\) . /, "") } $1 == shell { print pid }'
	fi
}

# A session that stays keeps the server alive while others come and go.
t new-session -d -s keep 'exec cat'
