/* What most commands begin with: a market, the scenario of the options, its forecast. */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "cli/cli.h"
#include "forecast/forecast.h"

struct session {
	struct market *market;
	int measure;
	enum fill fill;			/* of the base forecast */
	struct scenario *scenario;	/* whole, with its parents; NULL if nothing is changed */
	char *scenario_id;		/* "slow"; with edits of the options "slow and options" */
	enum hold hold;
	struct forecast *base;
	struct forecast *forecast;	/* the scenario's; base itself without one */
};

/* Loads MARKET and runs the forecast; notices and messages go to standard error.  Returns an exit
 * status; session_done is needed whatever it is. */
int session_open(struct session *s, const struct cli *c, const char *what);
/* The same as far as market, measure and scenario; for commands that run forecasts themselves. */
int session_load(struct session *s, const struct cli *c, const char *what);
/* Says on standard error, in one line that names `check`, that parts do not add up to their whole
 * beyond rounding; what: the MARKET as it was typed. */
void session_doubt(const struct session *s, const char *what);
void session_done(struct session *s);

/* The scenario as forecast_run wants it for the fill of the options to count; NULL if there is
 * neither.  New. */
struct scenario *session_whole(const struct session *s);
/* Another scenario, FILE|NAME, with its parents, checked against the market and with the fill of the
 * options; NULL and said.  New. */
struct scenario *session_scenario(const struct session *s, const struct cli *c, const char *what);
/* Id of the scenario, which tells when the options have edits of their own; NULL without one. */
const char *session_scenario_id(const struct session *s);
/* Node of a PATH or an unambiguous name; -1 and said with "did you mean". */
int session_node(const struct session *s, const char *text);
/* A period as typed; its column in the forecast, -1 and said. */
int session_column(const struct session *s, const char *text);
/* Columns (int) of --year Y[,Y], empty without it; NULL and said if one is wrong. */
GArray *session_years(const struct session *s, const struct cli *c);

/* MARKET of the command line: a file, "-", an id, or a directory that holds one market; NULL and
 * said. */
struct market *session_market(const struct cli *c, const char *what);
/* --hold and --fill; HOLD_DEFAULT and -1 if they were not given. */
enum hold session_hold(const struct cli *c);
int session_fill(const struct cli *c);

#endif
