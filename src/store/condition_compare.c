/* SPDX-License-Identifier: GPL-3.0-or-later
 * Comparisons that SQL would accept and that can never be true: a label against a code (q1 = '满意'), a unit that does not exist, an option that counts as missing.
 * SQLite answers "false" to all of them, and a rule that voids nothing looks like good data. So they are told.
 *
 * Only plain comparisons are looked at: a name on one side, a text or number on the other (=, <>, <, IN, BETWEEN, IS, LIKE, CASE … WHEN); anything computed passes.
 */
#include "condition_priv.h"

#include <stdlib.h>

enum comparison { COMPARE_EQUAL, COMPARE_ORDER, COMPARE_LIKE };

struct compare {
    const struct condition *condition;
    struct diags *diags;
    bool good;
};

static const struct piece *at(const struct compare *compare, size_t i)
{
    return i < compare->condition->pieces.count ? &compare->condition->pieces.at[i] : NULL;
}

static bool is(const struct compare *compare, size_t i, enum piece_kind kind, const char *text)
{
    const struct piece *piece = at(compare, i);
    return piece && piece_is(piece, kind, text);
}

static bool is_operand(const struct piece *piece)
{
    return piece && (piece->kind == PIECE_NAME || piece->kind == PIECE_WHY || piece->kind == PIECE_STRING || piece->kind == PIECE_NUMBER);
}

/* Does this sign make a computed value of its neighbours? */
static bool computes(const struct piece *piece)
{
    static const char *const signs[] = {"+", "-", "*", "/", "%", "&", "~", "|", "||", "<<", ">>"};
    for (size_t i = 0; piece && piece->kind == PIECE_SIGN && i < COUNT_OF(signs); i++) {
        if (strcmp(piece->text, signs[i]) == 0)
            return true;
    }
    return false;
}

/* The plain operand that ends at `i` (which may be the bracket of "(q1)"), or NULL. `step` −1 looks to the left, +1 to the right. */
static const struct piece *operand(const struct compare *compare, size_t i, int step)
{
    const char *near = step < 0 ? ")" : "(", *far = step < 0 ? "(" : ")";
    size_t depth = 0;
    while (is(compare, i, PIECE_SIGN, near)) {
        depth++;
        i += (size_t)step; /* wraps past 0 to a place where nothing is */
    }
    const struct piece *found = at(compare, i);
    if (!is_operand(found))
        return NULL;
    for (; depth; depth--) {
        i += (size_t)step;
        if (!is(compare, i, PIECE_SIGN, far))
            return NULL;
    }
    const struct piece *outside = at(compare, i + (size_t)step);
    bool call = step < 0 && outside && outside->kind == PIECE_WORD && is(compare, i, PIECE_SIGN, "(") && !is_operand(outside);
    if (call) {
        static const char *const before_bracket[] = {"and", "or", "not", "in", "when", "then", "else", "case", "between", "like", "is"};
        for (size_t k = 0; k < COUNT_OF(before_bracket); k++)
            call &= strcmp(outside->text, before_bracket[k]) != 0;
    }
    return call || computes(outside) ? NULL : found;
}

/* One name against one literal ----------------------------------------------------------------------------- */

static void fail(struct compare *compare, const struct piece *piece, const char *text)
{
    diags_error(compare->diags, condition_pos(compare->condition->source, piece->at, piece->len), "%s", text);
    compare->good = false;
}

static void hint_options(struct compare *compare, const struct scale *scale)
{
    auto_strbuf struct strbuf list;
    strbuf_init(&list);
    for (size_t i = 0; scale && i < scale->options.count && i < 12; i++)
        strbuf_addf(&list, "%s%d = %s", i ? _(", ") : "", scale->options.at[i].code, scale->options.at[i].label ? scale->options.at[i].label : "");
    diags_hint(compare->diags, _("write the code: %s"), list.at);
}

static void check_why(struct compare *compare, const struct piece *literal)
{
    for (int i = MISSING_NONE + 1; i < MISSING_KINDS; i++) {
        if (literal->kind == PIECE_STRING && strcmp(literal->text, missing_ids[i]) == 0)
            return;
    }
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_addf(&text, _("'%s' is no kind of missing"), literal->text);
    fail(compare, literal, text.at);
    if (strcmp(literal->text, missing_ids[MISSING_NONE]) == 0)
        diags_hint(compare->diags, _("why() is null where there is an answer: write 'is null'"));
    else
        diags_hint_words(compare->diags, literal->text, missing_ids + 1, MISSING_KINDS - 1);
}

