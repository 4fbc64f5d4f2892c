#!/bin/bash
# What-if from the command line: adjustments in the order they are typed, goals, crossovers, scenarios
# side by side, and what is said where one of them cannot be.  Expected numbers are worked out from
# the printed figures of the first report: 8.74, 11.91 and 49.82, five years of 33.1369 %.
. "${srcdir:-.}/tests/program.sh"
market=ai-training-dataset
asia=geography/asia-pacific
export TAMARACK_PATH=$data XDG_DATA_HOME=$work/data

# file NAME LINE...: a scenario of the market in $work/NAME.yaml.
file() {
	local name=$1
	shift
	{ printf 'tamarack: 1\nscenario: %s\nmarket: %s\n' "$name" "$market"; printf '%s\n' "$@"; } \
		>"$work/$name.yaml"
}
level() { run 0 export "$market" "$@"; cell "${path:-total}" 2031 value; }

# ---- the last one holds ----

# 11.91 x 1.35^5 and 11.91 x 1.25^5
near "the later --set" "$(level --adjust '{path: total, cagr: {2026-2031: 25%}}' --set total=35%)" \
	53.40482 5e-5
near "the later --adjust" "$(level --set total=35% --adjust '{path: total, cagr: {2026-2031: 25%}}')" \
	36.34644 5e-5
# a shape replaces a rate over the same years, and the other way round: 11.91 x 1.1^5
near "a shape last" "$(level --set total=35% --adjust '{path: total, shape: {constant: 10%}}')" \
	19.18117 5e-5
near "a rate last" "$(level --adjust '{path: total, shape: {constant: 10%}}' --set total=35%)" \
	53.40482 5e-5
file both "adjust:" "- {path: total, cagr: 25%}" "- {path: total, shape: {constant: 10%}}"
run 2 show "$market" -s "$work/both.yaml"; says "both.yaml:6:17: 'total' has a shape here and a cagr on line 5"
run 2 show "$market" -s "$work/both.yaml" -s "$work/both.yaml"; says "--scenario is given twice"; says "--beside"

# points on the rate without a scenario: 49.82 / 11.91 is 1.331369^5
near "+2" "$(level --set total=+2)" 53.67615 2e-3
near "+2%" "$(level --set total=+2%)" 53.67615 2e-3
near "-1.5pp" "$(level --set total=-1.5pp)" 47.07583 2e-3
near "+2 of a name" "$(path=$asia level --set 'Asia-Pacific=+2')" 9.17475 2e-3

# ---- by how much the rest moves ----

# (51.8510 - 23.0278) / (49.82 - 23.0278) = 1.07581 in the split with a lock, 51.8510 / 49.82 elsewhere
run 0 show "$market" --set asia-pacific=40% --lock modality/text
says "other splits x1.040766 to x1.0758"

# 11.91 x 1.35^5 / 49.82 where all follow; 43.606848 / 49.82 where the regions move on their own
run 0 show "$market" --set total=35%; says "all splits x1.071956"
run 0 show "$market" --adjust '{force: privacy, scale: 2}'; says "other splits x0.875288"

# ---- what moves nothing says why ----

run 0 show "$market" --set north-america=w3; says "no effect of the weight: its level was published"
run 0 show "$market" geography --set europe=w1 --format csv
says "geography/europe: no effect of the weight"
# as published: a printed rate of its own is approximate, the levels rest on the fill
[ "$(cell geography/europe 2031 status)" = A ] || fail "a weight of 1 makes $(cell geography/europe 2031 status) of A"
privacy='{force: privacy, scale: 2}'
run 0 show "$market" --adjust "$privacy" --lock total; says "privacy: no effect on the total: the total is locked"
run 0 show "$market" --adjust "$privacy" --set total=33%; says "privacy: no effect on the total: the total is typed"
locks=
for region in north-america europe south-america asia-pacific middle-east-and-africa; do
	locks="$locks --lock geography/$region"
done
run 0 show "$market" --adjust "$privacy" $locks; says "privacy: no effect: what it acts on is locked"

cat >"$work/nothing.yaml" <<EOF
{tamarack: 1, id: nothing, title: N, unit: {currency: USD}, period: {base: 2024, from: 2025, to: 2030},
 total: {value: {2024: 12, 2030: 24}}, dimensions: [{id: kind, segments: [
  {name: Fine, share: {2024: 100%}}, {name: Coarse, value: {2024: 0}}]}]}
