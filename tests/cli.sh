#!/bin/bash
# The headless commands of the real program: exit status, which stream says what, columns, and the
# figures of the two reports.  Expected numbers are worked out by hand or with another program from
# the printed figures; they stand beside each check.
. "${srcdir:-.}/tests/program.sh"
seed=$data/ai-training-dataset.yaml

# ---- manners ----

for plea in --help --version; do
	run 0 $plea; silent err; [ -s "$work/out" ] || fail "$plea prints nothing"
	run 0 $plea --bogus x y z; silent err
	"$program" $plea >/dev/full 2>/dev/null && fail "$plea to a full device is no success"
done
run 0 --help; prints "Usage: tamarack"
awk 'length > 80 { exit 1 }' "$work/out" || fail "--help is wider than 80 columns"
tail -2 "$work/out" | grep -q "bugs" || fail "--help does not end with where bugs go"
for command in $("$program" --help | sed -n '/^Commands/,/^$/s/^  \([a-z]*\).*/\1/p'); do
	run 0 "$command" --help; prints "Usage: tamarack $command"
	awk 'length > 80 { exit 1 }' "$work/out" || fail "$command --help is wider than 80 columns"
done
for line in "show --format=help" "export --format help m --bogus" "--format=help"; do
	run 0 $line; silent err
	[ "$(tr '\n' ' ' <"$work/out")" = "text csv json md " ] || fail "$line: $(cat "$work/out")"
done
run 0 export m --fill=help; [ "$(tr '\n' ' ' <"$work/out")" = "equal weights none " ] || fail "--fill=help"
run 2 show "$seed" --set --format=help; silent out; says "--set"
run 2 show m --shares=help; silent out; says "--shares does not belong to the command show"
run 2 --bogus; silent out; says "unknown option '--bogus'"; says "Try 'tamarack --help'"
run 2 show; says "Try 'tamarack show --help'"
run 2 chart "$seed" --width 5; says "Try 'tamarack chart --help'"
run 2 export --formta csv "$seed"; says "did you mean '--format'?"
run 2 show "$seed" --wdith 3; says "'--width' belongs to: chart"
run 2 shwo "$seed"; silent out; says "did you mean 'show'?"
run 2 help show; silent out; says "did you mean '--help'?"
# As the explorer calls it.
run 2 audit "$seed"; silent out; says "did you mean 'check'?"
run 2 show; says "MARKET"
run 2 show "$seed" geograhpy; silent out; says "did you mean 'geography'?"
run 2 show "$seed" --year 1999; says "1999"
run 2 show "$seed" --year twenty; says "twenty"
run 2 show "$seed" --digits many; says "--digits"
run 2 show "$work/nowhere.yaml"; silent out
run 2 export "$seed" --set total; says "--set total"
run 2 export "$seed" --set nowhere=5%; silent out; says "nowhere"
run 2 chart "$seed" --log --bars; silent out; says "--log is of lines"
run 2 chart "$seed" --log --percent; silent out; says "--log is of lines"
# what splits the same total, or lies in the other, does not add up
run 2 chart "$seed" geography industry --stack; silent out
says "geography and industry overlap"
run 2 chart "$seed" modality/text geography/europe --percent; says "overlap"
run 2 chart "$seed" geography/europe geography/europe/italy --stack; says "overlap"
run 2 chart "$seed" geography/europe total --stack; says "overlap"
run 0 chart "$seed" geography/europe/italy geography/north-america --stack; silent err
lacks "overlap"
# of a group that the report itself says overlaps
run 0 chart "${srcdir:-.}/tests/needs/53-overlap.yaml" platform --stack; prints "arts overlap"
lacks "not known"
run 2 chart "$seed" geography --stack --index; silent out; says "--index is of lines and bars"
run 0 chart "$seed" --log --index; run 0 chart "$seed" --bars --index
run 2 chart "$seed" --width 5; silent out; says "--width is a whole number from 20"
run 2 simulate "$seed" --rho 2; silent out; says "from -1 to 1"
run 2 grid "$seed" --levels 11,x; silent out; says "'x' is no number"
run 2 keys more; grep -q "too many for keys\$" "$work/err" || fail "a blank behind: $(head -1 "$work/err")"
run 2 export "$seed" --adjust '{path: total, cagrr: {2026-2031: 5%}}'; says "cagr"
run 2 export "$seed" -s no-such-scenario; says "no-such-scenario"
run 2 export "$seed" --measure users; says "users"

# ---- every command, every kind of output ----

commands="list
list $data
show $seed
show $seed geography
show $seed --flat
show $seed --plain
show $seed --format csv
show $seed --format json
show $seed --format md
show $seed --pivot geography,modality
show $seed --pivot geography,modality --format json
chart $seed
chart $seed geography/asia-pacific geography/north-america
chart $seed modality --percent
chart $seed total --bars --format csv
check $seed
export $seed
export $seed --format csv
export $seed --format json
export $seed --format md
export $seed --format text
bounds $seed
bounds $seed geography/north-america --format csv
explain $seed modality/text
explain $seed modality/text 2025 --format json
bounds $seed geography --format md
forces $seed
forces $seed --format json
goal $seed total 60@2031
crossover $seed geography/asia-pacific geography/north-america
slice $seed modality/text deployment/on-premises
slice $seed modality deployment --format csv
simulate $seed --draws 200 --sd 3
tornado $seed
grid $seed --format md
compare $seed $data/federated-learning-healthcare.yaml
schema
keys --mdoc
completions bash
completions zsh
completions fish
keys
keys --format csv
$seed
"
while IFS= read -r line; do
	run 0 $line
	[ -s "$work/out" ] || fail "prints nothing: $line"
	LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]' "$work/out" && fail "a control in the output of: $line"
	[ -n "$(tail -c1 "$work/out")" ] && fail "no newline at the end: $line"
	cp "$work/out" "$work/first"
	"$program" $line 2>/dev/null | cat >"$work/out"
	cmp -s "$work/first" "$work/out" || fail "file and pipe differ: $line"
	"$program" $line 2>"$work/err" | head -c 1 >/dev/null
	silent err
	"$program" $line >&- 2>"$work/err" && fail "a closed standard output is no success: $line"
	[ -s "$work/err" ] || fail "nothing said of a closed standard output: $line"
	"$program" $line >/dev/full 2>"$work/err" && fail "a full device is no success: $line"
	[ -s "$work/err" ] || fail "nothing said of a full device: $line"
	"$program" $line -o "$work/file" || fail "-o: $line"
	cmp -s "$work/first" "$work/file" || fail "-o differs: $line"
	"$program" $line -o /dev/full 2>"$work/err" && fail "-o /dev/full is no success: $line"
	[ -s "$work/err" ] || fail "nothing said of -o /dev/full: $line"
