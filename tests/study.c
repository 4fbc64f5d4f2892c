#include "config.h"
#include "study.h"

#include <check.h>
#include <string.h>

#include "sample.h"

struct market *market;
struct scenario *scenario;
struct forecast *f;

static void begin(struct market *m)
{
	market = m;
	scenario = scenario_new("test", m->id);
	f = forecast_base(m, 0, (enum fill)m->fill);
}

void use(const char *yaml)
{
	begin(sample_text(yaml));
}

void use_report(const char *id)
{
	begin(sample_report(id));
}

void study_end(void)
{
	forecast_free(f);
	f = NULL;
	scenario_free(scenario);
	scenario = NULL;
	market_free(market);
	market = NULL;
}

void run(void)
{
	GError *error = NULL;
	struct forecast *out = forecast_run(market, 0, scenario, HOLD_NONE, &error);

	if (!out)
		ck_abort_msg("%s", error->message);
	forecast_free(f);
	f = out;
}

void refused(const char *words)
{
	GError *error = NULL;

	ck_assert_ptr_null(forecast_run(market, 0, scenario, HOLD_NONE, &error));
	ck_assert(g_error_matches(error, FORECAST_ERROR, FORECAST_REFUSED));
	ck_assert_msg(strstr(error->message, words), "%s", error->message);
	g_error_free(error);
}

int node(const char *path)
{
	return sample_node(market, path);
}

double level(const char *path, int year)
{
	return forecast_level(f, node(path), forecast_column(f, period_year(year)));
}
