/* SPDX-License-Identifier: GPL-3.0-or-later
 * Words of the site in English.
 *
 * Pages are made once, in Chinese, from templates and results; the English ones are the same documents with their words exchanged. So a figure
 * cannot differ between the two: no number is computed, rounded or typed a second time. What is exchanged stands in a file beside the templates,
 * one phrase a line, `Chinese = English`, and an evaluation adds its own in the same form:
 *
 *     名次 = Place
 *     公开版只列前{#}名 = the public edition lists the first {} only
 *     {}各{}得分 = {1}: scores by {2}
 *
 * {} stands for any text, which is exchanged in turn, {#} for a number; in the English they stand in order or are called by number. A text is tried
 * whole, then sentence by sentence, then clause by clause; the first phrase of the file that fits is taken. What fits nothing stays Chinese, and
 * the page marks it as such for those who hear it read.
 *
 * The alternative was a second set of words in everything that makes a document; then each new sentence of a table could be forgotten
 * in one language, and a difference in figures would be possible. Here a test finds each phrase that is missing.
 */
#include "ceping/base_text.h"
#include "site_priv.h"

#define MAX_PARTS 12
#define MAX_DEPTH 12

struct part {
    char kind; /* 0 text, '*' any text, '#' a number */
    int which; /* in the English: which of the Chinese ones, from 0 */
    const char *at;
    size_t len;
};

struct phrase {
    struct part from[MAX_PARTS], to[MAX_PARTS];
    size_t from_count, to_count;
    bool shape; /* nothing but signs between its places: tried last */
};

struct words {
    struct arena *arena;
    struct map exact; /* whole texts → English */
    struct map said;  /* what has been asked before → answer */
    LIST_OF(struct phrase) phrases;
    LIST_OF(const char *) names; /* keys of `exact`: also exchanged within English text */
};

struct words *words_new(struct arena *arena)
{
    struct words *words = ARENA_NEW(arena, struct words);
    words->arena = arena;
    map_init(&words->exact);
    map_init(&words->said);
    return words;
}

void words_free(struct words *words)
{
    if (!words)
        return;
    map_release(&words->exact);
    map_release(&words->said);
}

/* Looking at text -------------------------------------------------------------------------------------------- */

static bool is_han(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3007;
}

/* Also 。 、 （ and other signs of Chinese print. */
static bool is_chinese(uint32_t c)
{
    return is_han(c) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFFEF);
}

static bool is_letter(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool any(const char *text, bool (*is)(uint32_t))
{
    for (const char *end = text + strlen(text); text < end;)
        if (is(utf8_next(&text, end)))
            return true;
    return false;
}

static bool is_number(const char *at, size_t len)
{
    if (len && strchr("+-", *at))
        at++, len--;
    bool digit = false;
    for (size_t i = 0; i < len; i++) {
        if (at[i] >= '0' && at[i] <= '9')
            digit = true;
        else if (at[i] != '.' && at[i] != ',' && !(at[i] == '%' && i + 1 == len))
            return false;
    }
    return digit;
}

void words_name(struct words *words, const char *chinese, const char *english)
{
    if (!chinese || !english || !*chinese || map_put(&words->exact, chinese, (void *)english) != english)
        return;
    *LIST_ADD(words->arena, &words->names) = chinese;
}

/* Reading --------------------------------------------------------------------------------------------------- */

/* "{}", "{#}", "{2}"; anything else is text. Returns how many bytes it takes, 0 for text. */
static size_t read_place(const char *at, struct part *ret)
{
    if (!strncmp(at, "{}", 2)) {
        *ret = (struct part){'*', -1, NULL, 0};
        return 2;
    }
    if (!strncmp(at, "{#}", 3)) {
        *ret = (struct part){'#', -1, NULL, 0};
        return 3;
    }
    if (at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}') {
        *ret = (struct part){'*', at[1] - '1', NULL, 0};
        return 3;
    }
    return 0;
}

/* How many parts, 0 when there are too many. */
static size_t cut(const char *text, struct part *parts)
{
    size_t count = 0;
    int next = 0;
    while (*text) {
        if (count == MAX_PARTS)
            return 0;
        struct part *part = &parts[count++];
        size_t place = read_place(text, part);
        if (place) {
            if (part->which < 0)
                part->which = next++;
            text += place;
            continue;
        }
        struct part ignored;
        *part = (struct part){0, 0, text, 0};
        while (*text && !read_place(text, &ignored))
            text++, part->len++;
    }
    return count;
}

static bool places_known(const struct phrase *phrase)
{
    int known = 0;
    for (size_t i = 0; i < phrase->from_count; i++)
        known += phrase->from[i].kind != 0;
    for (size_t i = 0; i < phrase->to_count; i++)
        if (phrase->to[i].kind && phrase->to[i].which >= known)
            return false;
    return true;
}