done <<EOF
$commands
EOF

# Closed descriptors: what is opened instead never becomes standard output.
for closed in '0<&-' '1>&-' '2>&-' '0<&- 1>&-' '0<&- 2>&-' '1>&- 2>&-' '0<&- 1>&- 2>&-'; do
	rm -f "$work/input.yaml"; cat "$seed" >"$work/input.yaml"
	eval "\"$program\" show \"$work/input.yaml\" $closed" >"$work/out" 2>"$work/err"
	cmp -s "$seed" "$work/input.yaml" || fail "input changed with $closed"
done
"$program" show - <"$seed" >"$work/out" 2>"$work/err" || fail "a market on standard input"
"$program" show "$seed" >"$work/first"
cmp -s "$work/first" "$work/out" || fail "standard input gives something else than the file"

# An input is never replaced, by whatever name.
rm -f "$work/input.yaml"; cat "$seed" >"$work/input.yaml"
ln -s input.yaml "$work/link.yaml"
run 2 export "$work/input.yaml" -o "$work/input.yaml"; says "not replaced"
run 2 export "$work/input.yaml" -o "$work/link.yaml"
run 2 check "$work/input.yaml" -o "$work/link.yaml"
cmp -s "$seed" "$work/input.yaml" || fail "an input was replaced"
run 2 export "$work/input.yaml" -o "$work/no/such/directory"; says "no/such/directory"

# ---- explain and bounds ----

run 0 explain ai-training-dataset modality/text 2025 --digits 4; silent err
prints "8.74 x 46.53 % = 4.0667"
prints "4.0640 to 4.0695"
prints "line 4; $data/ai-training-dataset.yaml:"
run 0 explain ai-training-dataset geography/asia-pacific --digits 4
prints "1.3414^5 = 8.5205"
run 2 explain ai-training-dataset nowhere; silent out
# what moved a figure, in every format: -3.5 points a year on 33.136885 %
force='{force: privacy, scale: 2}'
run 0 explain ai-training-dataset total 2031 --adjust "$force"; prints "cause     S  $force: Data privacy"
prints "(1 + 33.1369 % (the source) - 3.5 % (privacy))^5 = 43.61"
run 0 explain ai-training-dataset total 2031 --adjust "$force" --format md; prints "cause | S | $force: Data"
run 0 explain ai-training-dataset total 2031 --adjust "$force" --format csv; prints 'total,2031,cause,"{force: '
run 0 explain ai-training-dataset total 2031 --adjust "$force" --format json; prints '"cause"'
run 2 explain ai-training-dataset total 1999; says "1999"
run 0 bounds ai-training-dataset offering/custom-dataset-creation; silent err
prints "6.32 to 46.84 %"
run 0 bounds ai-training-dataset deployment/on-premises
prints "32.8447 to 33.7100 %"
prints "65.79 to"
run 0 bounds ai-training-dataset geography/north-america
prints "11.37 to 34.11 %"

# An export that is ended leaves nothing beside its file.  The market comes from a pipe that stays
# open, so the signal comes while a table of it is written or before; 12,000 segments take a while.
awk 'BEGIN { print "tamarack: 1\nid: big\ntitle: B\nunit: {currency: USD, scale: million}"
	print "period: {base: 2000, from: 2000, to: 2060}\ntotal: {value: {2000: 1000, 2060: 90000}}"
	print "dimensions:\n- id: d\n  segments:"
	for (i = 0; i < 12000; i++) print "  - S" i }' >"$work/big.yaml"
