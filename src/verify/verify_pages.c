/* SPDX-License-Identifier: GPL-3.0-or-later
 * Numbers in pages. A page says of each number that the data have too which one it is: <data value="scores/districts/district/zd/score">91.20</data>. Each is
 * read back and compared with its row. A score or place that is published must be shown by some page, so that taking the mark away does not hide a change.
 * What is drawn (charts) and what a template writes without a number of the data is protected by the hashes alone.
 */
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "verify_priv.h"

struct page_check {
    struct verify *v;
    const char *path;
    struct map seen; /* keys found in some page */
    struct map english, chinese; /* words of bands on English pages: one for one */
};

/* Entities that our pages use; tags inside go. */
static void plain_text(const char *at, const char *end, struct strbuf *out)
{
    static const struct {
        const char *name, *text;
    } entities[] = {{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&quot;", "\""}, {"&#39;", "'"}};
    while (at < end) {
        if (*at == '<') {
            while (at < end && *at != '>')
                at++;
            at += at < end;
            continue;
        }
        size_t e = 0;
        while (e < COUNT_OF(entities) && strncmp(at, entities[e].name, strlen(entities[e].name)) != 0)
            e++;
        if (e < COUNT_OF(entities)) {
            strbuf_adds(out, entities[e].text);
            at += strlen(entities[e].name);
        } else {
            strbuf_addc(out, *at++);
        }
    }
}

/* The one number in a text ("第3名", "94.5%"), and how many decimals it shows. False when there is none, or more than one. */
static bool number_in(const char *text, double *ret_value, int *ret_decimals)
{
    text += strcspn(text, "0123456789-");
    size_t len = strspn(text, "0123456789.-");
    if (!len || len > 40 || strpbrk(text + len, "0123456789"))
        return false;
    auto_free char *copy = xstrndup(text, len);
    char *end;
    *ret_value = strtod(copy, &end);
    const char *dot = strchr(copy, '.');
    *ret_decimals = dot ? (int)strlen(dot + 1) : 0;
    return !*end;
}

static bool is_dash(const char *text)
{
    return !*text || !strcmp(text, "—") || !strcmp(text, DATA_HIDDEN);
}

/* A page may show fewer decimals than the data, never other digits. */
static bool agrees(const char *shown, const char *published, bool *ret_words)
{
    double value, own;
    int decimals, own_decimals;
    *ret_words = false;
    if (!published || !strcmp(published, DATA_HIDDEN))
        return is_dash(shown);
    if (!strcmp(shown, published))
        return true;
    if (!number_in(published, &own, &own_decimals))
        return false; /* a band: words that must be the same */
    if (!number_in(shown, &value, &decimals)) {
        *ret_words = !is_dash(shown) && !strpbrk(shown, "0123456789");
        return false;
    }
    return num_round(own, decimals) == value;
}

/* English pages say bands in words of their own, which the data do not have: one word for one band throughout, and another for another. */
static bool same_in_english(struct page_check *p, const char *shown, const char *published)
{
    double value;
    int decimals;
    if (strncmp(p->path, "en/", 3) != 0 || !published || number_in(published, &value, &decimals) || is_dash(shown) || strpbrk(shown, "0123456789"))
        return false;
    const char *english = map_get(&p->english, published), *chinese = map_get(&p->chinese, shown);
    if (!english && !chinese) {
        map_put(&p->english, arena_strdup(p->v->arena, published), arena_strdup(p->v->arena, shown));
        map_put(&p->chinese, arena_strdup(p->v->arena, shown), arena_strdup(p->v->arena, published));
        return true;
    }
    return english && chinese && !strcmp(english, shown) && !strcmp(chinese, published);
}

static enum data_table_id table_of(const char *key, size_t *ret_len)
{
    for (size_t t = 0; t < DATA_TABLES; t++) {
        size_t len = strlen(data_forms[t].name);
        if (!strncmp(key, data_forms[t].name, len) && key[len] == '/') {
            *ret_len = len + 1;
            return (enum data_table_id)t;
        }
    }
    return DATA_TABLES;
}

