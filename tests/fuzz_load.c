/* Any bytes: loaded, and if that gives a market, walked and forecast. */
#include "config.h"

#include <glib.h>
#include <math.h>
#include <stdint.h>

#include "forecast/forecast.h"
#include "market/market.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Sizes stay such that an input takes no more than a moment. */
enum { CELLS_MAX = 1 << 20 };

static void walk(const struct market *m)
{
	for (int i = 0; i < m->n_nodes; i++) {
		g_autofree char *path = market_path(m, i);
		const struct node *node = &m->nodes[i];

		g_assert(i == 0 || market_find(m, path) == i);
		g_assert(node->size >= 1 && i + node->size <= m->n_nodes);
		for (int j = 0; j < node->n_facts; j++) {
			const struct fact *f = &m->facts[node->first_fact + j];

			g_assert(f->node == i && f->source < m->n_sources);
			g_assert(f->measure < m->n_measures && f->of >= BASE_MEASURE &&
				 f->of < m->n_nodes);
			g_assert(!isinf(f->figure.value));
			market_kind(m, f);
		}
	}
}

static void forecast(const struct market *m)
{
	struct forecast *f = forecast_base(m, 0, (enum fill)m->fill);

	for (int i = 0; i < m->n_nodes; i++)
		for (int j = 0; j < f->n_periods; j++)
			g_assert(!isinf(forecast_level(f, i, j)));
	forecast_free(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct messages *list = messages_new();
	struct market *m = market_load_bytes("input", (const char *)bytes, n, list);

	g_assert((m != NULL) == (messages_errors(list) == 0));
	for (size_t i = 0; i < messages_count(list); i++)
		g_free(message_format(messages_get(list, i)));
	if (m) {
		walk(m);
		if (m->n_nodes < CELLS_MAX / 2048)
			forecast(m);
	}
	market_free(m);
	messages_free(list);
	return 0;
}
