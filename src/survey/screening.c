/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rules of screening. The built-in ones of method §3 are conditions like one's own: here their thresholds become `when`, so that everything after reading knows only
 * conditions, and what a rule means can be printed.
 *
 * Honest people give all 非常满意 too: equal answers alone (V04), few seconds alone (V05) and many forms of one office (V11) flag and do not void unless the
 * evaluation says so.
 */
#include "survey_priv.h"

#include "ceping/base_num.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <strings.h>

struct threshold {
    size_t offset;      /* of the member of struct screening_rule; both 0 after the last */
    const char *before; /* what stands before the number */
    const char *key;
    double usual;       /* NaN: none */
    const char *after;
};

#define MEMBER(member_) offsetof(struct screening_rule, member_), .key = #member_

struct builtin {
    const char *name, *name_en;
    enum screening_action action;
    struct threshold thresholds[4]; /* any of those given; where none is, that which has a usual value */
    const char *fixed;              /* condition without threshold */
    const char *needs;              /* key without which it means nothing */
};

static const struct builtin builtins[SCREEN_BUILTINS] = {
    [SCREEN_V01] = {"漏答过多", "too many answers left out", SCREEN_VOID, {{MEMBER(share), .before = "_missing_share > ", .usual = 1.0 / 3}}},
    [SCREEN_V02] = {"关键题漏答", "key items not answered", SCREEN_FLAG, .needs = "items"},
    [SCREEN_V03] = {"有答案无法辨认或单选题多选", "answers that cannot be read, or several where one was wanted", SCREEN_FLAG, .fixed = "_unreadable_share > 0"},
    [SCREEN_V04] = {"各题答案全部相同", "all answers the same", SCREEN_FLAG, {{MEMBER(run), .before = "_longstring >= ", .usual = 8, .after = " and _irv = 0"}}},
    [SCREEN_V05] = {"作答用时过短", "answered too fast", SCREEN_FLAG,
                    {{MEMBER(of_median), .before = "_seconds_ratio < ", .usual = 1.0 / 3},
                     {MEMBER(seconds), .before = "_seconds < ", .usual = NAN},
                     {MEMBER(seconds_per_item), .before = "_seconds_per_item < ", .usual = NAN}}},
    [SCREEN_V06] = {"检验题未通过", "attention check failed", SCREEN_VOID, .needs = "item"},
    [SCREEN_V07] = {"前后回答矛盾", "answers contradict each other", SCREEN_CANCEL, .needs = "when"},
    [SCREEN_V08] = {"重复提交", "handed in twice", SCREEN_VOID, .fixed = "_duplicate = 1", .needs = "source"},
    [SCREEN_V09] = {"不属于调查对象", "not in the target group", SCREEN_NOT_ELIGIBLE, .needs = "when"},
    [SCREEN_V10] = {"无法辨认或不合要求", "unreadable or not in order", SCREEN_VOID, {{MEMBER(share), .before = "_unreadable_share > ", .usual = 0.5}}},
    [SCREEN_V11] = {"同一来源短时间内集中提交", "many from one source within an hour", SCREEN_FLAG, {{MEMBER(per_hour), .before = "_source_hour > ", .usual = 5}}, .needs = "source"},
};

/* As the reference page shows them -------------------------------------------------------------------------- */

static void describe_condition(struct strbuf *out, const struct builtin *builtin)
{
    for (const struct threshold *at = builtin->thresholds; at->before; at++) {
        strbuf_addf(out, "%s`%s", at == builtin->thresholds ? "" : "; ", at->before);
        strbuf_addf(out, "%s%s`", at->key, at->after ? at->after : "");
        if (isnan(at->usual))
            continue;
        strbuf_adds(out, ", usually ");
        if (at->usual == 1.0 / 3)
            strbuf_adds(out, "1/3");
        else
            num_format_exact(out, at->usual);
    }
    if (builtin->fixed)
        strbuf_addf(out, "`%s`", builtin->fixed);
    if (builtin->needs)
        strbuf_addf(out, "%sneeds `%s`", builtin->fixed || builtin->thresholds[0].before ? "; " : "", builtin->needs);
}

void screening_describe(struct strbuf *out)
{
    static const char *const actions[SCREEN_ACTIONS] = {"void", "flag", "cancel", "not_eligible"};
    strbuf_adds(out, "\n## built-in screening rules\n\n"
                     "`{rule: V05, of_median: 1/3, with: [v04], action: void}`: a rule of the method with its usual threshold and action unless others are given. Equal answers\n"
                     "alone, speed alone and many forms of one office flag and do not void: satisfied people rightly give all the same answer. With `when` a built-in rule\n"
                     "has a condition of one's own. `cancel` voids where no items are named. What becomes of a response does not depend on the order of rules.\n\n"
                     "| rule | name | usual action | condition |\n|---|---|---|---|\n");
    for (int i = SCREEN_V01; i < SCREEN_BUILTINS; i++) {
        strbuf_addf(out, "| V%02d | %s | %s | ", i, builtins[i].name, actions[builtins[i].action]);
        describe_condition(out, &builtins[i]);
        strbuf_adds(out, " |\n");
    }
}