mkdir "$work/ended"
for number in TERM HUP; do	# a shell's background does not hear INT
	"$program" export "$work/big.yaml" -o "$work/ended/big.csv" &
	pid=$!
	for ((i = 0; i < 2000; i++)); do
		ls "$work/ended" | grep -q . && break
		sleep 0.01
	done
	kill -$number $pid
	wait $pid 2>/dev/null
	case $? in
	0) rm -f "$work/ended/big.csv" ;;	# it was done before
	esac
	[ -z "$(ls "$work/ended")" ] || fail "SIG$number leaves $(ls "$work/ended")"
	rm -f "$work/ended"/*
done

# ---- the columns and figures of export ----

columns=market,dimension,path,name,depth,period,value,unit,status,share,share_status,growth,low,high,source
run 0 export ai-training-dataset --format csv; silent err
[ "$(head -1 "$work/out")" = "$columns" ] || fail "columns of export"
# The equal rest of geography, carried at 34.14 %; on-premises closes what is left of 49.82.
near "Asia-Pacific 2031" "$(cell geography/asia-pacific 2031 value)" 8.52045501 5e-9
near "on-premises 2031" "$(cell deployment/on-premises 2031 value)" 32.99561107 5e-9
near "total 2028" "$(cell total 2028 value)" 21.1110 5e-5
# 8.74 x 46.53 %
near "Text 2025" "$(cell modality/text 2025 value)" 4.066722 1e-12
[ "$(cell modality/text 2025 status)$(cell modality/text 2025 share_status)" = DR ] ||
	fail "a printed share is R, its level D"
[ "$(cell total 2025 status)$(cell total 2031 status)" = RR ] || fail "printed totals are R"
[ -z "$(cell total 2031 dimension)$(cell total 2031 share)" ] || fail "the total has no dimension, no share"
[ "$(cell total 2031 depth)$(cell geography/asia-pacific 2031 depth)" = 01 ] || fail "depth"
[ "$(cell total 2031 unit)" = "USD billion" ] || fail "unit"
[ "$(cell total 2031 source)" = mordor ] || fail "source"
[ -z "$(cell geography 2031 path)" ] || fail "a dimension has a row"
[ "$(awk -F, '$6 == 2025 && $11 == "R"' "$work/out" | wc -l)" = 5 ] || fail "reported shares of 2025"
[ "$(awk -F, '$5 > 0 && $6 == 2031 && $9 == "R"' "$work/out" | wc -l)" = 0 ] || fail "a reported level in 2031"

# What is proven: 100 - 2 x 46.84 % of 8.74; the leader of an unknown split; nothing where printed.
near "custom low" "$(cell offering/custom-dataset-creation 2025 low)" 0.552368 1e-9
near "custom high" "$(cell offering/custom-dataset-creation 2025 high)" 4.093816 1e-9
near "cloud high" "$(cell deployment/cloud 2025 high)" 2.926152 1e-9
[ -z "$(cell modality/text 2025 low)$(cell total 2031 high)" ] || fail "an interval of an exact figure"
awk -F, 'NR > 1 && $13 != "" && ($7 < $13 - 1e-9 || $7 > $14 + 1e-9) { print; bad = 1 }
END { exit bad }' "$work/out" || fail "a filled figure outside what is proven"

# Children times one closing factor are the parent; 1 but for rounding.
awk -F, 'NR > 1 && $7 != "" {
	value[$3, $6] = $7
	parent = $3
	if ($5 == 1) parent = "total"
	else if (!sub(/\/[^\/]*$/, "", parent)) next
	sum[$2, parent, $6] += $7
	share[$2, parent, $6] += $10
}
END {
	for (key in sum) {
		split(key, k, SUBSEP)
		whole = value[k[2], k[3]]
		d = sum[key] / whole / share[key] - 1
		if (d > 1e-12 || d < -1e-12) { print key, d; bad = 1 }
		k1 = share[key] - 1
		if (k1 > 1e-3 || k1 < -1e-3) { print key, "closing", share[key]; bad = 1 }
	}
	exit bad
}' "$work/out" || fail "children and parents"

# A round trip through the shortest decimals, and JSON with the same rows.
if command -v python3 >/dev/null; then
	cp "$work/out" "$work/rows.csv"
	run 0 export ai-training-dataset --format json
	python3 - "$work/rows.csv" "$work/out" <<'EOF' || fail "JSON and CSV differ"
import csv, json, sys
rows = list(csv.DictReader(open(sys.argv[1], newline="")))
tree = json.load(open(sys.argv[2]))
assert sorted(tree) == ["forces", "market", "rows", "scenario"], sorted(tree)
assert tree["market"] == "ai-training-dataset" and tree["scenario"] is None
assert [list(r) for r in tree["rows"][:1]] == [list(rows[0])]
assert len(rows) == len(tree["rows"])
for a, b in zip(rows, tree["rows"]):
    for key in a:
        if a[key] == "":
            assert b[key] in ("", None), (key, b)
        elif isinstance(b[key], (int, float)):
            assert float(a[key]) == b[key], (key, a, b)
            assert repr(float(a[key])).rstrip("0").rstrip(".") in a[key] or "e" in repr(float(a[key]))
        else:
            assert a[key] == b[key], (key, a, b)
# Six drivers and four restraints with the points of the report.
points = [f["impact"] for f in tree["forces"]]
assert points == [9.5, 7.0, 5.8, 4.5, 3.2, 2.1, -3.5, -2.0, -1.5, -0.8], points
assert [f["kind"] for f in tree["forces"]] == ["driver"] * 6 + ["restraint"] * 4
EOF
fi

# ---- scenarios ----

# 11.91 x 1.35^5; 16.8654 x 53.40483824 / 49.82.
run 0 export ai-training-dataset --set total=35%
near "total at 35 %" "$(cell total 2031 value)" 53.40483824 5e-9
near "North America at 35 %" "$(cell geography/north-america 2031 value)" 18.07899914 5e-9
[ "$(cell total 2031 status)" = S ] || fail "what a scenario changed is S"
run 0 export ai-training-dataset --lock deployment/on-premises --set total=38.180862%
near "total of 60" "$(cell total 2031 value)" 60 5e-5
near "locked on-premises" "$(cell deployment/on-premises 2031 value)" 32.99561107 5e-9
near "cloud" "$(cell deployment/cloud 2031 value)" 13.67671 5e-6
near "hybrid" "$(cell deployment/hybrid 2031 value)" 13.32768 5e-6
# 1.9619 x 1.4^5; the others keep their levels, other dimensions grow by 51.8510 / 49.82.
run 0 export ai-training-dataset --set geography/asia-pacific=40%
near "Asia-Pacific at 40 %" "$(cell geography/asia-pacific 2031 value)" 10.5514 5e-5
near "its total" "$(cell total 2031 value)" 51.8510 5e-5
near "North America beside it" "$(cell geography/north-america 2031 value)" 16.8654 5e-5
grep -q "1.0407" "$work/err" || fail "nothing said of the other dimensions"
run 0 export ai-training-dataset --set geography/asia-pacific=40% --hold total
near "North America, total held" "$(cell geography/north-america 2031 value)" 16.0360 5e-5
near "Europe, total held" "$(cell geography/europe 2031 value)" 7.7442 5e-5
run 0 export ai-training-dataset --set geography/asia-pacific=40% --hold total --lock geography/north-america
near "Europe, North America locked" "$(cell geography/europe 2031 value)" 7.4677 5e-5
# What is locked and typed leaves no room: refused with the limit, exit 1.
# A name that only one segment has does as well as its path.
cp "$work/out" "$work/whole"
run 0 export ai-training-dataset --set asia-pacific=40% --hold total --lock north-america
cmp -s "$work/whole" "$work/out" || fail "a name gives other figures than its path"
run 1 export ai-training-dataset --set geography/asia-pacific=90% --hold total --lock geography/north-america
silent out; says "75.81"

cat >"$work/asia.yaml" <<'EOF'
tamarack: 1
scenario: asia
market: ai-training-dataset
based_on: base
adjust:
- {path: geography/asia-pacific, cagr: {2026-2031: 40%}}
EOF
cat >"$work/base.yaml" <<'EOF'
tamarack: 1
scenario: base
market: ai-training-dataset
adjust:
- {path: geography/asia-pacific, cagr: {2026-2031: 30%}, hold: total}
- {path: geography/north-america, lock: true}
EOF
run 0 export ai-training-dataset -s "$work/asia.yaml"
near "Asia-Pacific of the child" "$(cell geography/asia-pacific 2031 value)" 10.5514 5e-5
near "North America locked by the parent" "$(cell geography/north-america 2031 value)" 16.8654 5e-5
[ "$(cell geography/asia-pacific 2031 source)" = asia ] || fail "the source of a changed row is the scenario"
mkdir -p "${XDG_DATA_HOME:-$HOME/.local/share}/tamarack/scenarios"
cp "$work/asia.yaml" "$work/base.yaml" "${XDG_DATA_HOME:-$HOME/.local/share}/tamarack/scenarios"
cp "$work/out" "$work/first"
run 0 export ai-training-dataset -s asia
cmp -s "$work/first" "$work/out" || fail "a scenario by name"
sed -i 's/based_on: base/based_on: asia/' "$work/asia.yaml"
run 2 export ai-training-dataset -s "$work/asia.yaml"; says "based_on goes round"

# ---- show, check, list, chart ----

run 0 show ai-training-dataset geography --flat
[ "$(grep -c '^geography/' "$work/out")" = 23 ] || fail "leaves of geography"
prints "geography/middle-east-and-africa/africa/egypt"
tail -1 "$work/out" | grep -q "^Source: Mordor Intelligence" || fail "no source line at the end"
run 0 show ai-training-dataset --plain
prints "Market: AI training dataset market, edition 2026-01"
prints "geography / North America, 2025, 2.9812 billion USD, 34.11 percent, reported share"
prints "Assumed figures: by the rule fill equal"
run 0 show ai-training-dataset deployment --fill none --plain
prints "deployment / Cloud, 2025, unknown, from 0.0000 to 2.9262 billion USD, share from 0.00 to 33.48 percent"
run 0 show ai-training-dataset geography --set asia-pacific=40% --plain
prints "geography / Asia-Pacific, 2031, 10.5514 billion USD, 20.35 percent, scenario, before 8.5205"
run 0 show ai-training-dataset industry --year 2025
# 31.27 + 7 x 9.82, where 9.82 stands for 68.73 / 7.
prints "100.01 (exact 100.00)"
run 0 show ai-training-dataset deployment --fill none; prints "?"
run 0 show ai-training-dataset modality --year 2025,2031 --format csv
[ "$(head -1 "$work/out")" = "$columns" ] || fail "columns of show"
[ "$(wc -l <"$work/out")" = 9 ] || fail "rows of show"

run 0 check "$seed"
prints "5 reported shares, 5 reported segment CAGRs, 0 segments with both"
# 11.91 x 1.3314^5; 11.91 / 8.74; 1.3 / (0.3411 + 0.3411).
prints "11.91 x 1.3314^5 = 49.8258"; prints "36.2700 %"; prints "1.91 points"
prints '"Automotive and Modality" has been read as "Automotive and Mobility"'
prints "as of 2026-01, but events run to 2026-04"
prints "4 warnings, 0 errors."
[ "$(sed -n 2p "$work/out" | cut -d' ' -f1)" = warning ] || fail "the worst comes first"
checked=$(sed -n 's/.*: \([0-9]*\) relations checked.*/\1/p' "$work/out")
[ "$checked" = "$(grep -c '^\(error\|warning\|note\|pass\) .*ai-training-dataset.yaml:[0-9]*:[0-9]*)$' "$work/out")" ] ||
	fail "a line a relation, with its place"