static void check_code(struct compare *compare, const struct piece *name, const struct piece *literal, enum comparison comparison)
{
    const struct scale *scale = name->term->variable->question->scale;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (literal->kind == PIECE_STRING) {
        strbuf_addf(&text, _("'%s' is answered by codes; it never equals the text '%s'"), name->text, literal->text);
        fail(compare, literal, text.at);
        hint_options(compare, scale);
        return;
    }
    if (comparison != COMPARE_EQUAL || !scale)
        return;
    double number = strtod(literal->text, NULL);
    const struct option *option = number >= INT16_MIN && number <= INT16_MAX && number == (int)number ? scale_option(scale, (int)number) : NULL;
    if (option && option->missing != MISSING_NONE) {
        strbuf_addf(&text, _("option %d of '%s' (%s) counts as missing, so no answer equals it"), option->code, name->text, option->label ? option->label : "");
        fail(compare, literal, text.at);
        diags_hint(compare->diags, _("write why(%s) = '%s'"), name->text, missing_ids[option->missing]);
    } else if (!option) {
        diags_warning(compare->diags, condition_pos(compare->condition->source, literal->at, literal->len), _("'%s' has no option with code %s"), name->text, literal->text);
        hint_options(compare, scale);
    }
}

static void check_unit(struct compare *compare, const struct piece *name, const struct piece *literal, enum comparison comparison)
{
    const struct unit_kind *kind = name->term->units;
    if (comparison == COMPARE_LIKE)
        return;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (literal->kind == PIECE_NUMBER) {
        strbuf_addf(&text, _("'%s' is a unit; units are written by their id in single quotes, not as a number"), name->text);
        fail(compare, literal, text.at);
        return;
    }
    for (size_t i = 0; i < kind->units.count; i++) {
        if (strcmp(kind->units.at[i].id, literal->text) == 0)
            return;
    }
    strbuf_addf(&text, _("'%s' is no id of a %s"), literal->text, kind->id);
    fail(compare, literal, text.at);
    bool ambiguous = false;
    const struct unit *unit = unit_kind_recognise(kind, literal->text, &ambiguous);
    if (unit) {
        diags_hint(compare->diags, _("write '%s', the id of %s"), unit->id, unit->name ? unit->name : unit->id);
        return;
    }
    const char **ids = xcalloc(kind->units.count + 1, sizeof *ids);
    for (size_t i = 0; i < kind->units.count; i++)
        ids[i] = kind->units.at[i].id;
    diags_hint_words(compare->diags, literal->text, ids, kind->units.count);
    free(ids);
}

static bool is_number(const struct term *term)
{
    return term->kind == TERM_INDEX || (term->variable && (term->variable->type == VARIABLE_NUMBER || term->variable->type == VARIABLE_MARK));
}

static void check_pair(struct compare *compare, const struct piece *one, const struct piece *other, enum comparison comparison)
{
    if (!one || !other)
        return;
    bool one_named = one->kind == PIECE_NAME || one->kind == PIECE_WHY, other_named = other->kind == PIECE_NAME || other->kind == PIECE_WHY;
    if (one_named == other_named)
        return;
    const struct piece *name = one_named ? one : other, *literal = one_named ? other : one;
    const struct term *term = name->term;
    if (!term) /* told already */
        return;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (name->kind == PIECE_WHY) {
        if (comparison == COMPARE_EQUAL)
            check_why(compare, literal);
    } else if (term->units) {
        check_unit(compare, name, literal, comparison);
    } else if (term->variable && term->variable->type == VARIABLE_CODE) {
        check_code(compare, name, literal, comparison);
    } else if (is_number(term) && literal->kind == PIECE_STRING) {
        strbuf_addf(&text, _("'%s' is a number; it never equals the text '%s'"), name->text, literal->text);
        fail(compare, literal, text.at);
        diags_hint(compare->diags, term->variable && term->variable->type == VARIABLE_MARK ? _("write 1 for chosen, 0 for not chosen") : _("write the number without quotes"));
    } else if (!is_number(term) && literal->kind == PIECE_NUMBER && comparison != COMPARE_LIKE) {
        strbuf_addf(&text, _("'%s' is a text; it never equals the number %s"), name->text, literal->text);
        fail(compare, literal, text.at);
        diags_hint(compare->diags, _("write '%s' in single quotes"), literal->text);
    }
}

