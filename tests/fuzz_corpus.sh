#!/bin/sh
# Gives every fuzz target the inputs kept for it in tests/corpus/TARGET, and the shipped markets.
# A target may say what it likes of an input; what fails is a crash or a sanitizer's finding.
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
status=0
for target in ./fuzz_*; do
	case $target in *.log|*.trs|*.scratch|*.o) continue ;; esac
	[ -x "$target" ] || continue
	find "$top/tests/corpus/${target#./fuzz_}" "$top/data" -type f |
		LC_ALL=C sort | tr '\n' '\0' | xargs -0 "$target" || status=1
done
exit $status