static void check_mark(struct page_check *p, const char *key, const char *shown)
{
    struct verify *v = p->v;
    size_t skip = 0;
    enum data_table_id table = table_of(key, &skip);
    const char *slash = strrchr(key, '/');
    v->year->checked[VERIFY_PAGES]++;
    char *row_key = slash && slash > key + skip ? arena_strndup(v->arena, key + skip, (size_t)(slash - key) - skip) : NULL;
    size_t row = table < DATA_TABLES && row_key ? verify_find(v, table, row_key) : SIZE_MAX;
    if (row == SIZE_MAX) {
        if (!is_dash(shown))
            verify_differs(v, VERIFY_PAGES, p->path, key, NULL, shown, _("not in the data"));
        return;
    }
    bool words;
    const char *published = data_cell(verify_table(v, table), row, slash + 1);
    map_put(&p->seen, arena_strdup(v->arena, key), v);
    if (agrees(shown, published, &words) || same_in_english(p, shown, published))
        return;
    if (words)
        verify_left(v, N_("numbers that a page writes in words"), 1);
    else
        verify_differs(v, VERIFY_PAGES, p->path, row_key, slash + 1, shown, published);
}

static void check_page(struct page_check *p, const char *path)
{
    static const char begin[] = "<data value=\"", end[] = "</data>";
    auto_strbuf struct strbuf text, key, shown;
    strbuf_init(&text);
    strbuf_init(&key);
    strbuf_init(&shown);
    p->path = path;
    if (!file_read(arena_printf(p->v->arena, "%s/%s", p->v->folder, path), 64u << 20, &text))
        return; /* the hash told */
    for (const char *at = text.at; (at = strstr(at, begin));) {
        at += strlen(begin);
        const char *quote = strstr(at, "\">"), *close = quote ? strstr(quote, end) : NULL;
        if (!close) {
            verify_differs(p->v, VERIFY_PAGES, path, NULL, NULL, _("a mark without an end"), NULL);
            return;
        }
        strbuf_clear(&key);
        strbuf_clear(&shown);
        plain_text(at, quote, &key);
        plain_text(quote + 2, close, &shown);
        check_mark(p, key.at, shown.at);
        at = close;
    }
}

static void walk(struct page_check *p, const char *folder)
{
    struct arena *arena = p->v->arena;
    struct dirent **entries = NULL;
    int count = scandir(arena_printf(arena, "%s/%s", p->v->folder, folder), &entries, NULL, verify_by_bytes);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name, *path = arena_printf(arena, "%s%s%s", folder, *folder ? "/" : "", name);
        size_t len = strlen(name);
        struct stat state;
        bool hidden = *name == '.' || (!*folder && (!strcmp(name, "data") || !strcmp(name, "editions")));
        if (!hidden && lstat(arena_printf(arena, "%s/%s", p->v->folder, path), &state) == 0) {
            if (S_ISDIR(state.st_mode))
                walk(p, path);
            else if (len > 5 && !strcmp(name + len - 5, ".html"))
                check_page(p, arena_strdup(arena, path));
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static void check_shown(struct page_check *p)
{
    static const char *const columns[] = {"score", "place"};
    const struct data_table *scores = verify_table(p->v, DATA_SCORES);
    for (size_t r = 0; r < data_rows(scores); r++)
        for (size_t c = 0; c < COUNT_OF(columns); c++) {
            const char *key = data_key(p->v->arena, scores, r), *cell = data_cell(scores, r, columns[c]);
            if (cell && !map_get(&p->seen, arena_printf(p->v->arena, "scores/%s/%s", key, columns[c])))
                verify_differs(p->v, VERIFY_PAGES, NULL, key, columns[c], _("on no page"), cell);
        }
}

void verify_pages(struct verify *v)
{
    struct page_check p = {.v = v};
    map_init(&p.seen);
    map_init(&p.english);
    map_init(&p.chinese);
    walk(&p, "");
    check_shown(&p);
    map_release(&p.seen);
    map_release(&p.english);
    map_release(&p.chinese);
}
