#include "config.h"

#include "chart_sample.h"

const char *const sample_years[] = {"2025", "2026", "2027", "2028", "2029", "2030", "2031"};
const double sample_total[] = {8.74, 11.91, 15.8566, 21.1110, 28.1065, 37.4201, 49.82};
const double sample_asia[] = {1.4393, 1.9619, 2.6317, 3.5301, 4.7353, 6.3520, 8.5205};
const double sample_faster[] = {1.4393, 1.9619, 2.7467, 3.8453, 5.3834, 7.5368, 10.5514};
const double sample_america[] = {2.9812, 4.0625, 5.4008, 7.1798, 9.5449, 12.6891, 16.8654};
const double sample_others[] = {1.4393, 1.9619, 2.6080, 3.4671, 4.6088, 6.1268, 8.1447};
const double sample_p10[] = {8.74, 11.91, 15.3987, 19.9093, 25.7412, 33.2814, 43.0303};
const double sample_p90[] = {8.74, 11.91, 16.3145, 22.3479, 30.6124, 41.9334, 57.4410};

struct chart_data sample_chart(const struct chart_series *series, int n)
{
	return (struct chart_data){
		.decimals = 2, .title = "AI training dataset market", .unit = "USD bn",
		.source = "Source: Mordor Intelligence, 2026-01", .periods = sample_years,
		.n_periods = N_YEARS, .series = series, .n_series = n, .cross_hair = -1,
	};
}
