/* Ranges by GLPK's simplex: one problem, many objectives, each from the last basis. */
#include "config.h"

#include "forecast/linear.h"

#include <glib.h>
#include <glpk.h>
#include <math.h>

struct linear {
	glp_prob *problem;
	glp_smcp options;
};

static int kind(double low, double high)
{
	if (isinf(low) && isinf(high))
		return GLP_FR;
	if (isinf(low))
		return GLP_UP;
	if (isinf(high))
		return GLP_LO;
	return low == high ? GLP_FX : GLP_DB;
}

struct linear *linear_new(int n)
{
	struct linear *l = g_new0(struct linear, 1);
	l->problem = glp_create_prob();
	glp_init_smcp(&l->options);
	l->options.msg_lev = GLP_MSG_OFF;
	l->options.tol_bnd = l->options.tol_dj = 1e-10;
	glp_add_cols(l->problem, n);
	for (int i = 0; i < n; i++)
		linear_box(l, i, 0, INFINITY);
	return l;
}

void linear_free(struct linear *l)
{
	if (!l)
		return;
	glp_delete_prob(l->problem);
	g_free(l);
}

void linear_box(struct linear *l, int unknown, double low, double high)
{
	glp_set_col_bnds(l->problem, unknown + 1, kind(low, high), low, high);
}

void linear_row(struct linear *l, const int *at, const double *factor, int n, double low,
		double high)
{
	int *index = g_new(int, n + 1), row = glp_add_rows(l->problem, 1);
	double *value = g_new(double, n + 1);
	for (int i = 0; i < n; i++) {
		index[i + 1] = at[i] + 1;
		value[i + 1] = factor[i];
	}
	glp_set_mat_row(l->problem, row, n, index, value);
	glp_set_row_bnds(l->problem, row, kind(low, high), low, high);
	g_free(index);
	g_free(value);
}

/* One end; false without a solution. */
static bool end(struct linear *l, int unknown, int direction, double *out)
{
	glp_set_obj_dir(l->problem, direction);
	glp_set_obj_coef(l->problem, unknown + 1, 1);
	int failed = glp_simplex(l->problem, &l->options);
	int status = glp_get_status(l->problem);
	glp_set_obj_coef(l->problem, unknown + 1, 0);
	if (failed || (status != GLP_OPT && status != GLP_UNBND))
		return false;
	*out = status == GLP_OPT ? glp_get_col_prim(l->problem, unknown + 1)
		: direction == GLP_MIN ? -INFINITY : INFINITY;
	return true;
}

bool linear_range(struct linear *l, int unknown, double *low, double *high)
{
	double a, z;
	if (!end(l, unknown, GLP_MIN, &a) || !end(l, unknown, GLP_MAX, &z))
		return false;
	*low = a;
	*high = z;
	return true;
}
