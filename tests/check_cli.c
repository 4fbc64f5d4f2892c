/* The command line: commands, options and operands as typed. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <string.h>

#include "cli/args.h"
#include "cli/commands.h"
#include "run_suite.h"

enum { MOST_WORDS = 10 };

static struct args *parse(const char *const *words, GError **error)
{
	char *argv[MOST_WORDS + 2] = {(char *)"tamarack"};
	int argc = 1;

	for (; words[argc - 1]; argc++)
		argv[argc] = (char *)words[argc - 1];
	return args_parse(argc, argv, error);
}

struct good { const char *words[MOST_WORDS], *command; guint operands; const char *option, *value; };

static const struct good goods[] = {
	{{NULL}, "", 0, NULL, NULL},
	{{"a.yaml", "b.yaml", NULL}, "", 2, NULL, NULL},
	{{"-", NULL}, "", 1, NULL, NULL},
	{{"show", "m", NULL}, "show", 1, NULL, NULL},
	{{"show", "m", "geography", "--year", "2031", NULL}, "show", 2, "year", "2031"},
	{{"--year=2025,2031", "show", "m", NULL}, "show", 1, "year", "2025,2031"},
	{{"--format", "csv", "export", "m", NULL}, "export", 1, "format", "csv"},
	{{"export", "m", "-ofile", NULL}, "export", 1, "output", "file"},
	{{"export", "m", "-o", "file", NULL}, "export", 1, "output", "file"},
	{{"-s", "show", "m", NULL}, "", 1, "scenario", "show"},
	{{"export", "m", "--set", "a=1%", "--set", "b=2%", NULL}, "export", 1, "set", "b=2%"},
	{{"export", "--", "-o", NULL}, "export", 1, NULL, NULL},
	{{"--", "show", NULL}, "", 1, NULL, NULL},
	{{"chart", "m", "--log", NULL}, "chart", 1, "log", NULL},
	{{"--log", "chart", "m", NULL}, "chart", 1, "log", NULL},
	{{"--log", "keys.txt", "m", NULL}, "", 1, "log", "keys.txt"},
	{{"show", "m", "-5%", NULL}, "show", 2, NULL, NULL},
	{{"show", "m", "--digits", "-1", NULL}, "show", 1, "digits", "-1"},
	{{"show", "--help", "--bogus", NULL}, "show", 0, "help", NULL},
	{{"--bogus", "--version", NULL}, "", 0, "version", NULL},
};

START_TEST(test_good)
{
	const struct good *g = &goods[_i];
	GError *error = NULL;
	struct args *a = parse(g->words, &error);

	ck_assert_msg(a != NULL, "%s", error ? error->message : "");
	ck_assert_str_eq(a->command->name, g->command);
	ck_assert_uint_eq(a->operands->len, g->operands);
	if (g->option) {
		ck_assert(args_has(a, g->option));
		ck_assert_pstr_eq(args_get(a, g->option), g->value);
	}
	args_free(a);
}
END_TEST

struct bad { const char *words[MOST_WORDS], *says; };

static const struct bad bads[] = {
	{{"show", NULL}, "show wants MARKET [PATH]"},
	{{"show", "a", "b", "c", NULL}, "'c' is one word too many"},
	{{"keys", "a", NULL}, "one word too many"},
	{{"export", "m", "--formta", "csv", NULL}, "did you mean '--format'?"},
	{{"export", "m", "--qqqqqq", NULL}, "unknown option '--qqqqqq'"},
	{{"export", "m", "--format", "xml", NULL}, "text|csv|json|md, not 'xml'"},
	{{"export", "m", "--format", NULL}, "--format wants FORMAT"},
	{{"export", "m", "-o", NULL}, "--output wants FILE"},
	{{"export", "m", "--ascii=yes", NULL}, "--ascii takes no value"},
	{{"export", "m", "--width", "80", NULL}, "--width does not belong to the command export"},
	{{"m", "--strict", NULL}, "does not belong to the explorer"},
	{{"export", "m", "-x", NULL}, "unknown option '-x'"},
	{{"export", "m", "--hold", "child", NULL}, "none|parent|total"},
};

START_TEST(test_bad)
{
	GError *error = NULL;

	ck_assert_ptr_null(parse(bads[_i].words, &error));
	ck_assert_msg(strstr(error->message, bads[_i].says) != NULL, "'%s'", error->message);
	g_error_free(error);
}
END_TEST

START_TEST(test_values)
{
	static const char *const words[] = {
		"show", "m", "--set", "a=1%", "--digits", "7", "--set", "b=2%", "--depth", "1.5", NULL,
	};
	struct args *a = parse(words, NULL);
	GError *error = NULL;
	double x = 0;
	int n = 2;

	ck_assert_str_eq(args_nth(a, "set", 0), "a=1%");
	ck_assert_str_eq(args_nth(a, "set", 1), "b=2%");
	ck_assert_ptr_null(args_nth(a, "set", 2));
	ck_assert(args_integer(a, "digits", 0, 15, &n, NULL));
	ck_assert_int_eq(n, 7);
	ck_assert(!args_integer(a, "digits", 0, 6, &n, &error));
	g_clear_error(&error);
	ck_assert(!args_integer(a, "depth", 0, 6, &n, &error));
	ck_assert_int_eq(n, 7);
	g_clear_error(&error);
	ck_assert(args_number(a, "depth", false, &x, NULL));
	ck_assert(fabs(x - 1.5) < 1e-15);
	ck_assert(!args_number(a, "depth", true, &x, &error));
	g_clear_error(&error);
	args_free(a);
}
END_TEST

/* What the parser, --help and the completions rely on. */
START_TEST(test_tables)
{
	for (int i = 0; i < option_count(); i++) {
		const struct option_info *o = option_get(i);

		ck_assert(o->name[0] && o->help[0]);
		if (o->choices)
			ck_assert(o->argument != NULL);
		for (int k = 0; k < i; k++) {
			const struct option_info *p = option_get(k);

			if (o->letter)
				ck_assert_int_ne(o->letter, p->letter);
			if (strcmp(o->name, p->name) == 0)
				ck_assert(o->commands && p->commands
					  && strcmp(o->commands, p->commands) != 0);
		}
		if (o->commands) {
			g_auto(GStrv) words = g_strsplit(o->commands, " ", -1);

			for (int w = 0; words[w]; w++)
				ck_assert(strcmp(words[w], "explorer") == 0
					  || command_find(words[w]));
		}
	}
	for (int i = 0; i < command_count(); i++) {
		const struct command *c = command_get(i);

		ck_assert(c->run && c->help[0]);
		ck_assert(c->most < 0 || c->most >= c->least);
		ck_assert_ptr_eq(command_find(c->name), c);
	}
	ck_assert_str_eq(command_suggest("shwo"), "show");
	ck_assert_ptr_null(command_suggest("ai-training-dataset"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cli");
	TCase *tc = tcase_create("cli");

	tcase_add_loop_test(tc, test_good, 0, G_N_ELEMENTS(goods));
	tcase_add_loop_test(tc, test_bad, 0, G_N_ELEMENTS(bads));
	tcase_add_test(tc, test_values);
	tcase_add_test(tc, test_tables);
	suite_add_tcase(suite, tc);
	return run_suite(suite);
}