static bool add_phrase(struct words *words, const char *from, const char *to)
{
    if (!strchr(from, '{')) {
        words_name(words, from, to);
        return true;
    }
    struct phrase phrase = {0};
    phrase.from_count = cut(from, phrase.from);
    phrase.to_count = cut(to, phrase.to);
    if (!phrase.from_count || (!phrase.to_count && *to) || !places_known(&phrase))
        return false;
    phrase.shape = true;
    for (size_t i = 0; i < phrase.from_count; i++)
        phrase.shape = phrase.shape && (phrase.from[i].kind || !any(arena_strndup(words->arena, phrase.from[i].at, phrase.from[i].len), is_han));
    *LIST_ADD(words->arena, &words->phrases) = phrase;
    return true;
}

bool words_read(struct words *words, const char *text, const char *file, struct diags *diags)
{
    bool good = true;
    int number = 0;
    for (const char *line = text; *line; ) {
        size_t len = strcspn(line, "\n");
        number++;
        char *from = text_trim_copy(words->arena, line, len);
        line += len + (line[len] == '\n');
        if (!*from || *from == '#')
            continue;
        char *equals = strstr(from, " = ");
        if (equals) {
            *equals = '\0';
            from = text_trim_copy(words->arena, from, strlen(from));
        }
        if (equals && add_phrase(words, from, text_trim_copy(words->arena, equals + 3, strlen(equals + 3))))
            continue;
        diags_error(diags, (struct pos){.file = arena_strdup(words->arena, file), .line = number, .col = 1}, _("'%s' is no phrase"), from);
        diags_hint(diags, _("'Chinese = English', with {} for any text and {#} for a number, at most %d parts"), MAX_PARTS);
        good = false;
    }
    return good;
}

/* Phrases ----------------------------------------------------------------------------------------------------- */

struct capture {
    const char *at;
    size_t len;
};

/* The shortest text that lets the rest fit is taken for a place, so that the first mark after it ends it. Only the last place may hold more than
 * one sentence. */
static bool fits(const struct part *parts, size_t count, const char *text, struct capture *captures)
{
    if (!count)
        return *text == '\0';
    if (!parts->kind)
        return !strncmp(text, parts->at, parts->len) && fits(parts + 1, count - 1, text + parts->len, captures);
    for (size_t len = 1; text[len - 1]; len++) {
        if (((unsigned char)text[len] & 0xC0) == 0x80)
            continue; /* within a character */
        if (count > 1 && len >= strlen("。") && !strncmp(text + len - strlen("。"), "。", strlen("。")))
            return false;
        *captures = (struct capture){text, len};
        if (parts->kind == '#' && !is_number(text, len))
            continue;
        if (fits(parts + 1, count - 1, text + len, captures + 1))
            return true;
    }
    return false;
}

static const char *say(struct words *words, const char *text, int depth);

static const char *fill(struct words *words, const struct phrase *phrase, const struct capture *captures, int depth)
{
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    for (size_t i = 0; i < phrase->to_count; i++) {
        const struct part *part = &phrase->to[i];
        if (!part->kind)
            strbuf_add(&out, part->at, part->len);
        else
            strbuf_adds(&out, say(words, arena_strndup(words->arena, captures[part->which].at, captures[part->which].len), depth + 1));
    }
    return arena_strdup(words->arena, out.at);
}

static const char *by_phrase(struct words *words, const char *text, bool shape, int depth)
{
    struct capture captures[MAX_PARTS];
    for (size_t i = 0; i < words->phrases.count; i++)
        if (words->phrases.at[i].shape == shape && fits(words->phrases.at[i].from, words->phrases.at[i].from_count, text, captures))
            return fill(words, &words->phrases.at[i], captures, depth);
    return NULL;
}

/* Sentences and clauses ------------------------------------------------------------------------------------------ */

static void capital(struct strbuf *out, size_t at)
{
    if (at < out->len && out->at[at] >= 'a' && out->at[at] <= 'z')
        out->at[at] = (char)(out->at[at] - 32);
}

/* Cut at each `mark` and said piece by piece. With `whole`, only where every piece is known; else NULL. */
static const char *by_pieces(struct words *words, const char *text, const char *mark, const char *joint, bool whole, int depth)
{
    const char *found = strstr(text, mark);
    if (!found)
        return NULL;
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    bool sentences = *joint == '.';
    for (const char *at = text; *at;) {
        const char *end = strstr(at, mark);
        size_t len = end ? (size_t)(end - at) : strlen(at);
        size_t start = out.len;
        const char *piece = len ? say(words, arena_strndup(words->arena, at, len), depth + 1) : "";
        if (whole && any(piece, is_han))
            return NULL;
        strbuf_adds(&out, piece);
        if (sentences)
            capital(&out, start);
        at += len;
        if (end) {
            at += strlen(mark);
            strbuf_adds(&out, *at || !sentences ? joint : ".");
        }
    }
    return arena_strdup(words->arena, out.at);
}

