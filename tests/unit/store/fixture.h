/* SPDX-License-Identifier: GPL-3.0-or-later
 * A small evaluation made in memory: districts and projects, one questionnaire with every type of variable.
 */
#ifndef CEPING_TESTS_STORE_FIXTURE_H
#define CEPING_TESTS_STORE_FIXTURE_H

#include "check.h"

#include "ceping/base_text.h"
#include "ceping/store.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
    struct evaluation *evaluation;
    struct instrument *instrument;
    struct arena *arena;
    char folder[CHECK_PATH];
    char *path;
};

/* The arena of the evaluation is private to the model; what tests add lives in theirs. */
static inline void add_unit(struct arena *arena, struct unit_kind *kind, const char *id, const char *name)
{
    struct unit *unit = LIST_ADD(arena, &kind->units);
    *unit = (struct unit){.id = id, .name = name, .short_name = name, .index = (int)kind->units.count - 1};
}

static inline void add_option(struct arena *arena, struct scale *scale, int code, const char *label, enum missing missing)
{
    struct option *option = LIST_ADD(arena, &scale->options);
    option->code = code;
    option->label = label;
    option->missing = missing;
}

static inline struct scale *make_scale(struct arena *arena, const char *id, const char *const *labels)
{
    struct scale *scale = ARENA_NEW(arena, struct scale);
    scale->id = id;
    for (int i = 0; labels[i]; i++)
        add_option(arena, scale, i + 1, labels[i], MISSING_NONE);
    return scale;
}

static inline struct question *add_question(struct arena *arena, struct instrument *instrument, const char *id, enum question_type type, struct scale *scale)
{
    struct question *question = LIST_ADD(arena, &instrument->questions);
    question->id = question->title = question->short_title = id;
    question->type = type;
    question->scale = scale;
    question->min = question->max = NAN;
    return question;
}

static const char *const five_labels[] = {"非常满意", "满意", "一般", "不满意", "非常不满意", NULL};
static const char *const three_labels[] = {"知道", "听说过", "不知道", NULL};
static const char *const hobby_labels[] = {"运动", "阅读", NULL};

/* Variables: district q1 q2 q3 hobby__1 hobby__2 age note know__p1 know__p2 sat__p1 sat__p2 */
static inline struct instrument *make_instrument(struct arena *arena, struct evaluation *evaluation, const char *id)
{
    struct instrument *instrument = ARENA_NEW(arena, struct instrument);
    instrument->id = instrument->title = instrument->short_title = id;
    struct scale *five = make_scale(arena, "sat5", five_labels);
    struct scale *five_or_not = make_scale(arena, "sat5_or_not", five_labels);
    add_option(arena, five_or_not, 6, "不了解", MISSING_DONT_KNOW);
    struct unit_kind *districts = &evaluation->kinds.at[0], *projects = &evaluation->kinds.at[1];
    add_question(arena, instrument, "district", QUESTION_UNIT, NULL)->kind = districts;
    add_question(arena, instrument, "q1", QUESTION_SCALE, five);
    add_question(arena, instrument, "q2", QUESTION_SCALE, five);
    add_question(arena, instrument, "q3", QUESTION_SCALE, five_or_not);
    add_question(arena, instrument, "hobby", QUESTION_MULTIPLE, make_scale(arena, "hobby", hobby_labels));
    add_question(arena, instrument, "age", QUESTION_NUMBER, NULL);
    add_question(arena, instrument, "note", QUESTION_TEXT, NULL);
    add_question(arena, instrument, "know", QUESTION_SCALE, make_scale(arena, "know3", three_labels))->over = projects;
    add_question(arena, instrument, "sat", QUESTION_SCALE, five)->over = projects;
    struct about *about = LIST_ADD(arena, &instrument->about);
    about->kind = projects;
    about->column = "项目";
    instrument_make_variables(arena, instrument);
    return instrument;
}

