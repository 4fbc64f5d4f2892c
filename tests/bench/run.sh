#!/bin/sh
# make bench: everything in one run, in the build directory.
set -eu
segments=${BENCH_SEGMENTS:-100000}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$scratch LC_ALL=C.UTF-8
export HOME LC_ALL
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME TAMARACK_PATH

./bench_gen 1000 > "$scratch/small.yaml"
./bench_gen "$segments" > "$scratch/large.yaml"
echo "$segments segments, $(wc -c < "$scratch/large.yaml") bytes; ratios: median [quartiles]"
./bench_load "$scratch/large.yaml"
./bench_forecast "$scratch/large.yaml"
./bench_tui ./tamarack "$scratch/small.yaml" "$scratch/large.yaml"