/* Conditions ------------------------------------------------------------------------------------------------- */

static const double *threshold_of(const struct screening_rule *rule, const struct threshold *threshold)
{
    return (const double *)((const char *)rule + threshold->offset);
}

static void add_threshold(struct strbuf *out, const struct threshold *threshold, double value)
{
    strbuf_adds(out, out->len ? " or (" : "(");
    strbuf_adds(out, threshold->before);
    num_format_exact(out, value);
    strbuf_addf(out, "%s)", threshold->after ? threshold->after : "");
}

static void write_thresholds(struct strbuf *out, const struct loader *loader, const struct screening_rule *rule, const struct builtin *builtin)
{
    for (const struct threshold *at = builtin->thresholds; at->before; at++)
        if (loader_given(loader, threshold_of(rule, at)))
            add_threshold(out, at, *threshold_of(rule, at));
    for (const struct threshold *at = builtin->thresholds; at->before && out->len == 0; at++)
        if (!isnan(at->usual))
            add_threshold(out, at, at->usual);
}

/* V02: what stands for a variable is its column, what stands for a kind of units is the unit that the response is about. */
static void write_unanswered(struct strbuf *out, const struct instrument *instrument, const struct screening_rule *rule)
{
    for (size_t i = 0; i < rule->items.count; i++) {
        const char *id = rule->items.at[i].text;
        if (!id)
            continue;
        bool variable = instrument_variable(instrument, id) != NULL;
        strbuf_addf(out, variable ? "%swhy(%s) in ('blank', 'unreadable')" : "%s%s is null", out->len ? " or " : "", id);
    }
}

static void write_condition(struct strbuf *out, const struct loader *loader, const struct instrument *instrument, const struct screening_rule *rule, const struct builtin *builtin)
{
    if (rule->builtin == SCREEN_V02)
        write_unanswered(out, instrument, rule);
    else if (rule->builtin == SCREEN_V06)
        strbuf_addf(out, "%s <> %d", rule->item.text, rule->code);
    else if (builtin->fixed)
        strbuf_adds(out, builtin->fixed);
    else
        write_thresholds(out, loader, rule, builtin);
}

/* What is lacking -------------------------------------------------------------------------------------------- */

static void lacks(struct loader *loader, const struct screening_rule *rule, const char *key, const char *hint)
{
    diags_error(loader->diags, rule->pos, _("%s lacks key '%s'"), _("screening rule"), key);
    diags_hint(loader->diags, "%s", hint);
}

/* A question, or a column of which a keyed hash is kept, that tells where a response came from. */
static bool knows_source(const struct instrument *instrument)
{
    bool kept = instrument->source_name.text != NULL;
    for (size_t i = 0; i < instrument->columns.count; i++)
        kept |= instrument->columns.at[i].to.text && strcmp(instrument->columns.at[i].to.text, "source") == 0;
    return kept;
}

static bool check_needs(struct loader *loader, const struct instrument *instrument, const struct screening_rule *rule, const struct builtin *builtin)
{
    const char *needs = builtin->needs ? builtin->needs : "";
    if (strcmp(needs, "items") == 0 && !loader_given(loader, &rule->items))
        lacks(loader, rule, "items", _("name what must be answered: items: […]"));
    else if (strcmp(needs, "item") == 0 && (!rule->item.text || !loader_given(loader, &rule->code)))
        lacks(loader, rule, rule->item.text ? "code" : "item", _("write which item checks attention and the code that it asks for: item: q7, code: 2"));
    else if (strcmp(needs, "when") == 0)
        lacks(loader, rule, "when", _("write the condition: when: …"));
    else if (strcmp(needs, "source") == 0 && !knows_source(instrument) && (rule->builtin == SCREEN_V11 || !instrument->serial_name.text))
        lacks(loader, rule, "source", _("at the instrument, write which column is kept as keyed hash: columns: [{column: 来自IP, to: source}], or which question tells where a response came from: source: …; for V08 also the "
                                             "number of the form: serial: …"));
    else
        return true;
    return false;
}

/* A threshold that another rule takes would be passed over in silence. */
static void refuse_foreign(struct loader *loader, const struct screening_rule *rule, const char *const *taken)
{
    static const struct {
        size_t offset;
        const char *key;
    } keys[] = {{MEMBER(share)}, {MEMBER(of_median)}, {MEMBER(seconds)}, {MEMBER(seconds_per_item)}, {MEMBER(run)}, {MEMBER(per_hour)}, {MEMBER(item)}, {MEMBER(code)}};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const void *member = (const char *)rule + keys[i].offset;
        bool takes = false;
        for (size_t k = 0; taken[k]; k++)
            takes |= strcmp(taken[k], keys[i].key) == 0;
        if (takes || !loader_given(loader, member))
            continue;
        diags_error(loader->diags, loader_pos(loader, member, rule->pos), _("rule '%s' does not take '%s'"), rule->id, keys[i].key);
        auto_strbuf struct strbuf words;
        strbuf_init(&words);
        for (size_t k = 0; taken[k]; k++)
            strbuf_addf(&words, "%s%s", k ? ", " : "", taken[k]);
        if (words.len)
            diags_hint(loader->diags, _("possible here: %s"), words.at);
    }
}

