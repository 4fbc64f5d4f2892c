#!/bin/bash
# The worked figures of what-if and analysis, from the command line: features F24 to F48 of the design
# and its sections 3.6 to 3.10, which were computed from the printed figures by another program.
. "${srcdir:-.}/tests/program.sh"
seed=$data/ai-training-dataset.yaml
other=$data/federated-learning-healthcare.yaml

# column NAME ROW: of the CSV in $work/out; a row is named by its first cell.
column() {
	sed 's/"[^"]*"/text/g' "$work/out" | awk -F, -v name="$1" -v row="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
		$1 == row { print $at; exit }'
}

# level PATH YEAR: of the export in $work/out; growth PATH YEAR likewise.
level() { cell "$1" "$2" value; }
growth() { cell "$1" "$2" growth; }
export_with() { run 0 export "$seed" "$@"; }

# levels WHAT PATH FIRST-YEAR TOLERANCE LEVEL...
levels() {
	local what=$1 path=$2 year=$3 tolerance=$4
	shift 4
	for want; do
		near "$what: $path $year" "$(level "$path" $year)" "$want" "$tolerance"
		year=$((year + 1))
	done
}

asia=geography/asia-pacific america=geography/north-america
quick="$asia=40%"

# ---- one rate, three ways to hold (F24 to F29, 3.6) ----

export_with --set $quick
levels F24 $asia 2031 5e-5 10.5514
levels F24 $america 2031 5e-5 16.8654
levels F24 total 2031 5e-5 51.8510
near "F29, the ratio" "$(awk -v a="$(level deployment/on-premises 2031)" \
	'BEGIN { printf "%.7f", a / 32.99561107 }')" 1.040766 2e-6
says 1.040766
for country in china japan india south-korea rest-of-asia-pacific; do
	levels F28 $asia/$country 2031 5e-5 2.1103
done
export_with --set $quick --hold total
levels F25 $america 2031 5e-5 16.0360
levels F25 geography/europe 2031 5e-5 7.7442
levels F25 total 2031 1e-9 49.82
near "F25, the ratio" "$(awk -v a="$(level $america 2031)" 'BEGIN { printf "%.7f", a / 16.8654 }')" 0.950823 3e-6
export_with --set $quick --hold total --lock $america
levels F26 $america 2031 5e-5 16.8654
for region in europe south-america middle-east-and-africa; do
	levels F26 geography/$region 2031 5e-5 7.4677
done
run 1 show "$seed" --set $asia=90% --hold total --lock $america; says 75.81
run 1 show "$seed" --set $asia=91% --hold total; says 90.96
export_with --set total=35%
levels F27 total 2031 5e-5 53.4048
levels F27 $america 2031 5e-5 18.0790
levels F27 $asia 2031 5e-5 9.1336
near "F27, Asia-Pacific's rate" "$(awk -v z="$(level $asia 2031)" -v a="$(level $asia 2026)" \
	'BEGIN { print 100 * ((z / a) ^ 0.2 - 1) }')" 36.0172 5e-5
export_with --set total=38.180862% --lock deployment/on-premises
levels 3.6 deployment/on-premises 2031 5e-5 32.9956
levels 3.6 deployment/cloud 2031 5e-5 13.6767
levels 3.6 deployment/hybrid 2031 5e-5 13.3277

# ---- forces (F31 to F33, F36, 3.7) ----

off() { printf -- '--adjust\n{force: %s, scale: 0}\n' "$@"; }
drivers="multimodal-llms domain-specific synthetic physical-ai post-training rights-cleared"
restraints="privacy annotation-cost contamination licensing"
short="multimodal-llms synthetic post-training annotation-cost contamination"
medium="domain-specific physical-ai rights-cleared privacy licensing"

