#!/bin/sh
# Numbers are the same bytes where the decimal point is a comma: the number and figure tests again
# under German, French and Turkish, in locales made here.
set -u

command -v localedef >/dev/null || { echo "no localedef"; exit 77; }
[ -x ./check_number ] && [ -x ./check_figure ] || { echo "no unit tests"; exit 77; }
LOCPATH=$HOME/locale; export LOCPATH
mkdir -p "$LOCPATH"
failed=0 done=0
for name in de_DE fr_FR tr_TR; do
	localedef -c -i "$name" -f UTF-8 "$LOCPATH/$name.UTF-8" >/dev/null 2>&1
	if [ "$(LC_ALL=$name.UTF-8 locale decimal_point 2>/dev/null)" != , ]; then
		echo "$name: cannot be made here"
		continue
	fi
	for t in check_number check_figure; do
		echo "$name $t"
		LC_ALL=$name.UTF-8 ./$t || failed=1
	done
	done=1
done
[ "$done" = 1 ] || exit 77
exit "$failed"
