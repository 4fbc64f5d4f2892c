/* Ranges by GLPK's simplex: one problem, many objectives, each from the last basis.
 *
 * Few markets need a linear program, and GLPK with the six libraries behind it takes longer to
 * load than all the others: so it is loaded with the first problem.  GLPK_LIBRARY is its name as
 * configure found it; without one the program is linked with it. */
#include "config.h"

#include "forecast/linear.h"

#include <glib.h>
#include <glpk.h>
#include <math.h>

#ifdef GLPK_LIBRARY
#include <dlfcn.h>
#define FUNCTION(name) static typeof(glp_##name) *solver_##name;
#else
#define FUNCTION(name) static typeof(glp_##name) *const solver_##name = glp_##name;
#endif

#define FUNCTIONS FUNCTION(create_prob) FUNCTION(delete_prob) FUNCTION(init_smcp) FUNCTION(add_cols) \
	FUNCTION(add_rows) FUNCTION(set_col_bnds) FUNCTION(set_row_bnds) FUNCTION(set_mat_row) \
	FUNCTION(set_obj_dir) FUNCTION(set_obj_coef) FUNCTION(simplex) FUNCTION(get_status) \
	FUNCTION(get_col_prim)

FUNCTIONS

/* False if it is not there (any more). */
static bool load_solver(void)
{
#ifdef GLPK_LIBRARY
	static gsize tried;
	static bool loaded;

	if (g_once_init_enter(&tried)) {
		void *library = dlopen(GLPK_LIBRARY, RTLD_NOW | RTLD_LOCAL);

		loaded = library != NULL;
#undef FUNCTION
#define FUNCTION(name) \
		loaded = loaded && (solver_##name = dlsym(library, "glp_" #name)) != NULL;
		FUNCTIONS
		g_once_init_leave(&tried, 1);
	}
	return loaded;
#else
	return true;
#endif
}

struct linear {
	glp_prob *problem;	/* NULL: no solver, no answers */
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
	if (!load_solver())
		return l;
	l->problem = solver_create_prob();
	solver_init_smcp(&l->options);
	l->options.msg_lev = GLP_MSG_OFF;
	l->options.tol_bnd = l->options.tol_dj = 1e-10;
	solver_add_cols(l->problem, n);
	for (int i = 0; i < n; i++)
		linear_box(l, i, 0, INFINITY);
	return l;
}

void linear_free(struct linear *l)
{
	if (!l)
		return;
	if (l->problem)
		solver_delete_prob(l->problem);
	g_free(l);
}

void linear_box(struct linear *l, int unknown, double low, double high)
{
	if (l->problem)
		solver_set_col_bnds(l->problem, unknown + 1, kind(low, high), low, high);
}

void linear_row(struct linear *l, const int *at, const double *factor, int n, double low,
		double high)
{
	if (!l->problem)
		return;
	int *index = g_new(int, n + 1), row = solver_add_rows(l->problem, 1);
	double *value = g_new(double, n + 1);
	for (int i = 0; i < n; i++) {
		index[i + 1] = at[i] + 1;
		value[i + 1] = factor[i];
	}
	solver_set_mat_row(l->problem, row, n, index, value);
	solver_set_row_bnds(l->problem, row, kind(low, high), low, high);
	g_free(index);
	g_free(value);
}

/* One end; false without a solution. */
static bool end(struct linear *l, int unknown, int direction, double *out)
{
	solver_set_obj_dir(l->problem, direction);
	solver_set_obj_coef(l->problem, unknown + 1, 1);
	int failed = solver_simplex(l->problem, &l->options);
	int status = solver_get_status(l->problem);
	solver_set_obj_coef(l->problem, unknown + 1, 0);
	if (failed || (status != GLP_OPT && status != GLP_UNBND))
		return false;
	*out = status == GLP_OPT ? solver_get_col_prim(l->problem, unknown + 1)
		: direction == GLP_MIN ? -INFINITY : INFINITY;
	return true;
}

bool linear_range(struct linear *l, int unknown, double *low, double *high)
{
	double a, z;
	if (!l->problem || !end(l, unknown, GLP_MIN, &a) || !end(l, unknown, GLP_MAX, &z))
		return false;
	*low = a;
	*high = z;
	return true;
}
