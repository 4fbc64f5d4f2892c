#include "config.h"

#include "tui/answer.h"

void answer_begin(struct answer *a, const struct model *m)
{
	bool empty = scenario_is_empty(model_scenario(m));

	a->session = (struct session){
		.market = m->market, .fill = model_fill(m), .hold = m->ran_with,
		.scenario = empty ? NULL : model_whole(m),
		.base = forecast_base(m->market, m->measure, model_fill(m)), .measure = m->measure,
	};
	a->session.forecast = empty ? a->session.base : m->now;
}

void answer_end(struct answer *a)
{
	scenario_free(a->session.scenario);
	forecast_free(a->session.base);
}
