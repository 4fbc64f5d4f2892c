/* The total, the dimensions with their segments, and further measures on them. */
#include "config.h"

#include "market/load.h"

#include <string.h>

static const char *const covers_words[] = {"all", "part", "overlap"};

/* -- Nodes */

static int add_node(struct loader *l, int parent)
{
	struct market *m = l->m;
	struct node *node;

	if (m->n_nodes == l->node_room) {
		l->node_room = l->node_room ? l->node_room + l->node_room / 2 : 64;
		m->nodes = g_renew(struct node, m->nodes, l->node_room);
	}
	node = &m->nodes[m->n_nodes];
	*node = (struct node){.parent = parent, .size = 1, .weight = 1, .source = SOURCE_UNSET,
			      .line = l->item->line,
			      .column = MIN(l->item->column, UINT16_MAX)};
	if (parent > 0)
		node->depth = m->nodes[parent].depth + 1;
	return m->n_nodes++;
}

void load_begin_tree(struct loader *l)
{
	int total = add_node(l, -1);

	l->m->nodes[total].name = "Total";
	l->m->nodes[total].id = "total";
}

static struct node *node_of(struct loader *l, void *object)
{
	return &l->m->nodes[((struct branch *)object)->s.node];
}

void load_node_name(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	if (load_scalar(l, "a text"))
		node_of(l, object)->name = load_copy(l);
}

void load_node_id(struct loader *l, void *object, size_t offset)
{
	struct node *node = node_of(l, object);

	(void)offset;
	load_id(l, node, offsetof(struct node, id));
	if (!node->id)
		node->id = "";		/* wrong, and said to be */
}

void load_node_also(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	load_texts(l, node_of(l, object), offsetof(struct node, also));
}

void load_node_weight(struct loader *l, void *object, size_t offset)
{
	double weight;

	(void)offset;
	if (!load_number(l, &weight))
		return;
	if (weight < 0) {
		reader_error(l->r, "a weight is not negative");
		return;
	}
	node_of(l, object)->weight = weight;
	node_of(l, object)->flags |= NODE_HAS_WEIGHT;
}

void load_node_residual(struct loader *l, void *object, size_t offset)
{
	bool residual = false;

	(void)offset;
	load_boolean(l, &residual, 0);
	if (residual)
		node_of(l, object)->flags |= NODE_RESIDUAL;
}

void load_node_covers(struct loader *l, void *object, size_t offset)
{
	int i = load_word(l, covers_words, G_N_ELEMENTS(covers_words));

	(void)offset;
	if (i >= 0)
		node_of(l, object)->covers = i;
}

/* -- Segments and dimensions */

/* The node's own remainder, as its last child. */
static void add_unlisted(struct loader *l, int parent)
{
	int child = add_node(l, parent);
	struct node *node = &l->m->nodes[child];

	node->name = "Not listed";
	node->id = "unlisted";
	node->flags = NODE_UNLISTED;
	node->line = l->m->nodes[parent].line;
	node->column = l->m->nodes[parent].column;
}

/* Words from an id: "end-user" is "End user". */
static const char *name_from_id(struct loader *l, const char *id)
{
	char *name = arena_strdup(l->arena, id);

	for (char *s = name; *s; s++)
		if (*s == '-')
			*s = ' ';
	*name = g_ascii_toupper(*name);
	return name;
}

static bool is_taken(const char *id, bool dimension)
{
	return strcmp(id, "unlisted") == 0 ||
	       (dimension && (strcmp(id, "total") == 0 || strcmp(id, "market") == 0 ||
			      strcmp(id, "global") == 0));
}

static void check_id(struct loader *l, struct node *node, struct place place)
{
	bool dimension = node->flags & NODE_DIMENSION;

	if (node->id && !*node->id)
		return;
	if (!node->id)
		node->id = load_slug(l, node->name);
	if (!*node->id)
		reader_error_at(l->r, place.line, place.column,
				"the name '%s' leaves nothing for a path: give it an 'id'",
				node->name);
	else if (is_taken(node->id, dimension))
		reader_error_at(l->r, place.line, place.column,
				"the path part '%s' is taken by the program: give it another 'id'",
				node->id);
}

/* Called at the end of a node, its children read. */
static void finish_node(struct loader *l, int index, struct place place)
{
	struct node *node = &l->m->nodes[index];

	if (!node->name && node->id)
		node->name = name_from_id(l, node->id);
	if (node->name)
		check_id(l, node, place);
	else
		node->name = node->id = "";	/* said to be missing */
	if (node->covers == COVERS_PART && l->m->n_nodes > index + 1) {
		add_unlisted(l, index);
		node = &l->m->nodes[index];
	}
	node->size = l->m->n_nodes - index;
}

static void read_branch(struct loader *l, enum mapping_id id, int index)
{
	struct branch b = {.s = subject_begin(l, &l->facts, index, 0), .place = load_place(l)};

	load_mapping(l, id, &b);
	subject_end(l, &b.s, id == MAPPING_DIMENSION);
	l->m->nodes[index].note = b.s.note;
	l->m->nodes[index].source = b.s.source;
	if (id == MAPPING_DIMENSION && b.s.source != SOURCE_UNSET)
		for (int i = index + 1; i < l->m->n_nodes; i++)
			if (l->m->nodes[i].source == SOURCE_UNSET)
				l->m->nodes[i].source = b.s.source;
	if (!l->m->nodes[index].name && !l->m->nodes[index].id && id == MAPPING_DIMENSION &&
	    !reader_stopped(l->r))
		reader_error_at(l->r, b.place.line, b.place.column,
				"a dimension needs an 'id' or a 'title'");
	finish_node(l, index, b.place);
}