run 1 check --strict "$seed"
run 0 check "$seed" --format csv
[ "$(head -1 "$work/out")" = "file,line,column,verdict,relation,path,period,printed,computed,low,high,text" ] ||
	fail "head of check: $(head -1 "$work/out")"
prints "pass,rate-closes,total,2031,49.82,49.825"
run 1 check "${srcdir:-.}/tests/needs/21-facts-that-disagree.yaml"; prints "2 errors."
run 0 show "${srcdir:-.}/tests/needs/43-cases-and-targets.yaml"
prints "Total 2030: value 26 is the case accelerated; not used in the forecast."
prints "Total 2030: value 30 is a target; not used in the forecast."
run 0 check --strict "${srcdir:-.}/tests/needs/06-rounded-totals.yaml"; prints "2 passes"
sed 's/^    share:/    shrae:/' "$seed" >"$work/shrae.yaml"
line=$(grep -n 'shrae' "$work/shrae.yaml" | head -1 | cut -d: -f1)
run 2 check "$work/shrae.yaml"
says "shrae.yaml:$line:5: unknown key 'shrae', did you mean 'share'?"
[ "$(grep -c shrae "$work/err")" = 5 ] || fail "not every message in one run"
run 2 export "$work/shrae.yaml"; silent out

run 0 list
grep -q '^ai-training-dataset  *2026-01  *AI training.* Mordor Intelligence  *2025  *2031  *33.14$' "$work/out" ||
	fail "list: $(cat "$work/out")"
