#!/bin/sh
# Folders of src/ are layers: an include goes to the same folder or to one further down.  Curses is
# known to src/term/term*.c alone, and a .c file includes at most 8 headers of the project.
#
# layers.sh [SRC]: checks one tree; without SRC the project's own, after proving on planted trees
# that each rule can fail.
set -u

# layers TREE: prints what is wrong, one line each; nothing wrong, nothing printed.
layers() {
	(cd "$1" && find . -name '*.[ch]' -o -name '*.def') | sed 's|^\./||' | LC_ALL=C sort |
	(cd "$1" && xargs awk '
	BEGIN {
		n = split("base market scenario forecast analysis chart term report model cli tui", names, " ")
		for (i = 1; i <= n; i++)
			layer[names[i]] = i
		most = 8
	}
	FNR == 1 {
		full()
		file = FILENAME
		folder = file
		own = file ~ /\// ? sub(/\/.*/, "", folder) * layer[folder] : n + 1
		if (!own)
			print file ": unknown folder " folder
		headers = 0
	}
	/^[ \t]*#[ \t]*include/ {
		what = $0
		sub(/^[ \t]*#[ \t]*include[ \t]*/, "", what)
		quoted = what ~ /^"/
		sub(/^["<]/, "", what)
		sub(/[">].*$/, "", what)
		if (what ~ /^(ncursesw?\/)?(n?curses|panel|menu|form|term)\.h$/ && !quoted) {
			if (file !~ /^term\/term(_[a-z]+)?\.c$/)
				print file ":" FNR ": curses outside term/term*.c"
			next
		}
		if (!quoted || !own || what == "config.h")
			next
		headers += what ~ /\.h$/
		to = what
		if (!sub(/\/[^\/]*$/, "", to)) {
			print file ":" FNR ": include \"" what "\" without its folder"
		} else if (!(to in layer)) {
			print file ":" FNR ": include of unknown folder " to
		} else if (layer[to] > own) {
			print file ":" FNR ": " folder " includes " to ", which lies above it"
		}
	}
	function full() {
		if (file ~ /\.c$/ && headers > most)
			print file ": " headers " project headers, at most " most
	}
	END { full() }' /dev/null)
}

# planted NAME FILE TEXT EXPECTED: TEXT in FILE of an otherwise clean tree must be found.
planted() {
	rm -rf "$scratch/$1"
	mkdir -p "$scratch/$1/base" "$scratch/$1/market" "$scratch/$1/tui" "$scratch/$1/term"
	printf '#include <curses.h>\n#include "market/market.h"\n' > "$scratch/$1/term/term.c"
	printf '#include <term.h>\n' > "$scratch/$1/term/term_draw.c"
	printf '#include "base/text.h"\n' > "$scratch/$1/market/market.h"
	mkdir -p "$(dirname "$scratch/$1/$2")"
	printf "$3" > "$scratch/$1/$2"
	found=$(layers "$scratch/$1")
	if [ "$found" != "$4" ]; then
		echo "planted $1: expected '$4', found '$found'"
		status=1
	fi
}

status=0
if [ $# -eq 0 ]; then
	scratch=${scratch:-$(mktemp -d)}
	trap 'rm -rf "$scratch"' EXIT
	planted clean base/text.c '#include "config.h"\n#include "base/text.h"\n#include <glib.h>\n' ''
	planted upward base/text.c '#include "base/text.h"\n\n# include "market/market.h"\n' \
		'base/text.c:3: base includes market, which lies above it'
	planted upward-header base/text.h '#include "tui/app.h"\n' \
		'base/text.h:1: base includes tui, which lies above it'
	planted unknown market/load.c '#include "yaml/reader.h"\n' \
		'market/load.c:1: include of unknown folder yaml'
	planted nowhere market/load.c '#include "market.h"\n' \
		'market/load.c:1: include "market.h" without its folder'
	planted stray util/list.c '#include "base/text.h"\n' 'util/list.c: unknown folder util'
	planted curses tui/app.c '#include <ncurses.h>\n' 'tui/app.c:1: curses outside term/term*.c'
	planted curses-low base/text.c '#include <ncursesw/curses.h>\n' \
		'base/text.c:1: curses outside term/term*.c'
	planted curses-header term/term.h '#include <curses.h>\n' 'term/term.h:1: curses outside term/term*.c'
	planted curses-near term/terms.c '#include <curses.h>\n' 'term/terms.c:1: curses outside term/term*.c'
	planted wide tui/app.c "$(for i in 1 2 3 4 5 6 7 8 9; do printf '#include "tui/%s.h"\\n' $i; done)" \
		'tui/app.c: 9 project headers, at most 8'
	planted full tui/app.c "$(for i in 1 2 3 4 5 6 7 8; do printf '#include "tui/%s.h"\\n' $i; done)" ''
fi

found=$(layers "${1:-$(dirname "$0")/../src}")
if [ -n "$found" ]; then
	echo "$found"
	status=1
fi
exit $status
