/* What a table can hold at least and at most in some of its cells. */
#include "config.h"

#include "analysis/ipf.h"

#include <glib.h>
#include <glpk.h>
#include <math.h>

enum { RANGE_CELLS_MAX = 4000 };

/* Which cells count in row i: those of a margin's index, or of a block. */
static bool in_row(const struct ipf *t, const int *index, int row)
{
	for (int d = 0; d < t->n_dimensions; row -= t->size[d++])
		if (row < t->size[d])
			return index[d] == row;
	for (int d = 0; d < t->n_dimensions; d++)
		if (t->blocks[row].in[d] && !t->blocks[row].in[d][index[d]])
			return false;
	return true;
}

static void index_of(const struct ipf *t, size_t cell, int index[IPF_DIMENSIONS])
{
	for (int d = t->n_dimensions - 1; d >= 0; d--) {
		index[d] = (int)(cell % (size_t)t->size[d]);
		cell /= (size_t)t->size[d];
	}
}

static void set_rows(glp_prob *lp, const struct ipf *t)
{
	int row = 1;

	for (int d = 0; d < t->n_dimensions; d++)
		for (int k = 0; k < t->size[d]; k++, row++)
			glp_set_row_bnds(lp, row, GLP_FX, t->margin[d][k], t->margin[d][k]);
	for (int b = 0; b < t->n_blocks; b++, row++)
		glp_set_row_bnds(lp, row, t->blocks[b].low < t->blocks[b].high ? GLP_DB : GLP_FX,
				 t->blocks[b].low, t->blocks[b].high);
}

static glp_prob *program(const struct ipf *t, const bool *const in[IPF_DIMENSIONS], int rows)
{
	int n = (int)ipf_cells(t), index[IPF_DIMENSIONS];
	glp_prob *lp = glp_create_prob();
	g_autofree int *at = g_new(int, rows + 1);
	g_autofree double *one = g_new(double, rows + 1);

	glp_add_rows(lp, rows);
	glp_add_cols(lp, n);
	set_rows(lp, t);
	for (int j = 0; j < n; j++) {
		bool counts = true;
		int k = 0;

		index_of(t, (size_t)j, index);
		for (int row = 0; row < rows; row++) {
			if (in_row(t, index, row)) {
				at[++k] = row + 1;
				one[k] = 1;
			}
		}
		glp_set_mat_col(lp, j + 1, k, at, one);
		glp_set_col_bnds(lp, j + 1, GLP_LO, 0, 0);
		for (int d = 0; d < t->n_dimensions; d++)
			counts = counts && (!in[d] || in[d][index[d]]);
		glp_set_obj_coef(lp, j + 1, counts ? 1 : 0);
	}
	return lp;
}

static bool solve(glp_prob *lp, int direction, double *out)
{
	glp_smcp how;

	glp_init_smcp(&how);
	how.msg_lev = GLP_MSG_OFF;
	glp_set_obj_dir(lp, direction);
	if (glp_simplex(lp, &how) != 0 || glp_get_status(lp) != GLP_OPT)
		return false;
	*out = CLAMP(glp_get_obj_val(lp), 0, 1);
	return true;
}

bool ipf_range(const struct ipf *t, const bool *const in[IPF_DIMENSIONS], double *low,
	       double *high)
{
	int rows = t->n_blocks;
	double least, most;

	if (ipf_cells(t) > RANGE_CELLS_MAX)
		return false;
	for (int d = 0; d < t->n_dimensions; d++)
		rows += t->size[d];
	glp_prob *lp = program(t, in, rows);
	bool ok = solve(lp, GLP_MIN, &least) && solve(lp, GLP_MAX, &most);
	glp_delete_prob(lp);
	if (ok) {
		*low = least;
		*high = most;
	}
	return ok;
}