[ "$(wc -l <"$work/out")" = 2 ] || fail "list is one line a market"
run 0 list --format csv; prints ",2025,2031,0.3314,$TAMARACK_PATH/ai-training-dataset.yaml"
run 0
cmp -s "$work/out" <("$program" list) || fail "without arguments: list"
run 0 "$seed"
cmp -s "$work/out" <("$program" show "$seed") || fail "with a market: show"

run 0 chart ai-training-dataset --width 60 --height 12 --ascii
[ "$(wc -l <"$work/out")" = 12 ] || fail "rows of the chart"
awk 'length > 60 { exit 1 }' "$work/out" || fail "the chart is wider than asked for"
LC_ALL=C grep -q '[^ -~]' "$work/out" && fail "--ascii draws more than ASCII"
prints "Mordor Intelligence"; prints "2025"; prints "2031"
cp "$work/out" "$work/first"
LC_ALL=C run 0 chart ai-training-dataset --width 60 --height 12
cmp -s "$work/first" "$work/out" || fail "the C locale draws ASCII"

# ---- names of the world, and hostile ones ----

cat >"$work/names.yaml" <<'EOF'
tamarack: 1
id: names
title: "Names \e]52;c;cm0gLXJm\a here"
unit: {currency: USD, scale: million}
period: {base: 2025, from: 2026, to: 2027}
total: {value: {2025: 100, 2026: 110, 2027: 121}}
dimensions:
- id: geography
  segments:
  - {name: "東京都", id: tokyo, share: {2025: 20%}}
  - {name: "العربية", id: arabic, share: {2025: 20%}}
  - {name: "Ame\u0301rique", share: {2025: 20%}}
  - {name: "=2+2", id: formula, share: {2025: 20%}}
  - {name: "\e[2J\u202Eevil", id: evil}
EOF
for format in text csv json md; do
	run 0 show "$work/names.yaml" --format $format
	LC_ALL=C grep -qP '[\x00-\x09\x0b-\x1f\x7f]|\xe2\x80\xae' "$work/out" && fail "a control in $format"
done
run 0 export "$work/names.yaml"; prints ",'=2+2,"
run 0 show "$work/names.yaml"
if command -v python3 >/dev/null; then
	python3 - "$work/out" <<'EOF' || fail "names do not keep columns aligned"
import sys, unicodedata
def width(s):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in s)
rows = [l for l in open(sys.argv[1], encoding="utf-8") if "20.00" in l]
assert len(rows) >= 4, rows
ends = {width(l[:l.index("20.00")]) for l in rows}
assert len(ends) == 1, ends
EOF
fi

# Nothing that was typed or named becomes a control on standard error either.
hostile=$'\e]0;x\a\x9b2J\u202e'
mkdir "$work/$hostile"
printf 'tamarack: 1\n%s: 1\n' "\"\\e[2Jid\"" >"$work/$hostile/a.yaml"
while IFS= read -r line; do
	eval "run 2 $line"
	LC_ALL=C grep -qP '[\x00-\x09\x0b-\x1f\x7f\x9b]|\xe2\x80\xae' "$work/err" && fail "a control said: $line"
	[ -s "$work/err" ] || fail "nothing said: $line"
done <<'EOF'
show "$work/$hostile/a.yaml"
check "$work/$hostile/a.yaml"
show "$hostile"
show "$seed" "$hostile"
show "$seed" --year "$hostile"
show "$seed" "--$hostile"
show "$seed" "-$hostile"
show "$seed" --format "$hostile"
export "$seed" --set "$hostile"
export "$seed" --lock "$hostile"
export "$seed" --adjust "$hostile: 1"
export "$seed" -s "$hostile"
export "$seed" -o "$work/$hostile/no/file"
export "$seed" --measure "$hostile"
EOF

# ---- a locale with a decimal comma ----

if command -v localedef >/dev/null && mkdir -p "$work/locale" &&
	localedef -c -i de_DE -f UTF-8 "$work/locale/de_DE.UTF-8" >/dev/null 2>&1; then
	for line in "export $seed" "export $seed --format json" "show $seed" "chart $seed" "check $seed"; do
		"$program" $line >"$work/first"
		LOCPATH=$work/locale LC_ALL=de_DE.UTF-8 "$program" $line >"$work/out"
		cmp -s "$work/first" "$work/out" || fail "another locale, other bytes: $line"
	done
fi

# ---- what does not add up is said where it is shown ----

cat >"$work/140.yaml" <<'EOF'
tamarack: 1
id: too-much
title: Too much
unit: {currency: USD, scale: million}
period: {base: 2025, from: 2025, to: 2030}
total: {value: {2025: 100, 2030: 200}}
dimensions:
- id: kind
  title: Kind
  segments:
  - {name: A, share: {2025: 80%}}
  - {name: B, share: {2025: 60%}}
EOF
for command in show chart export; do
	run 0 $command "$work/140.yaml"
	[ "$(wc -l <"$work/err")" -eq 1 ] || fail "$command: not one line about 140 %"
	says "\`tamarack check $work/140.yaml\` names them"
	run 0 $command "$seed"; silent err
done
run 1 check "$work/140.yaml"; prints "sum to 140 %"
sed 's/80%/40%/' "$work/140.yaml" >"$work/100.yaml"
run 0 show "$work/100.yaml"; silent err

# ---- slices, simulation, sensitivity: features 40 to 47 ----

