/* new ID: a market file to start from.  Only what is required is said; the rest stands behind the
 * sign of a comment, so that no figure is in the file that nobody printed. */
#include "config.h"

#include <string.h>

#include "base/text.h"
#include "cli/cli.h"

static const char beginning[] =
	"#\n"
	"# A market file; man tamarack-market tells every key.  Take the # away from what the report\n"
	"# has, leave out what it has not, and run `tamarack check` on the file.\n"
	"tamarack: 1\n";

static const char rest[] =
	"#edition: 2026-01                  # YYYY, YYYY-MM or YYYY-MM-DD\n"
	"#also: [Other name]\n"
	"#source: publisher                 # where every figure comes from, unless it says otherwise\n"
	"#sources:\n"
	"#  publisher: {publisher: Name, title: Title of the report, published: 2026-01, url: example.org}\n"
	"unit: {currency: USD, scale: million}      # or {measure: devices}, {measure: GW}\n"
	"period: {base: 2025, from: 2026, to: 2030} # base year, first and last year of the forecast\n"
	"#kinds: {actual: ..2024, estimate: 2025, forecast: 2026..}\n"
	"#scope: What is counted and what is not, in your own words.\n"
	"fill: equal                        # for what was not published: equal, weights or none\n"
	"\n"
	"# Figures by period.  Written 8.74, ~9.5% (about), 40..45% (between), 40%.. (at least),\n"
	"# ..50% (up to), 675 million; XX for what was printed as withheld.\n"
	"#total:\n"
	"#  value: {2025: 8.74, 2030: 14.2}\n"
	"#  cagr: {2025-2030: 10.2%}        # ..2030 if its first year was not printed\n"
	"\n"
	"# Each dimension splits the same total.\n"
	"dimensions:\n"
	"- id: region\n"
	"  title: Region\n"
	"  segments:\n"
	"  - name: North America\n"
	"#    share: {2025: 34.1%}\n"
	"#    rank: largest                 # largest, fastest, smallest, slowest\n"
	"  - name: Europe\n"
	"#    cagr: {2025-2030: 11%}\n"
	"#    segments: [Italy, {name: Rest of Europe, residual: true}]\n"
	"  - Rest of the world              # a bare name: nothing published\n"
	"\n"
	"#drivers:\n"
	"#- {id: demand, title: Rising demand, impact: ~2.5%, where: {global: 1}, when: short}\n"
	"#restraints:\n"
	"#- {id: cost, title: Rising cost, impact: -1.2%, when: {from: 2027, to: 2028}}\n"
	"#companies:\n"
	"#- {name: Company, leader: true}\n"
	"#events:\n"
	"#- {date: 2025-11, title: What happened, companies: [Company], amounts: [USD 30 million]}\n"
	"#notes:\n"
	"#- {about: region/europe, text: \"A finding, in your own words.\"}\n"
	"#questions:\n"
	"#- {ask: \"Which region leads?\", answer: \"North America.\"}\n";

/* "rare-earths" is "Rare earths market". */
static char *title_of(const char *id)
{
	char *title = g_strdelimit(g_strconcat(id, " market", NULL), "-", ' ');

	*title = g_ascii_toupper(*title);
	return title;
}

int cmd_new(const struct cli *c)
{
	const char *id = args_operand(c->args, 0), *file = args_get(c->args, "output");
	g_autofree char *slug = text_slug(id), *title = title_of(id);
	struct output *out;

	if (strcmp(slug, id) != 0)
		return cli_usage("'%s' is no id: a to z, 0 to 9 and '-' stand in one%s%s%s", id,
				 *slug ? ", such as '" : "", slug, *slug ? "'" : "");
	if (file && (g_file_test(file, G_FILE_TEST_IS_REGULAR | G_FILE_TEST_IS_DIR)
		     || (g_file_test(file, G_FILE_TEST_IS_SYMLINK)
			 && !g_file_test(file, G_FILE_TEST_EXISTS)))) {
		cli_say("%s exists and is not replaced; name another file", file);
		return EXIT_USAGE;
	}
	out = cli_output(c);
	if (!out)
		return EXIT_USAGE;
	g_autofree char *modeline = cli_modeline();

	output_printf(out, "%s%sid: %s\ntitle: %s\n%s", modeline, beginning, id, title, rest);
	return cli_finish(out, EXIT_DONE);
}
