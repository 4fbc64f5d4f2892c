/* The worked figures of what-if and analysis, in the explorer: features F24 to F48 of the design and
 * its sections 3.6 to 3.10.  tests/numbers.sh holds the commands to the same. */
#include "config.h"

#include <check.h>
#include <locale.h>
#include <string.h>

#include "run_suite.h"
#include "screen.h"

#define A "data/ai-training-dataset.yaml"
#define B "data/federated-learning-healthcare.yaml"
/* Four decimals, then the region. */
#define ASIA "..5/asia-p<Enter>"

enum { MOST = 8 };

static const struct { const char *market, *keys, *says[MOST]; } cases[] = {
	/* F24 to F29: Asia-Pacific at 40 %, nothing held; its countries; the other splits */
	{A, ASIA "e40<Enter>", {"10.5514", "51.8510", "34.2051", "20.3495", "1.040766"}},
	{A, ASIA "e40<Enter>lj", {"2.1103"}},
	{A, ASIA "e40<Enter>3", {"34.3407", "8.8683"}},
	/* the total held, and North America locked as well */
	{A, ASIA "mme40<Enter>", {"16.0360", "31.6015", "7.7442", "49.8200"}},
	{A, "..5jLmm/asia-p<Enter>e40<Enter>", {"16.8654", "7.4677", "30.6481"}},
	{A, "..5jLmm/asia-p<Enter>e90<Enter>", {"75.81"}},
	/* from the top: shares are kept */
	{A, "..5e35<Enter>", {"53.4048", "18.0790", "34.7957", "9.1336", "36.0172"}},
	{A, "..3jLk=60@2031<Enter>y", {"60.0000", "32.9956", "13.6767", "13.3277"}},
	/* F30: to the source again */
	{A, ASIA "e40<Enter>R", {"49.8200", "8.5205"}},
	/* F36 and 3.7: forces off, doubled, later */
	{A, "..d<Space>", {"total 49.8200 -> 12.5404"}},
	{A, "..d<Space>/restraints<Enter><Space>", {"18.1883"}},
	{A, "..d/privacy<Enter>ex2<Enter>", {"total 49.8200 -> 43.6068"}},
	{A, "..d/synthetic<Enter>ex2<Enter>", {"total 49.8200 -> 61.6594"}},
	{A, ".dT0.5<Enter>jd2<Enter>qH", {"15.505", "20.184", "28.193", "39.381", "49.719"}},
	{A, ".dT0.5<Enter>qH", {"16.313", "22.343", "29.693", "39.461", "49.820"}},
	{A, ".dT0<Enter>qH", {"17.518", "25.766", "34.225", "45.463", "49.820"}},
	{A, ".dT0.25<Enter>qH", {"16.740", "23.529", "31.241", "41.482", "49.820"}},
	{A, ".dT0.75<Enter>qH", {"16.043", "21.610", "28.746", "38.238", "49.820"}},
	{A, "dT0.5<Enter>j<Space>", {"total 49.82 -> 34.46"}},
	{A, "dT0<Enter>j<Space>", {"total 49.82 -> 35.03"}},
	{A, "dj<Space>", {"total 49.82 -> 34.41"}},
	/* and what the forces' geography contradicts */
	{A, "dG", {"46.14 %", "32.60 %", "at least 1.91"}},
	/* the waterfall ends where the forecast does, whatever its years */
	{A, "dT0.5<Enter>j<Space>qw", {"34.46"}},
	{A, "dT0<Enter>/privacy<Enter>ex2<Enter>qw", {"43.47"}},
	{A, "..5/asia-p<Enter>e40<Enter>w", {"other edits", "2.0310", "51.8510"}},
	/* F37 and 3.10: goals */
	{A, "=50@2031<Enter>", {"needs 33.2330S % a year of the total"}},
	{A, "=40@2031<Enter>", {"needs 27.4177S % a year of the total"}},
	{A, ASIA "=25%@2031<Enter>", {"needs 47.6490S % a year"}},
	{A, ASIA "mm=25%@2031<Enter>", {"needs 44.7220S % a year"}},
	{A, ASIA "=25%@2031<Enter>y", {"55.066"}},
	{B, "=200@2035<Enter>", {"needs 19.0002S % a year of the total"}},
	{B, "=100<Enter>", {"the total gets there in 2031.95"}},
	{A, "5jLmm/asia-p<Enter>=90%@2031<Enter>", {"out of reach", "75.81"}},
	/* F38: crossovers, and with a share that is typed */
	{A, ASIA "onorth america<Enter>", {"2106.7"}},
	{A, "4/healthcare<Enter>oit and telecom<Enter>", {"2113.0"}},
	{A, "2/custom<Enter>ooff-the-shelf<Enter>", {"2117.7"}},
	{A, "3/cloud<Enter>oon-premises<Enter>", {"2292.8"}},
	{A, ASIA "e20%share@2025<Enter>onorth america<Enter>", {"2082.6"}},
	{A, ASIA "e25%share@2025<Enter>onorth america<Enter>", {"2056.8"}},
	{A, ASIA "e30%share@2025<Enter>onorth america<Enter>", {"2037.9"}},
	/* F42 to F44, F48: where growth comes from */
	{A, "..w", {"10.1098", "10.8684", "8.0083", "-4.0041", "-0.9152", "49.8200"}},
	{A, "..w5", {"12.8029", "6.1828", "6.5586", "6.2447", "0.3139", "1.0382", "49.8200"}},
	{A, "..3ww", {"25.0731", "1.0217"}},
	{A, "..1ww", {"1.0305"}},
	{A, "..2ww", {"1.0229"}},
	{A, "..4ww", {"1.0617"}},
	/* F45: the fan, and a chance */
	{A, "S3 above 60<Enter>", {"% > 60", "  4."}},
	/* F61: nudges and a typed rate */
	{A, "..+", {"50.7626"}},
	{A, "..++", {"51.7193"}},
	{A, "..e30%<Enter>", {"44.2210"}},
};

START_TEST(figure)
{
	struct screen s = screen_begin(cases[_i].market, 120, 40, false);

	screen_type(&s, cases[_i].keys);
	for (int k = 0; k < MOST && cases[_i].says[k]; k++)
		ck_assert_shows(&s, cases[_i].says[k]);
	screen_end(&s);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("numbers");
	TCase *t = tcase_create("numbers");

	setlocale(LC_CTYPE, "");
	tcase_set_timeout(t, 0);
	tcase_add_loop_test(t, figure, 0, (int)G_N_ELEMENTS(cases));
	suite_add_tcase(suite, t);
	return run_suite(suite);
}