static inline void fixture_open(struct fixture *fixture)
{
    fixture->arena = arena_new();
    fixture->evaluation = evaluation_new("eval");
    static const char *const kinds[] = {"district", "project"};
    for (size_t i = 0; i < 2; i++) {
        struct unit_kind *kind = LIST_ADD(fixture->arena, &fixture->evaluation->kinds);
        kind->id = kind->name = kinds[i];
        kind->index = (int)i;
    }
    struct unit_kind *districts = &fixture->evaluation->kinds.at[0], *projects = &fixture->evaluation->kinds.at[1];
    add_unit(fixture->arena, districts, "zd", "张店区");
    add_unit(fixture->arena, districts, "zc", "淄川区");
    add_unit(fixture->arena, districts, "gx", "高新区");
    add_unit(fixture->arena, projects, "p1", "爱工惠");
    add_unit(fixture->arena, projects, "p2", "一次办好");
    for (size_t i = 0; i < 2; i++) {
        struct unit_kind *kind = &fixture->evaluation->kinds.at[i];
        for (size_t k = 0; k < kind->units.count; k++)
            kind->units.at[k].kind = kind;
    }
    fixture->instrument = make_instrument(fixture->arena, fixture->evaluation, "public");
    check_folder(fixture->folder);
    fixture->path = arena_printf(fixture->arena, "%s/data/x.db", fixture->folder);
}

static inline void fixture_close(struct fixture *fixture)
{
    unlink(fixture->path);
    unlink(arena_printf(fixture->arena, "%s-journal", fixture->path));
    rmdir(arena_printf(fixture->arena, "%s/data", fixture->folder));
    rmdir(fixture->folder);
    evaluation_free(fixture->evaluation);
    arena_free(fixture->arena);
}

enum { V_DISTRICT, V_Q1, V_Q2, V_Q3, V_HOBBY1, V_HOBBY2, V_AGE, V_NOTE, V_KNOW1, V_KNOW2, V_SAT1, V_SAT2, V_COUNT };

/* A row with an answer to everything; tests change what they speak of. */
struct row {
    struct answer answers[V_COUNT];
    int about[1];
    struct response response;
};

static inline struct response *row_make(struct row *row, const char *key, int q1)
{
    *row = (struct row){0};
    row->answers[V_DISTRICT].code = 1;
    row->answers[V_Q1].code = q1;
    row->answers[V_Q2].code = 2;
    row->answers[V_Q3].code = 3;
    row->answers[V_HOBBY1].code = 1;
    row->answers[V_AGE].number = 41.5;
    row->answers[V_NOTE].text = "很好";
    row->answers[V_KNOW1].code = 1;
    row->answers[V_KNOW2].code = 3;
    row->answers[V_SAT1].code = 1;
    row->answers[V_SAT2] = (struct answer){.missing = MISSING_SKIPPED};
    row->about[0] = 1;
    row->response = (struct response){.key = key, .line = 2, .answers = row->answers, .about = row->about, .rater = "e01",
                                      .submitted = "2018-05-03 14:02:11", .seconds = 86, .group = "群众"};
    return &row->response;
}

/* Fails with the problems printed. */
static inline void check_quiet(struct diags *diags)
{
    if (diags->count) {
        struct strbuf text;
        strbuf_init(&text);
        diags_format_all(diags, false, &text);
        print_error("%s", text.at);
        strbuf_release(&text);
        fail();
    }
}

static inline void check_message(struct diags *diags, const char *fragment)
{
    bool found = false;
    for (size_t i = 0; i < diags->count; i++)
        found |= strstr(diags->at[i].text, fragment) || (diags->at[i].hint && strstr(diags->at[i].hint, fragment));
    if (!found) {
        struct strbuf text;
        strbuf_init(&text);
        diags_format_all(diags, false, &text);
        print_error("expected '%s' in:\n%s", fragment, text.at);
        strbuf_release(&text);
        fail();
    }
}

#endif