/* How far the Chinese text goes that begins at `text`: to its last Chinese character before a letter or a blank. */
static size_t chinese_length(const char *text)
{
    const char *end = text + strlen(text), *last = text;
    for (const char *at = text; at < end;) {
        uint32_t c = utf8_next(&at, end);
        if (is_chinese(c))
            last = at;
        else if (c == ' ' || is_letter(c))
            break;
    }
    return (size_t)(last - text);
}

/* The longest known text at `text` that no Chinese character follows; NULL when none. */
static const char *longest_name(struct words *words, const char *text)
{
    const char *best = NULL, *end = text + strlen(text);
    for (size_t i = 0; i < words->names.count; i++) {
        const char *name = words->names.at[i];
        size_t len = strlen(name);
        if (strncmp(text, name, len) != 0 || (best && len <= strlen(best)))
            continue;
        const char *after = text + len;
        if (after == end || !is_han(utf8_next(&after, end)))
            best = name;
    }
    return best;
}

/* Names and phrases within English text. A name counts only where no Chinese character touches it. */
static const char *by_names(struct words *words, const char *text, int depth)
{
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    size_t whole = strlen(text);
    uint32_t before = 0;
    for (const char *end = text + whole; text < end;) {
        const char *at = text;
        uint32_t c = utf8_next(&at, end);
        size_t len = is_han(c) && !is_han(before) ? chinese_length(text) : 0;
        const char *english = len && len < whole ? say(words, arena_strndup(words->arena, text, len), depth + 1) : NULL;
        if (english && any(english, is_han))
            english = NULL;
        if (!english) {
            const char *name = is_han(before) ? NULL : longest_name(words, text);
            english = name ? map_get(&words->exact, name) : NULL;
            len = name ? strlen(name) : (size_t)(at - text);
        }
        if (english)
            strbuf_adds(&out, english);
        else
            strbuf_add(&out, text, len);
        before = english ? 'a' : c;
        text += len;
    }
    return arena_strdup(words->arena, out.at);
}

/* Signs alone: （%） and the like. */
static const char *by_signs(struct words *words, const char *text)
{
    static const char *const signs[][2] = {{"（", " ("}, {"）", ")"}, {"，", ", "}, {"、", ", "}, {"；", "; "}, {"：", ": "}, {"。", ". "},
                                           {"％", "%"},  {"＝", " = "}, {"÷", " ÷ "}, {"－", " − "}, {"／", "/"},  {"　", " "}};
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    while (*text) {
        size_t i = 0;
        while (i < COUNT_OF(signs) && strncmp(text, signs[i][0], strlen(signs[i][0])) != 0)
            i++;
        if (i < COUNT_OF(signs)) {
            strbuf_adds(&out, out.len ? signs[i][1] : signs[i][1] + strspn(signs[i][1], " "));
            text += strlen(signs[i][0]);
        } else {
            strbuf_addc(&out, *text++);
        }
    }
    while (out.len && out.at[out.len - 1] == ' ')
        strbuf_truncate(&out, out.len - 1);
    return arena_strdup(words->arena, out.at);
}

static const char *find(struct words *words, const char *text, int depth)
{
    static const struct {
        const char *mark, *joint;
        bool whole;
    } joints[] = {{"。", ". ", false}, {"；", "; ", false}, {"，", ", ", true}, {"、", ", ", true}, {"／", "/", true}};
    const char *english = map_get(&words->exact, text);
    if (!english)
        english = by_phrase(words, text, false, depth);
    for (size_t i = 0; i < COUNT_OF(joints) && !english; i++)
        english = by_pieces(words, text, joints[i].mark, joints[i].joint, joints[i].whole, depth);
    if (!english)
        english = by_phrase(words, text, true, depth);
    if (english)
        return english;
    if (!any(text, is_han))
        return by_signs(words, text);
    return any(text, is_letter) || strstr(text, ": ") ? by_names(words, text, depth) : text; /* a Chinese text may quote a name */
}

static const char *say(struct words *words, const char *text, int depth)
{
    if (!any(text, is_chinese) || depth > MAX_DEPTH)
        return text;
    const char *known = map_get(&words->said, text);
    if (known)
        return known;
    const char *key = arena_strdup(words->arena, text);
    return map_put(&words->said, key, (void *)find(words, key, depth));
}

const char *words_say(struct words *words, const char *chinese)
{
    return words && chinese ? say(words, chinese, 0) : chinese;
}