run 0 slice "$seed" modality/text deployment/on-premises --year 2025 --digits 4
prints 1.1406; prints 2.7052; prints 4.0667
run 0 slice "$seed" modality/text deployment/on-premises --format csv
head -1 "$work/out" | grep -q '^period,low,low_status,independent,' || fail "columns of slice: $(head -1 "$work/out")"
[ "$(wc -l <"$work/out")" -eq 8 ] || fail "slice does not go from 2025 to 2031"
run 2 slice "$seed" modality/text modality/audio-and-speech; silent out; says "one dimension"
run 0 slice "$seed" deployment geography --year 2025; prints "2025, independent"; prints 1.98
run 0 slice "$seed" modality/text geography --year 2025 --digits 4; prints 1.3872
for odds in 0.5:19.1452 2:25.9840; do
	{ cat "$seed"; echo "cross:"
	  echo "- {at: [deployment/on-premises, geography/north-america], odds: ${odds%:*}}"; } >"$work/odds.yaml"
	run 0 slice "$work/odds.yaml" deployment/on-premises geography/north-america --year 2025 --digits 4
	prints fitted; prints "${odds#*:}"
done
{ cat "$seed"; echo "cross:"
  echo "- {at: [deployment/cloud, geography/north-america], share: {2025: 40%}}"; } >"$work/odds.yaml"
run 1 slice "$work/odds.yaml" deployment/cloud geography/north-america; says "at most"

# A pivot has the numbers of the slices, and its rows add up to the row above.
run 0 show "$seed" --pivot modality,deployment,geography --year 2025,2031 --format csv
near "text on-premises" "$(cell "modality/text deployment/on-premises" 2025 value)" 2.7052 5e-5
near "its least" "$(cell "modality/text deployment/on-premises" 2025 low)" 1.1406 5e-5
near "its most" "$(cell "modality/text deployment/on-premises" 2025 high)" 4.0667 5e-5
awk -F, '$6 == 2031 && $5 == 1 { level[$3] = $7; n++ }
	$6 == 2031 && $5 == 2 { split($3, part, " "); sum[part[1]] += $7 }
	END { for (k in level) { d = level[k] - sum[k]; if (d > 1e-9 || d < -1e-9) exit 1 }
	      exit n != 4 }' "$work/out" ||
	fail "rows of a pivot do not add up"
run 0 show "$seed" modality/text --pivot modality,deployment --depth 1 --year 2025 --digits 4
prints "On-premises  2.7052A  66.5200A  1.1406  4.0667"
run 0 show "$seed" --pivot modality,deployment --set geography/asia-pacific=40 --format csv --year 2031
near "moved" "$(cell "modality/text deployment/cloud" 2031 value)" 4.0992 5e-4
cp "$work/out" "$work/by-name"
for order in 1,3 13 "1 3" Mod,dep; do
	run 0 show "$seed" --pivot "$order" --set geography/asia-pacific=40 --format csv --year 2031
	cmp -s "$work/out" "$work/by-name" || fail "--pivot $order is another than modality,deployment"
done
run 2 show "$seed" --pivot 1,9; silent out; says "'9' is no dimension"
run 2 show "$seed" --pivot geogrphy,1; says "did you mean 'geography'?"
run 2 show "$seed" --pivot modality; silent out; says "2 to"
run 2 show "$seed" --pivot modality,geography/europe; silent out; says "'geography/europe' is no dimension"
run 2 show "$seed" geography --pivot modality,geography; silent out; says "not of modality"
run 2 show "$seed" --pivot modality,geography --plain; silent out; says "--plain"

# A figure of a comparison has its letter, and as data its status and every digit: 10.5514 is
# 1.96105 x 1.4^5, see model.md.  What a scenario does not say is an empty cell.
printf 'tamarack: 1\nscenario: %s\ntitle: T\nmarket: ai-training-dataset\nadjust:\n- {%s}\n' fast \
	'path: geography/asia-pacific, cagr: {2026-2031: 40%}' >"$work/fast.yaml"
printf 'tamarack: 1\nscenario: %s\ntitle: T\nmarket: ai-training-dataset\nadjust:\n- {%s}\n' slow \
	'path: total, cagr: {2026-2031: 20%}' >"$work/slow.yaml"
run 0 compare "$seed" "$work/fast.yaml" "$work/slow.yaml" --digits 4; prints "AI training dataset market, USD billion"
grep -q 'Total 2031 *49.8200R *51.8510S *29.6359S$' "$work/out" || fail "compare --digits 4: $(cat "$work/out")"
grep -q 'total: cagr 2026-2031 *33.14% *- *20%$' "$work/out" || fail "compare, not there: $(cat "$work/out")"
run 0 compare "$seed" "$work/fast.yaml" "$work/slow.yaml" --format md
prints '| &nbsp;&nbsp;Total 2026 | 11.91 R | 11.91 R | 11.91 R |'
run 0 compare "$seed" "$work/fast.yaml" "$work/slow.yaml" --format csv
prints 'what,source,source_status,fast,fast_status,slow,slow_status'
prints 'total: cagr 2026-2031,33.14%,,,,20%,'
near "compared, every digit" "$(awk -F, '$1 == "Total 2031" { print $6 }' "$work/out")" 29.6358912 1e-9
run 0 compare "$seed" "$work/fast.yaml" --format json
prints '"what": "Total 2025", "source": 8.74, "source_status": "R", "fast": 8.74, "fast_status": "R"'