static void check_keys(struct loader *loader, const struct screening_rule *rule)
{
    const struct builtin *builtin = &builtins[rule->builtin];
    const char *taken[COUNT_OF(builtin->thresholds) + 2] = {0};
    size_t count = 0;
    for (size_t i = 0; builtin->thresholds[i].before && !rule->when.text; i++)
        taken[count++] = builtin->thresholds[i].key;
    if (rule->builtin == SCREEN_V06 && !rule->when.text) {
        taken[count++] = "item";
        taken[count++] = "code";
    }
    refuse_foreign(loader, rule, taken);
}

/* Built-in rules, filled ------------------------------------------------------------------------------------------ */

static void fill_builtin(struct loader *loader, const struct instrument *instrument, struct screening_rule *rule)
{
    const struct builtin *builtin = &builtins[rule->builtin];
    if (!rule->name) {
        rule->name = builtin->name;
        rule->name_en = rule->name_en ? rule->name_en : builtin->name_en;
    }
    if (!loader_given(loader, &rule->action)) {
        bool cancels_nothing = builtin->action == SCREEN_CANCEL && rule->items.count == 0;
        rule->action = cancels_nothing ? SCREEN_VOID : builtin->action;
    }
    if (rule->when.text || !check_needs(loader, instrument, rule, builtin))
        return;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    write_condition(&text, loader, instrument, rule, builtin);
    rule->when = (struct name){.text = arena_strdup(loader->arena, text.at ? text.at : ""), .pos = rule->pos};
}

static void fill_own(struct loader *loader, struct screening_rule *rule)
{
    const char *hint = _("a rule is a condition of its own (id, name, when, action) or a built-in one (rule: V01)");
    if (!rule->id)
        lacks(loader, rule, "id", hint);
    if (!rule->name)
        lacks(loader, rule, "name", hint);
    if (!rule->when.text && !loader_wrong(loader, &rule->when))
        lacks(loader, rule, "when", hint);
    if (!loader_given(loader, &rule->action))
        lacks(loader, rule, "action", hint);
    rule->id = rule->id ? rule->id : "";
    rule->name = rule->name ? rule->name : "";
}

static const char *builtin_id(struct loader *loader, enum screening_builtin builtin)
{
    return arena_printf(loader->arena, "v%02d", (int)builtin);
}

void screening_fill(struct loader *loader, const struct instrument *instrument, struct screening_rule *rule)
{
    if (rule->builtin == SCREEN_OWN) {
        fill_own(loader, rule);
        check_keys(loader, rule);
    } else {
        rule->id = rule->id ? rule->id : builtin_id(loader, rule->builtin);
        check_keys(loader, rule);
        fill_builtin(loader, instrument, rule);
    }
}

/* With other rules ---------------------------------------------------------------------------------------------------- */

static const struct screening_rule *rule_named(const struct instrument *instrument, const char *id)
{
    for (size_t i = 0; i < instrument->screening.count; i++)
        if (instrument->screening.at[i].id && strcasecmp(instrument->screening.at[i].id, id) == 0)
            return &instrument->screening.at[i];
    return NULL;
}

static void unknown_rule(struct loader *loader, const struct instrument *instrument, const struct name *name)
{
    struct words words = {0};
    for (size_t i = 0; i < instrument->screening.count; i++)
        words_add(&words, instrument->screening.at[i].id);
    diags_error(loader->diags, name->pos, _("unknown screening rule '%s' in instrument '%s'"), name->text, instrument->id);
    diags_hint_words(loader->diags, name->text, words.at, words.count);
    words_release(&words);
}

/* `alone`: the conditions of all rules before any was joined with another, so that two rules may name each other. */
static void join(struct loader *loader, const struct instrument *instrument, struct screening_rule *rule, const char *const *alone)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    for (size_t i = 0; i < rule->with.count; i++) {
        const struct name *name = &rule->with.at[i];
        const struct screening_rule *other = name->text ? rule_named(instrument, name->text) : NULL;
        if (name->text && !other)
            unknown_rule(loader, instrument, name);
        if (other && alone[other - instrument->screening.at])
            strbuf_addf(&text, "%s(%s)", text.len ? " or " : "", alone[other - instrument->screening.at]);
    }
    if (text.len && rule->when.text)
        rule->when.text = arena_printf(loader->arena, "(%s) and (%s)", rule->when.text, text.at);
}

void screening_join(struct loader *loader, struct instrument *instrument)
{
    const char **alone = ARENA_ARRAY(loader->arena, const char *, instrument->screening.count + 1);
    for (size_t i = 0; i < instrument->screening.count; i++)
        alone[i] = instrument->screening.at[i].when.text;
    for (size_t i = 0; i < instrument->screening.count; i++)
        join(loader, instrument, &instrument->screening.at[i], alone);
}