EOF
run 0 show "$work/nothing.yaml" --set kind/coarse=40%
says "kind/coarse: no effect: a level of zero does not grow"
run 0 show "$work/nothing.yaml" --adjust '{path: kind/fine, growth: {2025: 12.246204830937302%}}'
says "kind/fine: no effect: it grows at that rate already"

# a lock holds what a typed share leaves: (49.82 - 11.91 * 0.25 * 1.3414^5) * 0.1363 / 0.75
run 0 show "$market" --lock europe --set asia-pacific=25%share@2025
says "geography/europe: locked where what is typed beside it leaves it, 8.1447 -> 6.7039 in 2031"

# 1.9619 x (1 + 999999999.99)^4 is past 1e30 first in 2030
run 1 show "$market" --set asia-pacific=99999999999
says "out of reach: geography/asia-pacific in 2030; limit: 1 followed by 30 zeros"

# ---- goals and crossovers ----

run 1 goal "$market" $asia total@2031; says "a part cannot equal its whole"; silent out
run 1 goal "$market" $asia 25%@2031 --fill none; says "while the fill is none"
run 1 goal "$market" $asia 25%@2031 --lock $asia; says "is locked"
run 2 goal "$market" $asia $asia@2031; says "between two segments"
run 0 goal "$market" $asia 25%@2031 --adjust "{path: $asia, growth: {2029: 10%}}"
prints "47.6490"; prints "58.9242"; prints "28.9214"
run 0 goal "$market" $asia 25%@2031; prints "13.77S         25.00S"	# 11.91 x 0.164725 x 1.47649^5
run 0 goal "$market" total 100; prints "33.14R"
run 2 goal "$market" $asia 25%@2036; says "2036 lies outside the forecast"
says "it ends in 2031; a scenario with 'horizon: 2036' and 'after: {constant: 5%}' leads there"
file near "horizon: 2033" "after: {constant: 10%}"
run 2 goal "$market" $asia 25%@2036 -s "$work/near.yaml"; says "it ends in 2033; a scenario with 'horizon: 2036'"
run 2 goal "$market" $asia 25%@2020; says "2020 lies outside the forecast"
grep -q "leads there" "$work/err" && fail "a horizon leads to the past"
run 1 crossover "$market" total $asia; says "a part cannot overtake its whole"
file far "horizon: 2036" "after: {constant: 10%}"
run 1 crossover "$market" $asia geography/north-america -s "$work/far.yaml"
says "both grow at the same rate"
# shares stay as they are at the end of the window, where growth is one rate for all
run 0 goal "$market" $asia 25%@2036 -s "$work/far.yaml"
prints "47.6490S"; prints "From 2031 on growth is that of the horizon, 2036: constant 10 %."

# ---- a horizon of a market with a base year alone: 34.20 x 1.05^5 = 43.65 ----

sales=${srcdir:-.}/tests/needs/06-rounded-totals.yaml
printf '%s\n' "tamarack: 1" "scenario: on" "market: relay-sales" "horizon: 2028" "after: {constant: 5%}" \
	>"$work/on.yaml"
run 0 show "$sales" -s "$work/on.yaml" --format md
prints "| Segment | 2023 | share % | 2028 | share % | CAGR % 2023-2028 |"
prints "| Total | 34.20 R |  | 43.65 S |  | 5.00 S |"
run 0 chart "$sales" -s "$work/on.yaml" --ascii
prints "on 43.65"; prints "o up to 2023"

# Asia-Pacific's rate is printed, about; North America's rests on the fill
run 0 crossover "$market" $asia geography/north-america; prints "34.14~"; prints "32.94A"
run 0 crossover "$market" $asia geography/north-america --format csv
prints "path,rate,rate_status,other,other_rate,other_rate_status,year"
run 0 goal "$market" $asia 15@2031; prints "50.2049S  34.1400~"

# ---- side by side ----

file solved "adjust:" "- {path: $asia, cagr: {2026-2031: 50.20486395150789%}}"
run 0 compare "$market" "$work/solved.yaml"; prints "50.2049%"
grep -q 50.20486 "$work/out" && fail "fourteen digits side by side"

