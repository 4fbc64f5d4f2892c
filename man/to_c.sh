#!/bin/sh
# to_c.sh MANDOC PAGE...: the manual as C, for src/tui/manual.c.
#
# A line of a page is a string; \001 stands before each bold character and \002 before each
# underlined one.  The list of keys is left out: inside the program the help view has its own.
set -eu
mandoc=$1
shift
[ -n "$mandoc" ] || { echo "mandoc is needed to build from git" >&2; exit 1; }
LC_ALL=C
export LC_ALL
back=$(printf '\b') bold=$(printf '\001') under=$(printf '\002')
lead=$(printf '[\300-\377]') more=$(printf '[\200-\277]')

echo "/* Made by man/to_c.sh from the pages in man/. */"
n=0
for page; do
	n=$((n + 1))
	echo "static const char *const lines_$n[] = {"
	sed '/^@KEYS@$/d' "$page" | "$mandoc" -K utf-8 -T utf8 -O width=76,indent=3 |
	sed -e '1d;$d' \
		-e 's/\\/\\\\/g; s/"/\\"/g' \
		-e "s/\\(\\\\*.\\)$back\\1/$bold\\1/g" \
		-e "s/\\($lead$more*\\)$back\\1/$bold\\1/g" \
		-e "s/_$back/$under/g" \
		-e "s/$bold/\\\\001/g; s/$under/\\\\002/g" \
		-e 's/^/"/; s/$/",/'
	echo "};"
done
echo "static const struct manual_page pages[] = {"
n=0
for page; do
	n=$((n + 1))
	name=${page##*/}
	name=${name%.in}
	echo "	{\"${name%.*}(${name##*.})\", lines_$n, sizeof lines_$n / sizeof *lines_$n},"
done
echo "};"