static void one_segment(struct loader *l, void *object)
{
	int parent = *(int *)object, index;

	if (l->item->type == ITEM_MAP) {
		read_branch(l, MAPPING_SEGMENT, add_node(l, parent));
	} else if (load_scalar(l, "a name or a mapping")) {
		index = add_node(l, parent);
		l->m->nodes[index].name = load_copy(l);
		finish_node(l, index, load_place(l));
	}
}

void load_segments(struct loader *l, void *object, size_t offset)
{
	int parent = ((struct branch *)object)->s.node;

	(void)offset;
	load_list(l, one_segment, &parent);
}

static void one_dimension(struct loader *l, void *object)
{
	int index;

	(void)object;
	if (l->item->type != ITEM_MAP) {
		reader_error(l->r, "a dimension is a mapping with 'id', 'title' and 'segments'");
		reader_skip(l->r);
		return;
	}
	index = add_node(l, 0);
	l->m->nodes[index].flags = NODE_DIMENSION;
	read_branch(l, MAPPING_DIMENSION, index);
}

void load_dimensions(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	load_list(l, one_dimension, object);
	l->m->nodes[0].size = l->m->n_nodes;
}

void load_total(struct loader *l, void *object, size_t offset)
{
	struct branch b = {.s = subject_begin(l, &l->facts, 0, 0)};

	(void)object;
	(void)offset;
	l->m->nodes[0].line = l->item->line;
	load_mapping(l, MAPPING_TOTAL, &b);
	subject_end(l, &b.s, false);
	l->m->nodes[0].note = b.s.note;
	l->m->nodes[0].source = b.s.source;
}

/* -- Measures */

static void add_note(struct loader *l, const char *text, size_t ref, uint8_t source, int line)
{
	struct note note = {.about = ref, .text = text, .source = source, .line = line};

	g_array_append_val(l->notes, note);
}

void load_member_covers(struct loader *l, void *object, size_t offset)
{
	struct member_reading *reading = object;
	int i = load_word(l, covers_words, G_N_ELEMENTS(covers_words));

	(void)offset;
	if (i < 0)
		return;
	if (reading->is_total) {
		reader_error(l->r, "'covers' belongs to a dimension or a segment");
		return;
	}
	reading->member.covers = i;
	reading->member.has_covers = true;
}

/* The facts of one node of a measure; node: 0 or a pending one. */
static void read_member(struct loader *l, struct member_reading *reading, int node, size_t ref)
{
	int line = l->item->line;

	reading->s = subject_begin(l, &l->facts, node, reading->member.measure);
	load_mapping(l, MAPPING_MEMBER, reading);
	subject_end(l, &reading->s, false);
	if (reading->s.note)
		add_note(l, reading->s.note, ref, reading->s.source, line);
}

static size_t ref_to(struct loader *l, const char *path, struct place place, unsigned allows)
{
	struct ref ref = {.text = path, .place = place, .allows = allows, .node = -1};

	g_array_append_val(l->refs, ref);
	return l->refs->len - 1;
}

void load_measure_total(struct loader *l, void *object, size_t offset)
{
	struct measure_reading *reading = object;
	struct member_reading member = {.member.measure = reading->index, .is_total = true};

	(void)offset;
	read_member(l, &member, 0, ref_to(l, "total", load_place(l), 0));
}

static void one_member(struct loader *l, void *object, const char *name, struct place place)
{
	struct measure_reading *reading = object;
	struct member_reading member = {
		.member = {.ref = ref_to(l, name, place, REF_NO_TOTAL), .measure = reading->index}};

	read_member(l, &member, PENDING_NODE - (int)l->members->len, member.member.ref);
	g_array_append_val(l->members, member.member);
}

void load_members(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	load_free_keys(l, "the path of a node", one_member, object);
}

void load_measure_source(struct loader *l, void *object, size_t offset)
{
	struct measure_reading *reading = object;

	(void)offset;
	load_source(l, &reading->source, 0);
}

/* Levels need a unit, which may stand behind them. */
static void check_unit(struct loader *l, const struct measure_reading *reading)
{
	for (int i = reading->first; i < l->facts.n && !reading->m.has_unit; i++) {
		const struct fact *f = &l->facts.at[i];

		if (f->metric != METRIC_VALUE && f->metric != METRIC_CHANGE)
			continue;
		reader_error_at(l->r, f->line, f->column,
				"the measure '%s' has levels and so needs a 'unit'",
				reading->m.id);
		return;
	}
}

static void one_measure(struct loader *l, void *object, const char *name, struct place place)
{
	struct measure_reading reading = {.m = {.id = name, .title = name, .unit.scale = 1},
					  .index = l->measures->len + 1,
					  .first = l->facts.n, .source = SOURCE_UNSET};
	struct subject all;

	(void)object;
	if (!load_is_id(name) || strcmp(name, "market") == 0 || strcmp(name, "total") == 0) {
		reader_error_at(l->r, place.line, place.column, load_is_id(name)
				? "the id '%s' is taken by the program"
				: "'%s' is no id: only a-z, 0-9 and '-' stand in one", name);
		reader_skip(l->r);
		return;
	}
	if (reading.index > UINT8_MAX) {
		reader_error_at(l->r, place.line, place.column, "more than %d measures",
				UINT8_MAX);
		reader_skip(l->r);
		return;
	}
	g_array_append_val(l->measures, reading.m);
	load_mapping(l, MAPPING_MEASURE, &reading);
	g_array_index(l->measures, struct measure, reading.index - 1) = reading.m;
	all = subject_begin(l, &l->facts, 0, reading.index);
	all.first = reading.first;
	all.source = reading.source;
	subject_end(l, &all, true);
	check_unit(l, &reading);
}

void load_measures(struct loader *l, void *object, size_t offset)
{
	(void)offset;
	load_free_keys(l, "the id of a measure", one_measure, object);
}