file none "fill: none"
file far2 "fill: weights" "horizon: 2035" "after: {fade: {to: 5%, by: 2035}}" "simulate: {draws: 1000, seed: 7}" \
	"adjust:" "- {path: $asia, cagr: 40%}" "- {path: geography/europe, spread: {normal: {sd: 3%}}}"
run 0 compare "$market" "$work/none.yaml" "$work/far2.yaml" --format csv
for row in "inputs changed,0,,1,,6," "fill,equal,,none,,weights," "horizon,2031,,,,2035," \
	"after,,,,,fade to 5 % by 2035," "simulate,,,,,\"draws 1000, seed 7\"," \
	"$asia: cagr 2026-2031,34.14%,,,,40%," "geography/europe: spread,,,,,\"normal, sd 3 %\","; do
	grep -qF -- "$row" "$work/out" || fail "no row '$row': $(cat "$work/out")"
done
file fade15 "adjust:" "- {path: total, shape: {fade: {to: 15%, by: 2031}}}"
file fade25 "adjust:" "- {path: total, shape: {fade: {to: 25%, by: 2031}}}"
run 0 compare "$market" "$work/fade15.yaml" "$work/fade25.yaml"
prints "fade to 15 % by 2031   fade to 25 % by 2031"
file parent "adjust:" "- {force: privacy, scale: 0}" "- {force: licensing, scale: 0}"
file child "based_on: parent.yaml" "adjust:" "- {force: privacy, scale: 1}"
run 0 compare "$market" "$work/child.yaml"
grep -q "inputs changed  *0  *1$" "$work/out" || fail "not one input: $(cat "$work/out")"
grep -q "force privacy" "$work/out" && fail "a force as it is counts as changed"

# ---- where the impacts come from ----

run 0 forces "$market"; prints "Source of the impacts: Mordor Intelligence, 2026-01."
run 0 forces "$market" --format csv; grep -q "^privacy,.*,mordor$" "$work/out" || fail "no source of privacy"
awk '/^- id: privacy/ { inside = 1 } inside && /source:/ { sub("mordor", "ec-ai-act"); inside = 0 } { print }' \
	"$data/$market.yaml" >"$work/two.yaml"
run 0 forces "$work/two.yaml"; grep -q "^  privacy .* ec-ai-act$" "$work/out" || fail "no source of privacy in the table"
grep -q "Source of the impacts" "$work/out" && fail "one source is said for two"

# ---- what is wrong, and where ----

run 2 show "$market" --set nowhere=40%; says "tamarack: --set nowhere=40%: unknown path 'nowhere'"
run 2 show "$market" --set nowhere=+2; says "tamarack: --set nowhere=+2: unknown path 'nowhere'"
run 2 show "$market" --lock nowhere; says "tamarack: --lock nowhere: unknown path"
run 2 show "$market" -s nowhere; says "tamarack: no scenario 'nowhere'"
run 2 show "$market" -s "$work/nowhere.yaml"; says "nowhere.yaml': no such file"
run 2 check "$work/nowhere.yaml"; says "tamarack: $work/nowhere.yaml: "
run 2 show nowhere; says "tamarack: no market 'nowhere'"
run 0 show "$market" --set total=35%; prints "Scenario: options."
file late "adjust:" "- {path: total, shape: {fade: {to: 15%, by: 2020}}}"
run 1 show "$market" -s "$work/late.yaml"; says "late.yaml:5:17: total: the year by which"
file bent "adjust:" "- {path: $asia, shape: {geometric: {to: 60%}}}"
run 1 show "$market" -s "$work/bent.yaml"; says "bent.yaml:5:34: $asia: no geometric fade"
file by "adjust:" "- {path: total, shape: {geometric: {to: 5%, by: 2029}}}"
run 2 show "$market" -s "$work/by.yaml"; says "by.yaml:5:45: unknown key 'by'"
file early "horizon: 2020"
run 2 show "$market" -s "$work/early.yaml"; says "early.yaml:4:10: the horizon 2020"
file step "horizon: 2040-Q1" "after: {constant: 5%}"
run 2 show "$market" -s "$work/step.yaml"; says "step.yaml:4:10: the horizon 2040-Q1"
file dated "on: 2026-13"
run 2 show "$market" -s "$work/dated.yaml"; says "dated.yaml:4:5: '2026-13' is no edition"

exit $failed