# outcome END FORCE...: with those switched off.
outcome() {
	local want=$1
	shift
	mapfile -t options < <(off "$@")
	export_with "${options[@]}"
	levels "without $*" total 2031 5e-5 "$want"
}
outcome 18.1883 all
outcome 66.2270 $restraints
outcome 12.5404 $drivers
outcome 27.4056 $short
outcome 34.6866 $medium
mapfile -t options < <(off $restraints | sed 's/scale: 0/scale: 2/')
export_with "${options[@]}"; levels "restraints doubled" total 2031 5e-5 36.8389
export_with --adjust '{force: privacy, scale: 2}'; levels F36 total 2031 5e-5 43.6068
export_with --adjust '{force: synthetic, scale: 2}'; levels F36 total 2031 5e-5 61.6594
export_with --adjust '{force: all, rho: 0.5}' --adjust '{force: multimodal-llms, delay: 2}'
levels "F36, later" total 2027 5.1e-4 15.505 20.184 28.193 39.381 49.719
run 0 show "$seed" --adjust '{force: multimodal-llms, delay: 2}'; says "no effect of a delay"

# rho, five rates of growth, the path from 2027
while read -r rho rates path; do
	export_with --adjust "{force: all, rho: $rho}"
	levels "rho $rho" total 2027 5.1e-4 ${path//,/ }
	year=2027
	for rate in ${rates//,/ }; do
		near "rho $rho: growth $year" "$(awk -v g="$(growth total $year)" 'BEGIN { print 100 * g }')" \
			$rate 5.1e-4
		year=$((year + 1))
	done
done <<'EOF'
1 33.137,33.137,33.137,33.137,33.137 15.857,21.111,28.107,37.420,49.82
0.75 34.700,34.700,33.023,33.023,30.288 16.043,21.610,28.746,38.238,49.82
0.5 36.967,36.967,32.895,32.895,26.253 16.313,22.343,29.693,39.461,49.82
0.25 40.553,40.553,32.781,32.781,20.099 16.740,23.529,31.241,41.482,49.82
0 47.084,47.084,32.834,32.834,9.584 17.518,25.766,34.225,45.463,49.82
EOF
for case in 1:34.41 0.5:34.46 0:35.03; do
	export_with --adjust "{force: all, rho: ${case%:*}}" --adjust '{force: multimodal-llms, scale: 0}'
	levels "multimodal off, rho ${case%:*}" total 2031 5.1e-3 ${case#*:}
	run 0 forces "$seed" --waterfall --adjust "{force: all, rho: ${case%:*}}" \
		--adjust '{force: multimodal-llms, scale: 0}'
	grep -q "^2031 .* ${case#*:} " "$work/out" || fail "the waterfall does not end at ${case#*:}"
done

run 0 forces "$seed" --format csv
while read -r id points drop part shapley; do
	near "$id, points" "$(awk -v p="$(column impact $id)" 'BEGIN { print 100 * p }')" $points 5e-5
	near "$id, drop-one" "$(column drop_one $id)" $drop 5.1e-5
	near "$id, proportional" "$(column proportional $id)" $part 5.1e-5
	near "$id, Shapley" "$(column shapley $id)" $shapley 5.1e-5
done <<'EOF'
multimodal-llms 9.5 15.4126 10.8684 12.3631
domain-specific 7.0 11.7904 8.0083 9.1468
synthetic 5.8 9.9466 6.6354 7.5935
physical-ai 4.5 7.8693 5.1482 5.9040
post-training 3.2 5.7062 3.6609 4.2072
rights-cleared 2.1 3.8071 2.4025 2.7659
privacy -3.5 -6.9020 -4.0041 -4.6515
annotation-cost -2.0 -3.8561 -2.2881 -2.6516
contamination -1.5 -2.8705 -1.7161 -1.9871
licensing -0.8 -1.5149 -0.9152 -1.0586
EOF
near "the baseline" "$(column proportional baseline)" 10.1098 5.1e-5
near "the baseline, Shapley" "$(column shapley baseline)" 6.2783 5.1e-5
near "all drop-one effects" "$(column drop_one sum)" 39.3887 5.1e-5
near "all parts" "$(column proportional sum)" 37.91 1e-9
run 0 forces "$seed"
prints "at least 1.91 points"
for region in "North America 46.14" "Asia-Pacific 32.60" "Europe 32.23" "South America 20.39"; do
	prints "$region %"
done
prints "Asia-Pacific 32.60 % (here 34.14 %)"
run 0 forces "$seed" --set $quick; prints "Asia-Pacific 32.60 % (here 40.00 %)"

scenario() {	# ID FORCE...
	local id=$1
	shift
	{
		printf 'tamarack: 1\nscenario: %s\nmarket: ai-training-dataset\nadjust:\n' "$id"
		printf -- '- {force: %s, scale: 0}\n' "$@"
	} >"$work/$id.yaml"
}
scenario no-restraints $restraints
scenario no-drivers $drivers
run 0 compare "$seed" "$work/no-restraints.yaml" "$work/no-drivers.yaml"
grep -q '49.82R .*66.23S .*12.54S' "$work/out" || fail "F33: the ends side by side"
grep -q '33.14.* 40.94.* 1.04' "$work/out" || fail "F33: the rates side by side"
[ "$(grep -c '^ *- ' "$work/no-restraints.yaml")" -eq 0 ] && fail "F31: no lines"
(cd / && TAMARACK_PATH=$data "$OLDPWD/${program#./}" export ai-training-dataset -s "$work/no-restraints.yaml" \
	>"$work/out" 2>"$work/err") || (cd / && TAMARACK_PATH=$data "$program" export ai-training-dataset \
	-s "$work/no-restraints.yaml" >"$work/out" 2>"$work/err")
levels "F31, from another folder" total 2031 5e-5 66.2270

# ---- goal seek and crossover (F37, F38, 3.10) ----

while read -r market rate options; do
	run 0 goal "${!market}" $options
	prints "$rate"
done <<'EOF'
seed 38.1809 total 60@2031
seed 33.2330 total 50@2031
seed 27.4177 total 40@2031
seed 44.7220 geography/asia-pacific 25%@2031 --hold total
seed 47.6490 geography/asia-pacific 25%@2031
other 19.0002 total 200@2035
seed 45.27 geography/asia-pacific geography/north-america@2031 --hold total --lock geography/europe --lock geography/south-america --lock geography/middle-east-and-africa
seed 2033.43 total 100
other 2031.95 total 100
EOF
run 1 goal "$seed" $asia 90%@2031 --hold total --lock $america; says "out of reach"
while read -r a b year; do
	run 0 crossover "$seed" $a $b
	prints $year
done <<'EOF'
geography/asia-pacific geography/north-america 2106.7
industry/healthcare industry/it-and-telecom 2113.0
offering/custom-dataset-creation offering/off-the-shelf-datasets 2117.7
modality/image-and-video modality/text 2156.7
deployment/cloud deployment/on-premises 2292.8
EOF
for case in 20%:2082.6 25%:2056.8 30%:2037.9; do
	run 0 crossover "$seed" $asia $america --adjust "{path: $asia, share: {2025: ${case%:*}}}"
	prints ${case#*:}
done

# ---- shapes (F39, 3.8) ----

shape() { export_with --adjust "{path: total, shape: $1}"; }
shape '{fade: {to: 15%, by: 2031}}'; levels "fade" total 2031 5.1e-3 34.03
shape '{fade: {to: 31.06%, by: 2031}}'; levels "linear fade" total 2027 6e-3 16.106 21.612 28.775 38.013 49.82
shape '{geometric: {to: 5%}}'
near "geometric fade, growth 2031" "$(growth total 2031)" 0.3118 5.1e-5
levels "geometric fade" total 2031 1e-6 49.82
shape '{logistic: {}}'; levels "logistic" total 2031 1e-6 49.82
run 1 show "$seed" --adjust '{path: total, shape: {gompertz: {}}}'; says "ceiling"

# ---- where growth comes from (F43, F44, F48) ----

run 0 forces "$seed" geography --format csv
for case in "North America:12.8029" "South America:6.1828" "Europe:6.1828" "Asia-Pacific:6.5586" \
	"Middle East and Africa:6.1828"; do
	near "F44: ${case%:*}" "$(column change "${case%:*}")" ${case#*:} 5.1e-5
done
near F43 "$(column market Asia-Pacific)" 6.2447 5.1e-5
near F43 "$(column mix Asia-Pacific)" 0.3139 5.1e-5
near "3.10, log-mean" "$(column log_market Asia-Pacific)" 6.3910 5.1e-5
near "3.10, log-mean" "$(column log_mix Asia-Pacific)" 0.1676 5.1e-5
near F44 "$(column level 2031)" 49.82 1e-9
while read -r dimension segment factor; do
	run 0 forces "$seed" "$dimension" --format csv
	near F48 "$(column share_factor "${segment//_/ }")" $factor 5.1e-5
done <<'EOF'
deployment Cloud 1.0217
modality Image_and_Video 1.0305
offering Custom_Dataset_Creation 1.0229
industry Healthcare_and_Life_Sciences 1.0617
geography Asia-Pacific 1.0382
EOF
run 0 forces "$seed" geography --waterfall --ascii; prints '#'

# ---- uncertainty (F45 to F47, 3.9) ----

# percentile COLUMN EXPECTED RELATIVE-TOLERANCE, in 2031
percentile() { near "simulate: $1" "$(column $1 2031)" $2 "$(awk -v a=$2 -v t=$3 'BEGIN { print a * t }')"; }
run 0 simulate "$seed" --sd 3 --seed 42 --above 40 --format csv
percentile p5 41.247 0.005; percentile p10 43.030 0.005; percentile p50 49.820 0.005
percentile p90 57.441 0.005; percentile p95 59.763 0.005; percentile mean 50.073 0.003
near "above 40" "$(column above 2031)" 0.9717 0.004
for case in 0:4.49:43.4:58.2 0.5:7.41:39.1:63.4 1:9.49:36.2:67.2; do
	IFS=: read -r rho sd p5 p95 <<<"$case"
	run 0 simulate "$seed" geography --sd 5 --rho $rho --format csv
	percentile sd $sd 0.02; percentile p5 $p5 0.01; percentile p95 $p95 0.01
done
run 1 simulate "$seed" geography --sd 5 --rho -0.26; says eigenvalue
run 0 simulate "$seed" geography --sd 5 --rho -0.25
run 0 simulate "$seed" deployment/cloud --sd 0 --format csv --draws 100000
percentile p10 1.7042 0.02; percentile p50 8.5209 0.012; percentile p90 15.3376 0.006
run 0 simulate "$seed" deployment/cloud --sd 0 --shares filled --format csv
near "simulate: nothing drawn" "$(column sd 2031)" 0 1e-9
run 0 chart "$seed" --fan --sd 3 --seed 42 --ascii; prints "P50 49.8"; prints "20000 draws, seed 42"
run 2 chart "$seed" --fan --bars; run 2 chart "$seed" --fan deployment/cloud $asia
run 2 chart "$seed" --sd 3; says "--fan"

# Scenarios in one picture: 1.9619 from 2026 on at 40 and 25 % a year, and the source at 34.14 %; one
# that goes on to 2033 has the figure of `export` there.
for rate in 40 25; do
	printf 'tamarack: 1\nscenario: at-%s\nmarket: ai-training-dataset\nadjust:\n%s\n' $rate \
		"- {path: $asia, cagr: {2026-2031: $rate%}}" >"$work/at-$rate.yaml"
done
sed 's/at-40/on/' "$work/at-40.yaml" >"$work/on.yaml"
printf "horizon: 2033\nafter: {fade: {to: 40%%, by: 2033}}\n" >>"$work/on.yaml"
run 0 chart "$seed" $asia --beside "$work/at-40.yaml" --beside "$work/at-25.yaml" --ascii --height 24
prints "* at-40 10.55"; prints "x at-25 5.99"; prints ". source 8.52"; prints "with at-40, at-25"
run 0 chart "$seed" $asia --ascii -s "$work/at-25.yaml" --beside "$work/at-40.yaml" --bars
prints "a at-25 5.99"; prints "b at-40 10.55"; prints "c source 8.52"
run 0 chart "$seed" $asia geography/europe --ascii --beside "$work/at-25.yaml" --width 100
prints "Asia-Pacific (at-25) 5.99"; prints "Asia-Pacific (source) 8.52"; prints "Europe (source) 8.14"
! grep -q "Europe (at-25)" "$work/out" || fail "a line that only hides the source"
run 0 chart "$seed" geography/north-america geography/europe --ascii --beside "$work/at-25.yaml"
! grep -q "at-25" "$work/out" || fail "the source line names what is not drawn"
run 0 export "$seed" -s "$work/on.yaml"
end=$(awk -F, -v p=$asia '$3 == p && $6 == 2033 { printf "%.2f", $7 }' "$work/out")
run 0 chart "$seed" $asia --ascii --beside "$work/on.yaml" --width 100
prints " 2033"; prints "* on $end"; prints ". source 8.52 in 2031"
run 2 chart "$seed" $asia -s "$work/on.yaml" --beside "$work/on.yaml"; silent out; says "on.yaml is given twice"
run 2 chart "$seed" $asia --beside "$work/on.yaml" --beside "$work/on.yaml"; says "on.yaml is given twice"
run 0 chart "$seed" $asia -s "$work/on.yaml" --set $asia=30% --beside "$work/on.yaml" --width 120
prints " on and options "; prints " on $end"; prints "with on and options, on"
run 0 show "$seed" -s "$work/on.yaml" --set $asia=30%; prints "Scenario: on and options."
run 0 show "$seed" -s "$work/on.yaml"; prints "Scenario: on."
run 0 export "$seed" -s "$work/on.yaml" --set $asia=30%; prints ",on and options"
mkdir "$work/other" && sed 's/40%/36%/g' "$work/on.yaml" >"$work/other/on.yaml"
run 0 chart "$seed" $asia --beside "$work/on.yaml" --beside "$work/other/on.yaml" --width 120
prints " on $end"; prints " on (2) "; prints "with on, on (2)"
run 2 chart "$seed" $asia --stack --beside "$work/on.yaml"; says "--beside"
run 2 chart "$seed" $asia --fan --beside "$work/on.yaml"; says "--beside"
run 2 chart "$seed" $asia --format csv --beside "$work/on.yaml"; says "compare"
run 2 chart "$seed" $asia --beside "$work/missing.yaml"; says "missing"

# Of geography without a fill only the printed 34.11 % of 8.74 are known: 5.76 are not, in 2025.
run 0 chart "$seed" geography --stack --fill none --ascii; prints "? not known 49.82"
prints "a North America 2.98 in 2025"
run 0 chart "$seed" geography --percent --fill none --ascii --width 100 --height 103
[ "$(grep -c '| A' "$work/out")" = 34 ] || fail "34.11 % of 100 rows"
[ "$(grep -c '| ?' "$work/out")" = 66 ] || fail "65.89 % of 100 rows"

# parts that make up the whole leave nothing for the others: no doubt above them, and shares of it
cat >"$work/whole.yaml" <<'END'
tamarack: 1
id: whole
title: Whole
unit: {currency: USD, scale: billion}
period: {base: 2024, from: 2025, to: 2026}
fill: none
total: {value: {2024: 10, 2025: 11, 2026: 12}}
dimensions:
- id: kind
  title: Kind
  segments:
  - {name: Alpha, share: {2024: 60%, 2025: 60%, 2026: 60%}}
  - {name: Beta, share: {2024: 40%, 2025: 40%, 2026: 40%}}
  - {name: Gamma}
  - {name: Delta}
END
run 0 chart "$work/whole.yaml" kind --stack --ascii; prints "? not known 0.00"
grep -q "missing\|??" "$work/out" && fail "a doubt above the whole: $(cat "$work/out")"
run 0 chart "$work/whole.yaml" kind --percent --ascii
prints "b Beta 40.00 %"; grep -q "missing" "$work/out" && fail "no shares: $(cat "$work/out")"

# ---- sensitivity (F40, F41) ----

run 0 tornado "$seed" --format csv
rank=2
while read -r id low high; do
	sed -n ${rank}p "$work/out" | grep -q "^$id," || fail "F40: row $rank is not $id"
	near "F40: $id" "$(column low $id)" $low 5.1e-4
	near "F40: $id" "$(column high $id)" $high 5.1e-4
	rank=$((rank + 1))
done <<'EOF'
multimodal-llms 45.532 54.425
domain-specific 46.631 53.181
synthetic 47.165 52.593
physical-ai 47.750 51.961
privacy 48.204 51.479
post-training 48.341 51.335
rights-cleared 48.845 50.810
annotation-cost 48.891 50.763
contamination 49.122 50.526
licensing 49.447 50.195
EOF
run 0 grid "$seed" --levels 10.72,11.91,13.10 --rates 28,30.57,33.137,35.71,38 --digits 3
for row in "36.834 *40.683 *44.842 *49.346 *53.653" "40.922 *45.199 *49.820 *54.824 *59.608" \
	"45.011 *49.715 *54.798 *60.302 *65.564"; do
	grep -q "$row" "$work/out" || fail "F41: no row $row"
done

exit $failed
