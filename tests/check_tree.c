/* The tree by several dimensions: what its rows show, and what can be done to them. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "model/model.h"
#include "run_suite.h"
#include "screen.h"

#define A "data/ai-training-dataset.yaml"

static struct screen s;

static void setup(void)
{
	s = screen_begin(A, 80, 24, false);
}

static void teardown(void)
{
	screen_end(&s);
}

#define ck_assert_lacks(text) ck_assert_msg(!screen_shows(&s, text), "'%s' is on the screen", text)

/* The table of pairs: Text x on-premises 1.1406, 2.7052, 4.0667 in 2025. */
START_TEST(figures)
{
	screen_type(&s, "P1 3<Enter>..[[[[[[jlj");
	ck_assert_shows(&s, "[1 Modality > 3]");
	ck_assert_shows(&s, "Data modality > Text > On-premises");
	ck_assert_shows(&s, "low 1.1406D high 4.0667D");
	ck_assert_shows(&s, " 2.7052A");
	ck_assert_shows(&s, "66.5200A");
	/* Of the total: 0.4653 * 0.6652. */
	screen_type(&s, "%");
	ck_assert_shows(&s, "30.9518A");
	screen_type(&s, "p");
	ck_assert_shows(&s, "Text x On-premises");
	ck_assert_shows(&s, "1.1406");
	ck_assert_shows(&s, "4.0667");
	screen_type(&s, "qb");
	ck_assert_shows(&s, "2.7052A");
	/* The same two as a matrix. */
	screen_type(&s, "qx");
	ck_assert_shows(&s, "low 1.1406  independent 2.7052  high 4.0667");
	ck_assert_shows(&s, "1.1406..4.0667");
	/* Of a segment that is none: with the next dimension of the order. */
	screen_type(&s, "qP51<Enter>gjx");
	ck_assert_shows(&s, "Geography by Data modality");
}
END_TEST

static const char *const orders[] = {
	"P51<Enter>", "P5 1<Enter>", "P5,1<Enter>", "Pgeo mod<Enter>", "Pgeography > modality<Enter>",
	":pivot geography modality<Enter>", "Pge<Tab>mo<Tab><Enter>", ":pivot ge<Tab>mo<Tab><Enter>",
};

START_TEST(ways_to_say_it)
{
	screen_type(&s, orders[_i]);
	ck_assert_shows(&s, "[5 Geography > 1]");
	screen_type(&s, "jlll");
	ck_assert_shows(&s, "       Text ");
}
END_TEST

static const struct { const char *keys, *says; } refusals[] = {
	{"P19<Enter>", "'9' is no dimension"},
	{"P1 1<Enter>", "Data modality stands twice"},
	{"Pd<Enter>", "'d' means several dimensions"},
	{"Pgeo coal<Enter>", "'coal' is no dimension"},
	{"P13<Enter>jlje", "no rate of its own"},
	{"P13<Enter>jlj+", "change Text or On-premises"},
	{"P13<Enter>jljL", "no path of its own"},
	{"P13<Enter>jljr", "change Text or On-premises"},
	{"P13<Enter>jljv", "change Text or On-premises"},
	{"P13<Enter>jlj:share 20%<Enter>", "change Text or On-premises"},
	{"P13<Enter>jlj=", "ask of Text or On-premises"},
	{"P13<Enter>jljt", "ask of Text or On-premises"},
	{"P13<Enter>jljS", "ask of Text or On-premises"},
	{"P13<Enter>jljo", "ask of Text or On-premises"},
};

START_TEST(refused)
{
	screen_type(&s, refusals[_i].keys);
	g_autofree char *dump = canvas_dump(s.canvas);
	g_autoptr(GString) flat = g_string_new(NULL);
	/* A long sentence goes on in the next line. */
	for (const char *p = dump; *p; p++)
		if (*p != '\n' && (*p != ' ' || (flat->len && flat->str[flat->len - 1] != ' ')))
			g_string_append_c(flat, *p);
	ck_assert_msg(strstr(flat->str, refusals[_i].says), "'%s':\n%s", refusals[_i].says, dump);
	ck_assert(!model_modified(app_model(s.app)));
}
END_TEST

/* 40 % for Text moves what lies in it, marked; undone it is as before. */
START_TEST(scenarios_move_crossings)
{
	screen_type(&s, "P13<Enter>jlj");
	g_autofree char *before = canvas_dump(s.canvas);
	screen_type(&s, "ke40<Enter>");
	ck_assert_shows(&s, "40.00S*");
	screen_type(&s, "j");
	ck_assert_shows(&s, "Text > On-premises");
	ck_assert_shows(&s, "39.8");
	screen_type(&s, "uj");
	screen_type(&s, "k");
	g_autofree char *after = canvas_dump(s.canvas);
	ck_assert_str_eq(after, before);
}
END_TEST

