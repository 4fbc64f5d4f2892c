#!/bin/sh
# The manual: sound mdoc, complete (actions, commands, options, keys of files, environment, exit
# codes, classes of messages), nothing in it that does not exist, no dangling link, and examples
# that run.
: "${srcdir:=$(dirname "$0")/..}" "${scratch:=tests/manual.scratch}" "${TAMARACK:=./tamarack}"
man1=man/tamarack.1
[ -f $man1 ] || man1=$srcdir/$man1
market=$srcdir/man/tamarack-market.5
scenario=$srcdir/man/tamarack-scenario.5
tutorial=$srcdir/man/tamarack-tutorial.7
pages="$man1 $market $scenario $tutorial"
mkdir -p "$scratch/bin" "$scratch/work"
scratch=$(cd "$scratch" && pwd)
ln -sf "$TAMARACK" "$scratch/bin/tamarack"
PATH=$scratch/bin:$PATH
failed=0
fail() {
	echo "FAIL: $*"
	failed=1
}

# A page with its escapes undone.
plain() {
	sed -e 's/\\&//g' -e 's/\\-/-/g' -e 's/\\(ha/^/g' -e 's/\\(ti/~/g' -e "s/\\\\(aq/'/g" \
		-e 's/\\(ga/`/g' -e 's/\\e/\\/g' -e 's/\\~/ /g' "$1"
}
# Lines of a section.
section() {
	plain "$1" | awk -v name="$2" '/^\.Sh /{ on = substr($0, 5) == name; next } on'
}