/* Finding comparisons -------------------------------------------------------------------------------------- */

/* NAME [NOT] IN ( literal, … ): `i` is at IN. */
static void check_in(struct compare *compare, size_t i)
{
    const struct piece *left = operand(compare, is(compare, i - 1, PIECE_WORD, "not") ? i - 2 : i - 1, -1);
    if (!left || !is(compare, i + 1, PIECE_SIGN, "("))
        return;
    for (size_t k = i + 2; at(compare, k); k++) {
        bool ends = is(compare, k + 1, PIECE_SIGN, ",") || is(compare, k + 1, PIECE_SIGN, ")");
        bool begins = is(compare, k - 1, PIECE_SIGN, ",") || k == i + 2;
        if (is_operand(at(compare, k)) && begins && ends)
            check_pair(compare, left, at(compare, k), COMPARE_EQUAL);
        if (is(compare, k, PIECE_SIGN, "(") || is(compare, k, PIECE_SIGN, ")"))
            return; /* the end, or something computed */
    }
}

/* NAME [NOT] BETWEEN literal AND literal */
static void check_between(struct compare *compare, size_t i)
{
    const struct piece *left = operand(compare, is(compare, i - 1, PIECE_WORD, "not") ? i - 2 : i - 1, -1);
    check_pair(compare, left, operand(compare, i + 1, 1), COMPARE_ORDER);
    for (size_t k = i + 1; at(compare, k); k++) {
        if (is(compare, k, PIECE_WORD, "and")) {
            check_pair(compare, left, operand(compare, k + 1, 1), COMPARE_ORDER);
            return;
        }
    }
}

/* CASE NAME WHEN literal … END */
static void check_case(struct compare *compare, size_t i)
{
    const struct piece *name = at(compare, i + 1);
    if (!is_operand(name) || !is(compare, i + 2, PIECE_WORD, "when"))
        return;
    size_t depth = 1;
    for (size_t k = i + 2; at(compare, k) && depth; k++) {
        if (is(compare, k, PIECE_WORD, "case"))
            depth++;
        else if (is(compare, k, PIECE_WORD, "end"))
            depth--;
        else if (depth == 1 && is(compare, k, PIECE_WORD, "when") && is(compare, k + 2, PIECE_WORD, "then") && is_operand(at(compare, k + 1)))
            check_pair(compare, name, at(compare, k + 1), COMPARE_EQUAL);
    }
}

static void check_sign(struct compare *compare, size_t i)
{
    static const char *const equal[] = {"=", "==", "<>", "!="};
    static const char *const order[] = {"<", "<=", ">", ">="};
    const struct piece *sign = at(compare, i);
    for (size_t k = 0; k < COUNT_OF(equal); k++) {
        if (strcmp(sign->text, equal[k]) == 0)
            check_pair(compare, operand(compare, i - 1, -1), operand(compare, i + 1, 1), COMPARE_EQUAL);
        else if (strcmp(sign->text, order[k]) == 0)
            check_pair(compare, operand(compare, i - 1, -1), operand(compare, i + 1, 1), COMPARE_ORDER);
    }
}

static void check_word(struct compare *compare, size_t i)
{
    bool negated = is(compare, i - 1, PIECE_WORD, "not");
    if (is(compare, i, PIECE_WORD, "is"))
        check_pair(compare, operand(compare, i - 1, -1), operand(compare, is(compare, i + 1, PIECE_WORD, "not") ? i + 2 : i + 1, 1), COMPARE_EQUAL);
    else if (is(compare, i, PIECE_WORD, "like"))
        check_pair(compare, operand(compare, negated ? i - 2 : i - 1, -1), operand(compare, i + 1, 1), COMPARE_LIKE);
    else if (is(compare, i, PIECE_WORD, "in"))
        check_in(compare, i);
    else if (is(compare, i, PIECE_WORD, "between"))
        check_between(compare, i);
    else if (is(compare, i, PIECE_WORD, "case"))
        check_case(compare, i);
}

bool condition_compare(const struct condition *condition, struct diags *diags)
{
    struct compare compare = {.condition = condition, .diags = diags, .good = true};
    for (size_t i = 0; i < condition->pieces.count; i++) {
        if (condition->pieces.at[i].kind == PIECE_SIGN)
            check_sign(&compare, i);
        else if (condition->pieces.at[i].kind == PIECE_WORD)
            check_word(&compare, i);
    }
    return compare.good;
}