START_TEST(leads_back)
{
	g_autofree char *first = canvas_dump(s.canvas);
	screen_type(&s, "P13<Enter>jljl&cloud<Enter>");
	ck_assert_shows(&s, "& cloud: 4");
	screen_type(&s, "<Esc>");
	ck_assert_lacks("& cloud");
	ck_assert_shows(&s, "[1 Modality > 3]");
	screen_type(&s, "<Esc>");
	ck_assert_lacks("> 3]");
	ck_assert(!app_is_done(s.app));
	/* An order that is not taken changes nothing; another dimension ends it too. */
	screen_type(&s, "ggj<Home>P13<Esc>");
	g_autofree char *again = canvas_dump(s.canvas);
	ck_assert_str_eq(again, first);
	screen_type(&s, "P13<Enter>jlj5");
	ck_assert_shows(&s, "[5 Geography]");
	ck_assert_shows(&s, "South America");
	screen_type(&s, "P31<Enter>P<Enter>");
	ck_assert_shows(&s, "[3 Deployment]");
}
END_TEST

static int rows_shown(void)
{
	g_autofree char *dump = canvas_dump(s.canvas);
	const char *of = strstr(dump, " of ");

	return of ? atoi(of + 4) : -1;
}

/* 4 modalities of 3 deployments: 4 + 12 rows, 12 flat; with the five-way order there are more
 * crossings than a list is for. */
START_TEST(folds_and_lists)
{
	screen_type(&s, "P13<Enter>jzR");
	ck_assert_int_eq(rows_shown(), 16);
	screen_type(&s, "zM");
	ck_assert_int_eq(rows_shown(), 4);
	screen_type(&s, "zr");
	ck_assert_int_eq(rows_shown(), 16);
	screen_type(&s, "zmzo");
	ck_assert_int_eq(rows_shown(), 7);
	screen_type(&s, "zMF");
	ck_assert_int_eq(rows_shown(), 12);
	ck_assert_shows(&s, "Text > On-premises");
	screen_type(&s, "FOOzR");
	ck_assert_int_eq(rows_shown(), 16);
	screen_type(&s, "P51342<Enter>jzR");
	ck_assert_shows(&s, "more than 5000 crossings");
	ck_assert_lacks(" of 9230");
}
END_TEST

/* Found behind the cursor and around, among what was unfolded. */
START_TEST(searches)
{
	screen_type(&s, "P13<Enter>jlj/cloud<Enter>");
	ck_assert_shows(&s, "Text > Cloud");
	screen_type(&s, "/audio<Enter>l/cloud<Enter>");
	ck_assert_shows(&s, "Audio and Speech > Cloud");
	screen_type(&s, "n");
	ck_assert_shows(&s, "Text > Cloud");
}
END_TEST

/* Marked crossings are drawn together. */
START_TEST(charts)
{
	screen_type(&s, "P13<Enter>jlj<Space>j<Space>C");
	ck_assert_shows(&s, "Text x On-premises");
	ck_assert_shows(&s, "Text x Cloud");
	screen_type(&s, "qP15<Enter>ggjlC");
	ck_assert_shows(&s, "Text x North America, AI training dataset");
}
END_TEST

/* Whatever is pressed on crossings, the row of the cursor is on the screen, all can be undone, and
 * another order taken. */
START_TEST(walks)
{
	static const char *const keys[] = {
		"j", "k", "l", "h", "l", "j", "G", "gg", "<Enter>", "zr", "zm", "zo", "zc", "zO", "zC", "zM",
		"&eu<Enter>", "&text cloud<Enter>", "<Esc>", "/cl<Enter>", "n", "N", "O", "F", "H", "V",
		"%", "[", "]", "<Space>", "+", "-", "L", "u", "^R", "f", "m", "xq", "Cq", "pq", "bq", ".", ",",
		"P51<Enter>", "P315<Enter>", "P1<Enter>", "P<Esc>", "5", "1", "e30<Enter>", "xjl<Space>q",
	};
	GRand *rand = g_rand_new_with_seed((guint32)_i + 1);

	for (int i = 0; i < 400; i++) {
		screen_type(&s, keys[g_rand_int_range(rand, 0, (int)G_N_ELEMENTS(keys))]);
		if (app_is_done(s.app))
			break;
		ck_assert_shows(&s, ">");
	}
	g_rand_free(rand);
	if (app_is_done(s.app))
		return;
	screen_type(&s, "<Esc><Esc><Esc><Esc>P1<Enter>zMgg");
	while (model_undo(app_model(s.app)))
		;
	/* Settings of the view are its own; the figures are those of the source. */
	ck_assert(!model_modified(app_model(s.app)));
	screen_type(&s, "P13<Enter>gg");
	ck_assert_shows(&s, "[1 Modality > 3]");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tree");
	TCase *t = tcase_create("pivot");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, figures);
	tcase_add_loop_test(t, ways_to_say_it, 0, G_N_ELEMENTS(orders));
	tcase_add_loop_test(t, refused, 0, G_N_ELEMENTS(refusals));
	tcase_add_test(t, scenarios_move_crossings);
	tcase_add_test(t, leads_back);
	tcase_add_test(t, folds_and_lists);
	tcase_add_test(t, searches);
	tcase_add_test(t, charts);
	tcase_add_loop_test(t, walks, 0, 10);
	tcase_set_timeout(t, 0);
	suite_add_tcase(suite, t);
	return run_suite(suite);
}