run 0 simulate "$seed" --sd 3 --seed 7 --above 40; cp "$work/out" "$work/first"; prints "seed 7"
awk 'NR > 1 && /^20[0-9][0-9] / && ($(NF - 1) + $NF > 100.011 || $(NF - 1) + $NF < 99.989) { exit 1 }' "$work/out" || fail "above and below: $(cat "$work/out")"
grep -q '% > 40 *% < 40$' "$work/out" || fail "no chance below: $(head -3 "$work/out")"
run 0 simulate "$seed" --sd 3 --seed 7 --below 40
cmp -s "$work/out" "$work/first" || fail "simulate: --below is not --above"
run 2 simulate "$seed" --above 40 --below 30; silent out; says "give one"
run 2 simulate "$seed" --below many; silent out; says "--below is a level"
run 0 simulate "$seed" --sd 3pp --seed 7 --above 40 --threads 3
cmp -s "$work/out" "$work/first" || fail "simulate: more threads, other bytes"
run 1 simulate "$seed" geography --sd 5 --rho -0.3; silent out; says "eigenvalue"
run 2 simulate "$seed" --sd wide; says "--sd"
run 2 simulate "$seed" --draws 0

run 0 tornado "$seed" --digits 4
sed -n 2p "$work/out" | grep -q 'multimodal-llms.*45.5321.*54.4250.*8.8929' || fail "the first bar: $(sed -n 2p "$work/out")"
sed -n 11p "$work/out" | grep -q 'licensing.*49.4469.*50.1953' || fail "the last bar: $(sed -n 11p "$work/out")"
# Impacts move the rate of the total, not what is typed for a segment; its printed share does.
run 0 tornado "$seed" asia-pacific --set asia-pacific=40%; prints "rates and shares are inputs, too"
run 0 tornado "$seed" asia-pacific --set asia-pacific=40% --inputs rates,shares; prints "North America"
run 2 tornado "$seed" --inputs moods; says "moods"
run 2 tornado "$seed" --by much; says "--by"
run 0 tornado "$seed" geography/asia-pacific@2029 --inputs rates --by 2pp; prints "Asia-Pacific "
# A person reads names, a program ids and paths.
run 0 tornado "$seed" geography/asia-pacific@2029 --inputs rates --by 2pp --format csv; prints "geography/asia-pacific,rate"
run 0 tornado "$seed" --format json; prints '"input": "multimodal-llms"'
run 0 tornado "$seed" --format md; prints "| Expansion of multimodal LLMs"
# Forces are called as the table of forces calls them: their titles would need 130 columns.
for command in "tornado $seed" "forces $seed --waterfall"; do
	run 0 $command --ascii; prints "multimodal-llms "
	sed '/^$/q' "$work/out" | awk 'length > 80 { exit 1 }' || fail "$command: rows wider than 80"
done
run 0 forces "$seed" --waterfall --format md; prints "Expansion of multimodal LLMs"
run 0 simulate "$seed" geography --sd 3 --draws 100; prints "a year: North America, South America, Europe,"
run 0 goal "$seed" geography/asia-pacific 25%@2031; prints "Asia-Pacific  47.6490"
run 0 goal "$seed" geography/asia-pacific 25%@2031 --format csv; prints "geography/asia-pacific,0.476"
run 0 slice "$seed" modality/text geography --year 2031; prints "2031    Europe "
run 0 slice "$seed" modality/text geography --year 2031 --format csv; prints "2031,geography/europe,"

run 0 grid "$seed" --levels 10.72,11.91,13.10 --rates 28,30.57,33.137%,35.71,38 --digits 3
prints 36.834; prints 49.820; prints 65.564
run 2 grid "$seed" --levels many

# ---- completions: every shell offers the same ----

mkdir -p "$work/bin" "$work/empty" "$work/user/tamarack/scenarios"
cp "$work/odds.yaml" "$work/user/tamarack/scenarios/faster.yaml"
printf '#!/bin/sh\nexec "%s" "$@"\n' "$(realpath "$program")" >"$work/bin/tamarack"
chmod +x "$work/bin/tamarack"
shells=
for shell in bash zsh fish; do
	run 0 completions $shell
	cp "$work/out" "$work/complete.$shell"
	command -v $shell >/dev/null || continue
	shells="$shells $shell"
	$shell -n "$work/out" || fail "the $shell completion is no $shell"
