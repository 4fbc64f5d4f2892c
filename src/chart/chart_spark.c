#include "config.h"
#include "chart/chart.h"

#include <glib.h>
#include <math.h>

static const char ramp[] = "_.:-=+*#";
enum { LEVELS = sizeof ramp - 1, MIDDLE = 3 };

/* Level of value between lo and hi; the middle where all are equal. */
static int level(double value, double lo, double hi)
{
	double range = hi / 2 - lo / 2;

	if (!(range > 0))
		return MIDDLE;
	return CLAMP((int)floor((value / 2 - lo / 2) / range * (LEVELS - 1) + 0.5), 0,
		     LEVELS - 1);
}

char *chart_sparkline(const double *values, int n, int width, bool utf8)
{
	GString *out = g_string_new(NULL);
	double lo = INFINITY, hi = -INFINITY;

	for (int i = 0; i < n; i++)
		if (isfinite(values[i])) {
			lo = MIN(lo, values[i]);
			hi = MAX(hi, values[i]);
		}
	for (int x = 0; x < width; x++) {
		/* more values than cells: evenly picked, the first and the last among them */
		int i = n <= width  ? x
			: width > 1 ? (int)((gint64)x * (n - 1) / (width - 1))
				    : n - 1;

		if (i >= n || !isfinite(values[i]))
			g_string_append_c(out, ' ');
		else if (utf8)
			g_string_append_unichar(out, 0x2581u + level(values[i], lo, hi));
		else
			g_string_append_c(out, ramp[level(values[i], lo, hi)]);
	}
	return g_string_free(out, FALSE);
}

char *chart_bar(double fraction, int width, bool utf8)
{
	GString *out = g_string_new(NULL);
	int parts = utf8 ? 8 : 1, filled;

	if (isnan(fraction) || width <= 0)
		return g_string_free(out, FALSE);
	filled = (int)floor(CLAMP(fraction, 0, 1) * width * parts + 0.5);
	for (; filled >= parts; filled -= parts)
		if (utf8)
			g_string_append_unichar(out, 0x2588);
		else
			g_string_append_c(out, '#');
	if (filled > 0)
		/* left blocks run from seven eighths down to one */
		g_string_append_unichar(out, 0x2590u - filled);
	return g_string_free(out, FALSE);
}
