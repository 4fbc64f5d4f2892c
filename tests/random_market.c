#include "random_market.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DEPTH_MAX = 3, MEMBERS_MAX = 6 };

struct making {
	struct random_market *m;
	GRand *rand;
	GString *y;
	enum random_kind kind;
};

static int pick(struct making *k, int n)
{
	return g_rand_int_range(k->rand, 0, n);
}

static double between(struct making *k, double low, double high)
{
	return g_rand_double_range(k->rand, low, high);
}

static struct random_node *node_at(const struct making *k, int i)
{
	return k->m->nodes->pdata[i];
}

/* --- the truth --- */

static int add_node(struct making *k, int parent, const char *id)
{
	struct random_node *n = g_new0(struct random_node, 1);
	struct random_node *p = parent >= 0 ? node_at(k, parent) : NULL;

	n->path = !p ? g_strdup("total") : p->parent < 0 ? g_strdup(id)
		: g_strdup_printf("%s/%s", p->path, id);
	n->parent = parent;
	g_ptr_array_add(k->m->nodes, n);
	return k->m->nodes->len - 1;
}

/* Splits a node among members whose weights drift apart. */
static void split(struct making *k, int parent, int depth)
{
	int n = 2 + pick(k, MEMBERS_MAX - 1), first = k->m->nodes->len;
	double weight[MEMBERS_MAX + 1], drift[MEMBERS_MAX + 1];

	node_at(k, parent)->children = n;
	for (int i = 0; i < n; i++) {
		char id[16];

		g_snprintf(id, sizeof id, "s%d", i);
		add_node(k, parent, id);
		weight[i] = between(k, 0.2, 2);
		drift[i] = between(k, 0.9, 1.12);
	}
	for (int t = 0; t < RANDOM_YEARS; t++) {
		double sum = 0;

		for (int i = 0; i < n; i++)
			sum += weight[i];
		for (int i = 0; i < n; i++) {
			node_at(k, first + i)->truth[t] = node_at(k, parent)->truth[t] * weight[i] / sum;
			weight[i] *= drift[i] * between(k, 0.97, 1.03);
		}
	}
	for (int i = 0; i < n; i++)
		if (depth < DEPTH_MAX && pick(k, 4) == 0)
			split(k, first + i, depth + 1);
}

static void draw_truth(struct making *k)
{
	int dimensions = 1 + pick(k, 3);
	int total = add_node(k, -1, "total");
	double v = exp(between(k, log(20), log(5000)));

	for (int t = 0; t < RANDOM_YEARS; t++) {
		node_at(k, total)->truth[t] = v;
		v *= between(k, 0.92, 1.3);
	}
	for (int d = 0; d < dimensions; d++) {
		char id[16];
		int node;

		g_snprintf(id, sizeof id, "d%d", d);
		node = add_node(k, total, id);
		node_at(k, node)->dimension = true;
		memcpy(node_at(k, node)->truth, node_at(k, total)->truth,
		       sizeof node_at(k, node)->truth);
		split(k, node, 1);
	}
}

/* --- the print --- */

static double truth_of(const struct making *k, int node, char metric, int from, int year)
{
	const struct random_node *n = node_at(k, node);

	switch (metric) {
	case 's':
		return 100 * n->truth[year] / node_at(k, n->parent)->truth[year];
	case 'g':
		return 100 * (n->truth[year] / n->truth[year - 1] - 1);
	case 'c':
		return 100 * (pow(n->truth[year] / n->truth[from], 1.0 / (year - from)) - 1);
	default:
		return n->truth[year];
	}
}

static void put_figure(struct making *k, int node, char metric, int from, int year, int decimals)
{
	struct random_figure f = { .node = node, .year = year, .metric = metric,
				   .decimals = decimals };
	char number[64];

	f.truth = truth_of(k, node, metric, from, year);
	g_snprintf(number, sizeof number, "%.*f", decimals, f.truth);
	f.offset = k->y->len;
	f.length = strlen(number);
	g_array_append_val(k->m->figures, f);
	g_string_append(k->y, number);
	if (metric != 'v')
		g_string_append_c(k->y, '%');
}

/* A key with figures of some years, each printed with a chance of one in odds. */
static void put_years(struct making *k, int node, int indent, const char *key, char metric, int odds,
		      int decimals)
{
	int n = 0;

	for (int t = metric == 'g'; t < RANDOM_YEARS; t++) {
		if (odds > 1 && pick(k, odds))
			continue;
		if (n++)
			g_string_append(k->y, ", ");
		else
			g_string_append_printf(k->y, "%*s%s: {", indent, "", key);
		g_string_append_printf(k->y, "%d: ", RANDOM_FIRST + t);
		if (metric == 'v' && k->kind == RANDOM_SPARSE && pick(k, 12) == 0)
			g_string_append_c(k->y, '~');
		put_figure(k, node, metric, -1, t, decimals);
	}
	if (n)
		g_string_append(k->y, "}\n");
}

static bool is_first_of(const struct making *k, int node, bool fastest, bool last)
{
	const struct random_node *n = node_at(k, node);
	int from = 0, year = fastest ? RANDOM_YEARS - 1 : k->m->base;

	for (guint i = 0; i < k->m->nodes->len; i++) {
		const struct random_node *o = node_at(k, i);
		double own = fastest ? n->truth[year] / n->truth[from] : n->truth[year];
		double other = fastest ? o->truth[year] / o->truth[from] : o->truth[year];

		if (o->parent == n->parent && o != n && (last ? other <= own : other >= own))
			return false;
	}
	return true;
}