done
run 2 completions bash zsh
run 2 completions words
cat >>"$work/complete.bash" <<'EOF'
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tamarack tamarack "${!#}"
printf '%s\n' "${COMPREPLY[@]}"
EOF
cat >"$work/try.zsh" <<'EOF'
compadd() { print -rl -- "${(@P)argv[-1]}" }
compset() { : }
_files() { : }
typeset -A compstate
words=("${@[2,-1]}") CURRENT=$#words PREFIX=$words[-1]
. $1
EOF
# offered SHELL WORD...: what it offers for the last word, in order of the alphabet.
offered() {
	local shell=$1
	shift
	(
		cd "$work/empty" || exit
		export PATH=$work/bin:$PATH XDG_DATA_HOME=$work/user TAMARACK_PATH=$data
		case $shell in
		bash) bash "$work/complete.bash" "$@" ;;
		zsh) zsh -f "$work/try.zsh" "$work/complete.zsh" "$@" ;;
		fish) fish -N -c '. $argv[1]; complete -C "$argv[2]"' "$work/complete.fish" "$*" | cut -f1 ;;
		esac
	) | LC_ALL=C sort | xargs
}
# offers EXPECTED WORD...
offers() {
	local want=$1 shell got
	shift
	for shell in $shells; do
		got=$(offered $shell "$@")
		[ "$got" = "$want" ] || fail "$shell completes '$*' to '$got', not '$want'"
	done
}
good=$(realpath "${srcdir:-.}/tests/corpus/load/good")
for line in "export|tamarack expo" "ai-training-dataset|tamarack show ai-" \
	"ai-training-dataset|tamarack ai-" "ai-training-dataset|tamarack check ai-" "ai-training-dataset|tamarack show -- ai-" \
	"ai-training-dataset|tamarack --log file ai-" "ai-training-dataset|tamarack chart --log ai-" \
	"deployment deployment/cloud deployment/hybrid deployment/on-premises|tamarack show ai-training-dataset depl" \
	"geography/asia-pacific|tamarack crossover ai-training-dataset total asia" \
	"deployment/cloud|tamarack show --format csv --lock total ai-training-dataset deployment/cl" \
	"csv|tamarack export --format c" "equal|tamarack export m --fill e" \
	"--width|tamarack chart --wi" "--strict|tamarack check --stri" "|tamarack show --stri" \
	"--mdoc|tamarack keys --md" "bash fish zsh|tamarack completions " "|tamarack new " \
	"|tamarack chart x --width " "faster|tamarack compare ai-training-dataset fas" \
	"faster|tamarack show ai-training-dataset -s fas" \
	"2026-01|tamarack show ai-training-dataset --edition 2" \
	"users|tamarack show $good/every-key.yaml --measure use" \
	"geography/asia-pacific=|tamarack show ai-training-dataset --set asia" \
	"geography/asia-pacific@|tamarack goal ai-training-dataset total asia-" \
	"2029|tamarack explain ai-training-dataset total 2029" \
	"2025,2029|tamarack show ai-training-dataset --year 2025,2029" \
	"geography,modality|tamarack show ai-training-dataset --pivot geography,mod" \
	"forces,rates|tamarack tornado ai-training-dataset --inputs forces,ra"; do
	words=(${line#*|})
	[[ $line == *\  ]] && words+=('')
	offers "${line%%|*}" "${words[@]}"
done
run 0 completions words -- check ''
[ "$(grep -c "^	" "$work/out")" -eq 1 ] || fail "files are offered more than once"
# Names are made harmless, a file of a name that is not is left out.
cat >"$work/hostile.yaml" <<'EOF'
{tamarack: 1, id: h, title: T, unit: {currency: USD}, period: {base: 2025},
 dimensions: [{id: a, segments: [{id: b, name: "B\e[31m\n\tfiles"}]}]}
EOF
touch "$work/user/tamarack/scenarios/$(printf 'evil\033[31m').yaml"
run 0 completions words -- show "$work/hostile.yaml" a/; prints "a/b"
[ "$(wc -l <"$work/out")" -eq 1 ] || fail "a name of two lines is two words"
XDG_DATA_HOME=$work/user run 0 completions words -- show m -s ''; prints faster
LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]|evil' "$work/out" && fail "a control in what is offered"
# Quotes that are open yet; zsh takes them away by itself.
all=$shells shells=${shells/ zsh/}
offers ai-training-dataset tamarack show '"ai-t'
offers ai-training-dataset tamarack show "'ai-t"
offers deployment/cloud tamarack show '"ai-training-dataset"' --lock "'total'" '"deployment/cl'
shells=${all#* bash}
offers --lock=geography/asia-pacific tamarack show ai-training-dataset --lock=asia
offers geography/asia-pacific@2029 tamarack tornado ai-training-dataset geography/asia-pacific@2029
# Bash wants what stands in the place of the last part alone.
shells=bash
offers csv tamarack export --format = '"c'
offers csv tamarack export --format = c
offers geography/asia-pacific tamarack show ai-training-dataset --lock = asia
offers "@2025 @2026 @2027 @2028 @2029 @2030 @2031" tamarack tornado ai-training-dataset total @
offers --by tamarack tornado ai-training-dataset total @ 2029 --b

# ---- common options that mean nothing to a command ----

for line in "new tea --set total=5%" "import x.csv --fill none" "schema --format json" \
	"completions bash --digits 2" "keys --hold none" "keys --color never" "new tea -s faster" \
	"new tea --scenario=faster" "schema --ascii"; do
	run 2 $line; says "does not belong to the command ${line%% *}"; silent out
done
run 2 new tea --digit 2; says "unknown option '--digit'"
run 0 keys --format csv -o "$work/keys.csv"
run 0 schema --output "$work/schema.json"
for command in new import schema completions; do
	run 0 "$command" --help; prints "--output FILE"
	grep -Eq -- '--(set|format|color|digits)' "$work/out" && fail "$command --help has too much"
	run 0 completions words -- "$command" --
	grep -Eq -- '--(set|format|color|digits)' "$work/out" && fail "$command is offered too much"
done
run 0 keys
[ "$(wc -L <"$work/out")" -le 80 ] || fail "keys is wider than 80 columns: $(wc -L <"$work/out")"
prints "  Enter            open               Open or load it, fold or go to the"
prints "                                      segment, follow a link; in a chart its"
run 0 keys --help; prints "--format FORMAT"

# ---- levels for which two decimals say nothing: 0.0000246 x 60 % = 0.00001476 ----

small=${srcdir:-.}/tests/corpus/load/good/small-levels.yaml
run 0 show "$small"; prints "Total     0.0000123R            0.0000246R                       12.25D"
prints "  Fine    0.0000074D    60.00R  0.0000148A    60.00A             12.25A"
run 0 show "$small" --plain; prints "kind / Fine, 2030, 0.0000148 billion USD, 60.00 percent, assumed"
run 0 show "$small" --digits 3; prints " 0.000R "; prints "12.246D"
run 0 show "$small" --format csv; prints "0.0000123,USD billion,R"
run 0 chart "$small" --ascii; prints "0.0000246 |"; prints "0.0000123 |"
run 0 chart "$small" --index --ascii; prints " 200.00 |"
run 0 explain "$small" kind/fine 2030; prints "Fine 2030: 0.0000148 USD billion"; prints ": 60.00 %"
run 0 bounds "$small" kind/fine; prints "0.0000072 to 0.0000075"
run 0 forces "$small"; prints "from 0.0000123 to 0.0000246 USD bn"
run 0 goal "$small" kind/fine 0.00002@2030; prints "0.0000200"
run 0 show "$small" --set total=20%; says "total 0.000024600 -> 0.000036728"

exit $failed
