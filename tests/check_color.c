/* When the program uses colours: option before configuration before NO_COLOR, on a terminal. */
#include "config.h"

#include <check.h>
#include <glib.h>
#include <stdlib.h>

#include "pty.h"
#include "run_suite.h"

#define MARKET TOP_SRCDIR "/data/ai-training-dataset.yaml"

/* What the option, the configuration and the environment say; NULL: nothing. */
static const char *const options[] = {NULL, "auto", "always", "never"};
static const char *const configured[] = {NULL, "auto", "always", "never"};
static const char *const no_color[] = {"NO_COLOR", "NO_COLOR=", "NO_COLOR=1"};

static bool is_word(const char *said, const char *word)
{
	return g_strcmp0(said, word) == 0;
}

/* The rule, written as one reads it. */
static bool expected(const char *option, const char *setting, const char *environment)
{
	const char *said = option ? option : setting;

	if (is_word(said, "always"))
		return true;
	if (is_word(said, "never"))
		return false;
	return !is_word(environment, "NO_COLOR=1");
}

/* A colour was selected: parameters 30 to 37, 90 to 97 or 38;5;N. */
static bool has_color(const char *bytes)
{
	return g_regex_match_simple("\033\\[([0-9;]*;)?(3[0-7]|9[0-7]|38;5;[0-9]+)[;m]", bytes, 0, 0);
}

static void configure(const char *setting)
{
	g_autofree char *dir = g_build_filename(g_getenv("XDG_CONFIG_HOME"), "tamarack", NULL);
	g_autofree char *file = g_build_filename(dir, "config", NULL);
	g_autofree char *text = g_strdup_printf("%s%s\n", setting ? "set color " : "",
						setting ? setting : "");

	g_mkdir_with_parents(dir, 0700);
	ck_assert(g_file_set_contents(file, text, -1, NULL));
}

START_TEST(explorer_table)
{
	const char *option = options[_i / 12], *setting = configured[_i / 3 % 4];
	const char *environment[] = {"TERM=xterm-256color", no_color[_i % 3], NULL};
	const char *arguments[] = {MARKET, option ? "--color" : NULL, option, NULL};
	struct pty_start how = {.arguments = arguments, .environment = environment};
	struct pty p;

	configure(setting);
	pty_begin(&p, &how);
	ck_assert(pty_shows(&p, "Multimodal"));
	ck_assert_msg(has_color(p.bytes->str) == expected(option, setting, no_color[_i % 3]),
		      "--color %s, set color %s, %s", option ? option : "not given",
		      setting ? setting : "not given", no_color[_i % 3]);
	pty_type(&p, "Q");
	ck_assert(pty_ends(&p));
	pty_end(&p);
	configure(NULL);
}
END_TEST

/* The same facts without: text and signs are those of the coloured screen. */
START_TEST(no_fact_by_colour_alone)
{
	static const char *const with[] = {MARKET, "--color", "always", NULL};
	static const char *const without[] = {MARKET, "--color", "never", NULL};
	static const char *const environment[] = {"TERM=xterm-256color", NULL};
	struct pty p, q;

	pty_begin(&p, &(struct pty_start){.arguments = with, .environment = environment});
	pty_begin(&q, &(struct pty_start){.arguments = without, .environment = environment});
	ck_assert(pty_shows(&p, "Multimodal"));
	ck_assert(pty_shows(&q, "Multimodal"));
	pty_type(&p, "5Gke40\rC");
	pty_type(&q, "5Gke40\rC");
	ck_assert(pty_shows(&p, "source 8.52"));
	ck_assert(pty_shows(&q, "source 8.52"));
	ck_assert(pty_same(&p, &q));
	ck_assert(has_color(p.bytes->str));
	ck_assert(!has_color(q.bytes->str));
	pty_end(&p);
	pty_end(&q);
}
END_TEST

/* `chart` on a terminal, where the configuration of the explorer has no say. */
START_TEST(chart_table)
{
	const char *option = options[_i / 3];
	const char *environment[] = {"TERM=xterm-256color", no_color[_i % 3], NULL};
	const char *arguments[] = {"chart", MARKET, option ? "--color" : NULL, option, NULL};
	struct pty_start how = {.arguments = arguments, .environment = environment};
	struct pty p;

	pty_begin(&p, &how);
	ck_assert(pty_ends(&p));
	ck_assert_msg(has_color(p.bytes->str) == expected(option, NULL, no_color[_i % 3]),
		      "--color %s, %s", option ? option : "not given", no_color[_i % 3]);
	pty_end(&p);
}
END_TEST

/* Into a pipe only where it was asked for. */
START_TEST(piped)
{
	const char *option = options[_i];
	char *command[] = {getenv("TAMARACK"), "chart", MARKET, option ? "--color" : NULL,
			   (char *)option, NULL};
	g_autofree char *out = NULL;

	ck_assert(g_spawn_sync(NULL, command, NULL, 0, NULL, NULL, &out, NULL, NULL, NULL));
	ck_assert(has_color(out) == is_word(option, "always"));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("colour");
	TCase *t = tcase_create("colour");

	tcase_set_timeout(t, 0);
	tcase_add_loop_test(t, explorer_table, 0, 4 * 4 * 3);
	tcase_add_test(t, no_fact_by_colour_alone);
	tcase_add_loop_test(t, chart_table, 0, 4 * 3);
	tcase_add_loop_test(t, piped, 0, 4);
	suite_add_tcase(s, t);
	return run_suite(s);
}