static void put_ranks(struct making *k, int node, int indent, bool rate)
{
	GString *ranks = g_string_new(NULL);

	if (pick(k, 2) && is_first_of(k, node, false, false))
		g_string_append(ranks, "largest, ");
	if (pick(k, 2) && is_first_of(k, node, false, true))
		g_string_append(ranks, "smallest, ");
	if (rate && pick(k, 2) && is_first_of(k, node, true, false))
		g_string_append(ranks, "fastest, ");
	if (rate && pick(k, 2) && is_first_of(k, node, true, true))
		g_string_append(ranks, "slowest, ");
	if (ranks->len) {
		g_string_truncate(ranks, ranks->len - 2);
		g_string_append_printf(k->y, "%*srank: [%s]\n", indent, "", ranks->str);
	}
	g_string_free(ranks, TRUE);
}

static void put_trend(struct making *k, int node, int indent)
{
	const struct random_node *n = node_at(k, node);
	double grown = n->truth[RANDOM_YEARS - 1] / n->truth[k->m->base];
	const struct random_node *p = node_at(k, n->parent);
	double whole = p->truth[RANDOM_YEARS - 1] / p->truth[k->m->base];

	if (k->m->base == RANDOM_YEARS - 1)
		return;
	if (pick(k, 2))
		g_string_append_printf(k->y, "%*strend: %s\n", indent, "",
				       grown > 1 ? "growing" : "declining");
	else
		g_string_append_printf(k->y, "%*strend: %s\n", indent, "",
				       grown > whole ? "gaining" : "losing");
}

static void put_facts(struct making *k, int node, int indent)
{
	bool all = k->kind == RANDOM_COMPLETE, total = node == 0;
	int levels = all ? 1 : pick(k, 2) ? 1 + pick(k, 4) : 0;
	bool rate = !all && !pick(k, 3);

	if (total && !levels)
		levels = 2;
	if (levels)
		put_years(k, node, indent, "value", 'v', levels, k->m->decimals);
	if (!total && (all ? pick(k, 2) : !pick(k, 3)))
		put_years(k, node, indent, "share", 's', all ? 2 : 4, 1 + pick(k, 2));
	if (all ? pick(k, 2) : !pick(k, 4))
		put_years(k, node, indent, "growth", 'g', all ? 2 : 4, 1 + pick(k, 2));
	if (rate) {
		g_string_append_printf(k->y, "%*scagr: {%d-%d: ", indent, "", RANDOM_FIRST,
				       RANDOM_FIRST + RANDOM_YEARS - 1);
		put_figure(k, node, 'c', 0, RANDOM_YEARS - 1, 1 + pick(k, 2));
		g_string_append(k->y, "}\n");
	}
	if (total)
		return;
	put_ranks(k, node, indent, rate);
	if (!pick(k, 6))
		put_trend(k, node, indent);
}

static void put_members(struct making *k, int parent, int indent)
{
	int i = 0;

	g_string_append_printf(k->y, "%*ssegments:\n", indent, "");
	for (guint n = 1; n < k->m->nodes->len; n++) {
		if (node_at(k, n)->parent != parent)
			continue;
		g_string_append_printf(k->y, "%*s- name: S%d\n", indent, "", i++);
		put_facts(k, n, indent + 2);
		if (node_at(k, n)->children)
			put_members(k, n, indent + 2);
	}
}

static void print_market(struct making *k)
{
	struct random_market *m = k->m;

	g_string_append_printf(k->y, "tamarack: 1\nid: random\ntitle: Random\nunit: {currency: USD, "
			       "scale: million}\nperiod: {base: %d, from: %d, to: %d}\n",
			       RANDOM_FIRST + m->base, MIN(RANDOM_FIRST + m->base + 1,
							   RANDOM_FIRST + RANDOM_YEARS - 1),
			       RANDOM_FIRST + RANDOM_YEARS - 1);
	gsize before = k->y->len;
	g_string_append(k->y, "total:\n");
	put_facts(k, 0, 2);
	if (k->y->len == before + strlen("total:\n"))
		g_string_truncate(k->y, before);
	g_string_append(k->y, "dimensions:\n");
	for (guint d = 1; d < m->nodes->len; d++) {
		if (!node_at(k, d)->dimension)
			continue;
		g_string_append_printf(k->y, "- id: %s\n", node_at(k, d)->path);
		put_members(k, d, 2);
	}
}

struct random_market *random_market_new(GRand *rand, enum random_kind kind)
{
	struct making k = { .m = g_new0(struct random_market, 1), .rand = rand,
			    .y = g_string_new(NULL), .kind = kind };

	k.m->nodes = g_ptr_array_new();
	k.m->figures = g_array_new(FALSE, FALSE, sizeof(struct random_figure));
	k.m->base = pick(&k, RANDOM_YEARS - 1);
	k.m->decimals = pick(&k, 4);
	draw_truth(&k);
	print_market(&k);
	k.m->yaml = g_string_free(k.y, FALSE);
	return k.m;
}

void random_market_free(struct random_market *m)
{
	for (guint i = 0; i < m->nodes->len; i++) {
		struct random_node *n = m->nodes->pdata[i];

		g_free(n->path);
		g_free(n);
	}
	g_ptr_array_free(m->nodes, TRUE);
	g_array_free(m->figures, TRUE);
	g_free(m->yaml);
	g_free(m);
}

char *random_market_changed(const struct random_market *m, int figure, double number)
{
	const struct random_figure *f = &g_array_index(m->figures, struct random_figure, figure);
	GString *y = g_string_new_len(m->yaml, f->offset);

	g_string_append_printf(y, "%.*f%s", f->decimals, number, m->yaml + f->offset + f->length);
	return g_string_free(y, FALSE);
}