for page in $pages; do
	if command -v mandoc >/dev/null; then
		# Whether other pages are installed is not at issue here.
		mandoc -Tlint -Wstyle "$page" 2>&1 | grep -v 'referenced manual not found: Xr tamarack' \
			>"$scratch/out"
		[ -s "$scratch/out" ] && fail "mandoc: $(cat "$scratch/out")"
	fi
	if command -v mandoc >/dev/null; then
		mandoc -K utf-8 -T utf8 -O width=80 "$page" | sed "s/.$(printf '\b')//g" |
			expand | LC_ALL=C.UTF-8 grep -E '^.{81}' >"$scratch/out" &&
			fail "$page: wider than 80 columns: $(cat "$scratch/out")"
	fi
	if command -v groff >/dev/null; then
		groff -mandoc -ww -Tutf8 -z "$page" >"$scratch/out" 2>&1
		[ -s "$scratch/out" ] && fail "groff: $page: $(cat "$scratch/out")"
	fi
	# A bare sign would be a typographic one in print.
	awk -v page="$page" '/^\.Bd -literal/ { on = 1 } /^\.Ed/ { on = 0 }
		on && !/^\./ && /(^|[^\\])-|[~^`]|(^|[^a])'\''/ { print "FAIL: bare sign: " page ": " $0; bad = 1 }
		END { exit bad }' "$page" || failed=1
	for link in $(sed -n 's/^\.Xr \([^ ]*\) \([0-9]\).*/\1.\2/p' "$page"); do
		case " $pages " in
		*"/$link "*) ;;
		*) fail "$page: .Xr $link leads nowhere" ;;
		esac
	done
	sed -n 's/^\.Sx \(.*\)/\1/p' "$page" | sed 's/ [.,;:]$//' | sort -u >"$scratch/links"
	while read -r link; do
		grep -qE "^\.S[hs] $link\$" "$page" || fail "$page: .Sx $link leads nowhere"
	done <"$scratch/links"
done

# Actions: each one in KEYS with its sentence, and every key once.
section "$man1" KEYS >"$scratch/keys"
"$TAMARACK" keys --format csv >"$scratch/actions.csv" || fail "keys"
actions=$(($(wc -l <"$scratch/actions.csv") - 1))
items=$(grep -c '^\.It ' "$scratch/keys")
[ "$actions" -ge 40 ] && [ "$actions" -eq "$items" ] ||
	fail "$actions actions and $items entries of KEYS"
"$TAMARACK" keys --mdoc | sed -e 's/\\&//g' -e 's/\\-/-/g' -e 's/\\(ha/^/g' -e 's/\\e/\\/g' \
	>"$scratch/mdoc"
while IFS= read -r line; do
	[ "$(grep -cFx -- "$line" "$scratch/keys")" -ge 1 ] || fail "not in KEYS: $line"
done <"$scratch/mdoc"
sed -n 's/^\.It Ic //p' "$scratch/keys" | sed 's/ , Ic /\
/g' | sort | uniq -d >"$scratch/out"
[ -s "$scratch/out" ] && fail "keys that stand twice in KEYS: $(tr '\n' ' ' <"$scratch/out")"

# Every view has its section, which help begins with.
for title in $(sed -n 's/^	\.title = "\(.*\)",$/\1/p' "$srcdir"/src/tui/view_*.c | sort -u | tr " " _); do
	grep -qx "\.Ss The $(echo "$title" | tr _ " ") view" "$man1" ||
		fail "no section 'The $title view'"
done

# What stands in the page, and what the program has.
same() {
	comm -13 "$scratch/$2" "$scratch/$3" >"$scratch/out"
	[ -s "$scratch/out" ] && fail "$1 that lack in tamarack.1: $(tr '\n' ' ' <"$scratch/out")"
	comm -23 "$scratch/$2" "$scratch/$3" >"$scratch/out"
	[ -s "$scratch/out" ] && fail "$1 that the program lacks: $(tr '\n' ' ' <"$scratch/out")"
}

# Commands and options.
section "$man1" COMMANDS | sed -n 's/^\.It Cm \([a-z]*\).*/\1/p' | sort >"$scratch/commands"
"$TAMARACK" --help | sed -n '/^Commands/,/^$/s/^  \([a-z][a-z]*\).*/\1/p' | sort >"$scratch/has"
same commands commands has
section "$man1" OPTIONS | grep '^\.It' | grep -o 'Fl -[a-z-]*' | sed 's/Fl -/--/' | sort -u \
	>"$scratch/options"
section "$man1" OPTIONS | grep '^\.It.* , -' | grep -o ' , -[a-z-]*' | sed 's/ , -/--/' |
	sort -u - "$scratch/options" >"$scratch/all"
for command in '' $(cat "$scratch/commands"); do
	"$TAMARACK" $command --help 2>/dev/null | sed -n 's/^  ..  *\(--[a-z-]*\).*/\1/p; s/^  -., \(--[a-z-]*\).*/\1/p'
done | sort -u >"$scratch/has"
same options all has
# Each option of a command beside that command.
for command in $(cat "$scratch/commands"); do
	for option in $("$TAMARACK" "$command" --help 2>/dev/null | sed -n '/^Options of the command/,/^$/s/^  .*\(--[a-z-]*\).*/\1/p'); do
		section "$man1" OPTIONS | grep -q "^\.It Cm $command .*Fl -${option#--}\\b" ||
			section "$man1" OPTIONS | grep -q "^\.It Cm .*$command.* Fl .*-${option#--}\\b" ||
			fail "$command $option is not documented"
	done
done

# Keys of the market file: those of each mapping behind its comment.
documented() {
	plain "$1" | awk -v name="$2" '$1 == ".\\\"" && $2 == "keys:" { on = $3 == name; next }
		/^\.S[hs] / { on = 0 }
		on && /^\.It Cm / { $1 = $2 = ""; print }' | tr ' ' '\n' | grep -E '^[a-z_]+$' | grep -v '^Cm$'
}
awk '
	/^#define KEYS_/ { split($2, part, "("); name = tolower(substr(part[1], 6)) }
	/KEY\(/ && !/^(#define| \*)/ { key = $0; sub(/.*KEY\(/, "", key); sub(/,.*/, "", key)
		print name, key }' "$srcdir/src/market/keys.def" >"$scratch/market-keys"
[ "$(wc -l <"$scratch/market-keys")" -ge 100 ] || fail "no keys found in keys.def"
while read -r mapping key; do
	documented "$market" "$mapping" | grep -qx "$key" ||
		fail "tamarack-market.5 lacks the key '$key' of $mapping"
done <"$scratch/market-keys"
for mapping in $(cut -d' ' -f1 "$scratch/market-keys" | sort -u); do
	for key in $(documented "$market" "$mapping"); do
		grep -qx "$mapping $key" "$scratch/market-keys" ||
			fail "tamarack-market.5 has a key '$key' of $mapping, the loader has none"
	done
done

# Keys and words of the scenario file, from the tables of its reader.
words() {
	awk -v name="$1" '$0 ~ "const " name "\\[\\] = \\{" { on = 1 } on; on && /}/ { exit }' \
		"$srcdir"/src/scenario/*read*.c | grep -o '"[a-z_]*"' | tr -d '"'
}
check_words() {
	[ -n "$(words "$1")" ] || fail "no $1 in the readers of src/scenario"
	for word in $(words "$1"); do
		documented "$scenario" "$2" | grep -qx "$word" ||
			fail "tamarack-scenario.5 lacks '$word' of $2"
	done
}
check_words keys scenario
check_words entry_keys adjust
check_words simulate_keys simulate
check_words shape_names shape
check_words fade_keys shape
check_words curve_keys shape
check_words spread_names spread
check_words spread_keys spread

# Styles of the configuration; the page has the first and the last of the series.
sed -n 's/.*\[STYLE_.*\] = {.*, "\([a-z0-9-]*\)"},$/\1/p' "$srcdir/src/chart/canvas.c" |
	grep -v 'series-[2-7]' | sort >"$scratch/has"
[ "$(wc -l <"$scratch/has")" -ge 10 ] || fail "no styles found in canvas.c"
plain "$man1" | awk '/^\.\\" styles$/ { on = 1 } /^\.El/ { on = 0 }
	on && /^\.It Cm / { for (i = 3; i <= NF; i++) print $i }' |
	grep -E '^[a-z]' | grep -vx to | sort >"$scratch/styles"
same styles styles has

# Environment, exit codes, classes of messages.
for name in $(cat "$srcdir"/src/*.c "$srcdir"/src/*/*.c |
	grep -oE 'getenv\("[A-Z_]+"|user_directory\("[A-Z_]+"' | grep -oE '[A-Z_]{3,}' | sort -u); do
	section "$man1" ENVIRONMENT | grep -q "^\.It Ev $name\\b" || fail "\$$name is not documented"
done
for code in $(sed -n '/^enum exit_status/,/^}/s/.*= \([0-9]*\),.*/\1/p' "$srcdir/src/cli/cli.h"); do
	section "$man1" 'EXIT STATUS' | grep -qx "\.It Sy $code" || fail "no exit status $code"
done
for class in $(sed -n 's/^enum severity {\(.*\)};/\1/p' "$srcdir/src/base/message.h" |
	tr -d ',' | tr A-Z a-z | sed 's/severity_//g'); do
	section "$market" MESSAGES | grep -qx "\.It Sy $class" || fail "no class '$class'"
done

# Files that stand in the pages, and parts of one.
for page in "$market" "$scenario"; do
	plain "$page" | awk -v name="$scratch/${page##*/}" '/^\.Bd -literal/ { n++; on = 1; next }
		/^\.Ed/ { on = 0 } on { print > (name "." n ".yaml") }'
done
"$TAMARACK" check --strict "$scratch/tamarack-market.5.1.yaml" >"$scratch/out" 2>&1 ||
	fail "the market of tamarack-market.5: $(cat "$scratch/out")"
n=0
for part in "$scratch"/tamarack-scenario.5.*.yaml; do
	case $(head -1 "$part") in
	'tamarack: 1') cp "$part" "$scratch/part.yaml" ;;
	'- '*) { printf 'tamarack: 1\nadjust:\n'; cat "$part"; } >"$scratch/part.yaml" ;;
	*': '*) { echo 'tamarack: 1'; cat "$part"; } >"$scratch/part.yaml" ;;
	*) continue ;;
	esac
	n=$((n + 1))
	"$TAMARACK" show ai-training-dataset -s "$scratch/part.yaml" >"$scratch/out" 2>&1 ||
		fail "an example of tamarack-scenario.5: $(cat "$part" "$scratch/out")"
done
[ $n -ge 3 ] || fail "only $n scenarios in tamarack-scenario.5"

# Examples; those of the tutorial have a test of their own.
n=0
for page in "$man1" "$market" "$scenario"; do
	plain "$page" | sed -n '/^\$ /{:a
/\\$/{N;s/\\\n *//;ba
}
s/^\$ //p
}' >"$scratch/examples"
	while IFS= read -r line; do
		n=$((n + 1))
		(cd "$scratch/work" && eval "$line") >"$scratch/out" 2>&1 </dev/null ||
			{ fail "status $?: $line"; cat "$scratch/out"; }
	done <"$scratch/examples"
done
[ $n -ge 10 ] || fail "only $n examples found"
exit $failed
