/* SPDX-License-Identifier: GPL-3.0-or-later
 * Geometry of charts: nothing outside the picture, no text on text, lengths as values, every value printed. Each kind meets each set of nasty
 * data.
 */
#include "check.h"

#include "../../../src/render/chart_priv.h"
#include "ceping/doc.h"

/* Data -------------------------------------------------------------------------------------------------- */

static const char *const districts[] = {"张店区", "淄川区", "博山区", "周村区", "临淄区", "桓台县", "高青县", "沂源县", "高新区", "文昌湖省级旅游度假区"};
static const char *const long_name = "关于深入推进生态环境损害赔偿制度改革试点与自然资源资产离任审计协同联动机制的实施办法";

struct data_set {
    const char *name;
    size_t categories, series;
    double (*value)(size_t series, size_t category);
    const char *label; /* NULL: districts, then numbered */
    int highlight;
    bool intervals;
};

static double usual(size_t s, size_t c)
{
    return 98 - (double)((c * 7 + s * 5) % 13) - 0.37 * (double)c;
}

static double all_equal(size_t s, size_t c)
{
    (void)s, (void)c;
    return 90;
}

static double all_zero(size_t s, size_t c)
{
    (void)s, (void)c;
    return 0;
}

static double mixed_signs(size_t s, size_t c)
{
    return ((double)((c * 5 + s * 3) % 9) - 4) * 1.3;
}

static double all_negative(size_t s, size_t c)
{
    return -1 - (double)((c + s) % 7);
}

static double nothing(size_t s, size_t c)
{
    (void)s, (void)c;
    return NAN;
}

static double gaps(size_t s, size_t c)
{
    return (s + c) % 3 == 0 ? NAN : (s + c) % 7 == 6 ? INFINITY : 60 + (double)(c * 11 % 40);
}

static double enormous(size_t s, size_t c)
{
    return c == 0 ? 1e300 : c == 1 ? 123456789 : 1000 * (double)(c + s);
}

static double tiny(size_t s, size_t c)
{
    return 1e-7 * (double)(c + s + 1);
}

static double offset(size_t s, size_t c)
{
    return 1e9 + 0.001 * (double)(c + s);
}

static const struct data_set data_sets[] = {
    {"usual", 10, 2, usual, NULL, 3, true},      {"one category", 1, 1, usual, NULL, 0, true},  {"two and five", 2, 5, usual, NULL, -1, false},
    {"thirty", 30, 2, usual, NULL, 29, true},    {"wide", 12, 30, usual, NULL, 1, false},       {"thirty by thirty", 30, 30, usual, NULL, 2, false},
    {"all equal", 8, 3, all_equal, NULL, 1, true}, {"all zero", 5, 2, all_zero, NULL, -1, false}, {"mixed signs", 9, 2, mixed_signs, NULL, 4, true},
    {"negative", 6, 2, all_negative, NULL, 0, false}, {"missing all", 9, 3, nothing, NULL, 0, true}, {"gaps", 12, 4, gaps, NULL, 5, true},
    {"enormous", 5, 2, enormous, NULL, -1, true}, {"tiny", 5, 2, tiny, NULL, 0, false},         {"large offset", 6, 2, offset, NULL, 1, false},
    {"long names", 12, 5, usual, "long", 4, true}, {"script", 6, 3, usual, "<script>alert(\"一\")</script>", 1, true},
    {"unbreakable", 6, 3, usual, "Pneumonoultramicroscopicsilicovolcanoconiosis2025", 1, true}, {"no names", 6, 3, usual, "", 1, true},
    {"empty", 0, 0, usual, NULL, -1, false},     {"no series", 5, 0, usual, NULL, 9, false},
};

static const char *label_of(struct doc *doc, const struct data_set *set, size_t i)
{
    if (set->label && strcmp(set->label, "long") == 0)
        return doc_text(doc, long_name);
    if (set->label)
        return set->label;
    if (i < COUNT_OF(districts))
        return districts[i];
    return arena_printf(doc->arena, "第%zu号改革项目", i + 1);
}

static struct doc_chart *make_chart(struct doc *doc, enum chart_kind kind, const struct data_set *set)
{
    struct doc_chart *chart = doc_new_chart(doc, kind);
    chart->axis_min = chart->axis_max = chart->reference = NAN;
    chart->highlight = set->highlight;
    chart->decimals = 2;
    chart->unit = "分";
    for (size_t c = 0; c < set->categories; c++)
        doc_add_category(doc, chart, label_of(doc, set, c));
    for (size_t s = 0; s < set->series; s++) {
        double *values = ARENA_ARRAY(doc->arena, double, set->categories + 1), *low = ARENA_ARRAY(doc->arena, double, set->categories + 1),
               *high = ARENA_ARRAY(doc->arena, double, set->categories + 1);
        for (size_t c = 0; c < set->categories; c++) {
            values[c] = set->value(s, c);
            low[c] = values[c] - 1.5;
            high[c] = values[c] + 0.8;
        }
        struct chart_series *series = doc_add_series(doc, chart, label_of(doc, set, s), values);
        series->lower = set->intervals ? low : NULL;
        series->upper = set->intervals ? high : NULL;
    }
    return chart;
}

/* Checks ------------------------------------------------------------------------------------------------ */

static struct box item_box(const struct scene_item *item)
{
    struct box box = {item->x, item->y, item->x, item->y};
    switch (item->kind) {
    case SCENE_LINE:
        return (struct box){fmin(item->x, item->x2), fmin(item->y, item->y2), fmax(item->x, item->x2), fmax(item->y, item->y2)};
    case SCENE_RECT: return (struct box){item->x, item->y, item->x + item->width, item->y + item->height};
    case SCENE_CIRCLE: return (struct box){item->x - item->radius, item->y - item->radius, item->x + item->radius, item->y + item->radius};
    case SCENE_TEXT: scene_text_box(&scene_default_metrics, item, &box.left, &box.top, &box.right, &box.bottom); return box;
    default:
        box = (struct box){INFINITY, INFINITY, -INFINITY, -INFINITY};
        for (size_t i = 0; i < item->point_count; i++) {
            box.left = fmin(box.left, item->points[i].x);
            box.right = fmax(box.right, item->points[i].x);
            box.top = fmin(box.top, item->points[i].y);
            box.bottom = fmax(box.bottom, item->points[i].y);
        }
        return box;
    }
}

/* Both tell every problem and return how many there are. */
static size_t outside(const struct scene *scene, const char *what)
{
    size_t problems = 0;
    for (size_t i = 0; i < scene->items.count; i++) {
        const struct scene_item *item = &scene->items.at[i];
        struct box box = item_box(item);
        /* NaN is not inside either. A little of a stroke or plate may lie on the edge, nothing of a text. */
        bool inside = box.left >= -1.6 && box.top >= -1.6 && box.right <= scene->width + 1.6 && box.bottom <= scene->height + 1.6;
        bool whole = item->kind != SCENE_TEXT || (box.left >= -0.1 && box.right <= scene->width + 0.1 && item->size >= 7.5);
        if (!inside || !whole) {
            problems++;
            print_error("%s: item %zu kind %d '%s' at %.1f %.1f – %.1f %.1f outside %.0f × %.0f\n", what, i, item->kind,
                        item->text ? item->text : "", box.left, box.top, box.right, box.bottom, scene->width, scene->height);
        }
    }
    return problems;
}

static size_t overlaps(const struct scene *scene, const char *what)
{
    size_t problems = 0;
    for (size_t i = 0; i < scene->items.count; i++)
        for (size_t j = i + 1; j < scene->items.count; j++) {
            const struct scene_item *one = &scene->items.at[i], *other = &scene->items.at[j];
            if (one->kind != SCENE_TEXT || other->kind != SCENE_TEXT)
                continue;
            struct box a = item_box(one), b = item_box(other);
            if (a.left + 0.3 < b.right && b.left + 0.3 < a.right && a.top + 0.3 < b.bottom && b.top + 0.3 < a.bottom) {
                problems++;
                print_error("%s: '%s' at %.1f %.1f overlaps '%s' at %.1f %.1f\n", what, one->text, a.left, a.top, other->text, b.left, b.top);
            }
        }
    return problems;
}

static bool has_text(const struct scene *scene, const char *text)
{
    for (size_t i = 0; i < scene->items.count; i++)
        if (scene->items.at[i].kind == SCENE_TEXT && strstr(scene->items.at[i].text, text))
            return true;
    return false;
}

/* The lines of a label put together again are the name. */
static void check_named(const struct scene *scene, const struct doc_chart *chart, size_t category)
{
    auto_strbuf struct strbuf name;
    strbuf_init(&name);
    for (size_t i = 0; i < scene->items.count; i++) {
        const struct scene_item *item = &scene->items.at[i];
        if (item->kind == SCENE_TEXT && item->part == SCENE_LABEL && item->category == (int)category)
            strbuf_adds(&name, item->text);
    }
    assert_string_equal(name.at, chart->categories.at[category]);
}

static const struct scene_item *data_item(const struct scene *scene, enum scene_kind kind, int category, int series)
{
    for (size_t i = 0; i < scene->items.count; i++) {
        const struct scene_item *item = &scene->items.at[i];
        if (item->part == SCENE_DATA && item->kind == kind && item->category == category && (series < 0 || item->series == series))
            return item;
    }
    return NULL;
}

/* Tests ------------------------------------------------------------------------------------------------- */

static void every_kind_holds_every_data(void **state)
{
    (void)state;
    static const double widths[] = {442, 300, 100};
    size_t problems = 0;
    for (int kind = 0; kind < CHART_KINDS; kind++)
        for (size_t d = 0; d < COUNT_OF(data_sets); d++)
            for (int variant = 0; variant < 4; variant++) {
                struct doc *doc = doc_new("zh-CN");
                struct doc_chart *chart = make_chart(doc, (enum chart_kind)kind, &data_sets[d]);
                chart->lower_is_better = variant == 1;
                if (variant == 1) {
                    chart->reference = 91.5;
                    chart->reference_label = "全市平均";
                }
                if (variant == 2) {
                    chart->unit = "%";
                    chart->axis_min = 80;
                    chart->axis_max = 100;
                }
                const struct scene *scene = chart_scene(chart, widths[variant % 3], NULL, doc->arena);
                auto_strbuf struct strbuf what;
                strbuf_init(&what);
                strbuf_addf(&what, "%s, %s, variant %d", chart_kind_names[kind], data_sets[d].name, variant);
                assert_true(scene->items.count > 0);
                assert_true(scene->height > 0 && isfinite(scene->height));
                problems += outside(scene, what.at) + overlaps(scene, what.at);
                doc_free(doc);
            }
    assert_int_equal(problems, 0);
}

/* Any number of units, series and digits, names of any length with and without Latin, gaps, whiskers: 150 charts of each kind from a fixed seed. */
static uint32_t random_below(uint32_t *seed, uint32_t bound)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % bound;
}

static const char *random_name(struct doc *doc, uint32_t *seed)
{
    static const char *const words[] = {"改革", "经验", "推广", "工作", "机制", "（试行）", "“爱工惠”", "综合行政执法", "App", "2017年", "DV", "一次办好", "、", "公共服务", "e-Government", "的"};
    auto_strbuf struct strbuf name;
    strbuf_init(&name);
    for (size_t i = 0, count = 1 + random_below(seed, 9); i < count; i++)
        strbuf_adds(&name, words[random_below(seed, COUNT_OF(words))]);
    return doc_text(doc, name.at);
}

static struct doc_chart *random_chart(struct doc *doc, enum chart_kind kind, uint32_t *seed)
{
    struct doc_chart *chart = doc_new_chart(doc, kind);
    size_t categories = 1 + random_below(seed, 40), series = kind == CHART_BOX ? 5 : 1 + random_below(seed, 7);
    for (size_t c = 0; c < categories; c++)
        doc_add_category(doc, chart, random_name(doc, seed));
    double base = (double)random_below(seed, 3) * 50 - 20, spread = 0.01 + (double)random_below(seed, 3000) / 20;
    bool gaps = random_below(seed, 3) == 0, whiskers = random_below(seed, 2) == 0;
    for (size_t s = 0; s < series; s++) {
        double *values = ARENA_ARRAY(doc->arena, double, categories), *low = ARENA_ARRAY(doc->arena, double, categories), *high = ARENA_ARRAY(doc->arena, double, categories);
        for (size_t c = 0; c < categories; c++) {
            values[c] = gaps && random_below(seed, 6) == 0 ? (double)NAN : base + spread * (double)random_below(seed, 1000) / 1000;
            low[c] = values[c] - spread * 0.2;
            high[c] = values[c] + spread * 0.1;
        }
        struct chart_series *added = doc_add_series(doc, chart, random_name(doc, seed), values);
        added->lower = whiskers ? low : NULL;
        added->upper = whiskers ? high : NULL;
    }
    static const char *const units[] = {"分", "%", "名", NULL};
    chart->unit = units[random_below(seed, COUNT_OF(units))];
    chart->decimals = (int)random_below(seed, 4);
    chart->highlight = (int)random_below(seed, (uint32_t)categories + 1) - 1;
    chart->lower_is_better = random_below(seed, 2) == 0;
    if (random_below(seed, 2) == 0) {
        chart->reference = base + spread / 2;
        chart->reference_label = "平均";
    }
    return chart;
}

static void random_charts_have_no_label_on_another(void **state)
{
    (void)state;
    size_t problems = 0;
    uint32_t seed = 5;
    for (int kind = 0; kind < CHART_KINDS; kind++)
        for (int run = 0; run < 150 && problems < 10; run++) {
            struct doc *doc = doc_new("zh-CN");
            const struct doc_chart *chart = random_chart(doc, (enum chart_kind)kind, &seed);
            const struct scene *scene = chart_scene(chart, 442, NULL, doc->arena);
            auto_strbuf struct strbuf what;
            strbuf_init(&what);
            strbuf_addf(&what, "%s %d (%zu × %zu)", chart_kind_names[kind], run, chart->categories.count, chart->series.count);
            problems += outside(scene, what.at) + overlaps(scene, what.at);
            doc_free(doc);
        }
    assert_int_equal(problems, 0);
}

static void without_data_it_says_so(void **state)
{
    (void)state;
    for (int kind = 0; kind < CHART_KINDS; kind++)
        for (size_t d = 0; d < COUNT_OF(data_sets); d++) {
            bool empty = data_sets[d].value == nothing || data_sets[d].categories == 0 || data_sets[d].series == 0;
            struct doc *doc = doc_new("zh-CN");
            const struct scene *scene = chart_scene(make_chart(doc, (enum chart_kind)kind, &data_sets[d]), 442, NULL, doc->arena);
            if (empty)
                assert_true(has_text(scene, "无数据"));
            doc_free(doc);
        }
}

static void every_value_is_printed(void **state)
{
    (void)state;
    static const enum chart_kind kinds[] = {CHART_BARS, CHART_PROFILE, CHART_HEAT, CHART_FOREST, CHART_HISTOGRAM, CHART_FUNNEL, CHART_BOX,
                                            CHART_RADAR};
    for (size_t k = 0; k < COUNT_OF(kinds); k++)
        for (size_t d = 0; d < 2; d++) {
            struct doc *doc = doc_new("zh-CN");
            struct doc_chart *chart = make_chart(doc, kinds[k], &data_sets[d]);
            const struct scene *scene = chart_scene(chart, 442, NULL, doc->arena);
            struct plot plot = {.chart = chart, .arena = doc->arena};
            bool first_only = kinds[k] == CHART_BARS || kinds[k] == CHART_FOREST || kinds[k] == CHART_HISTOGRAM || kinds[k] == CHART_FUNNEL;
            for (size_t s = 0; s < (first_only ? 1 : chart->series.count); s++)
                for (size_t c = 0; c < chart->categories.count; c++)
                    if (!has_text(scene, plot_number(&plot, chart_value(chart, s, c))))
                        fail_msg("%s, %s: %s is not printed", chart_kind_names[kinds[k]], data_sets[d].name,
                                 plot_number(&plot, chart_value(chart, s, c)));
            for (size_t c = 0; c < chart->categories.count; c++)
                check_named(scene, chart, c);
            doc_free(doc);
        }
}

static void bars_are_as_long_as_their_values(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_chart *chart = make_chart(doc, CHART_BARS, &data_sets[0]);
    chart->reference = 92;
    const struct scene *scene = chart_scene(chart, 442, NULL, doc->arena);
    double scale = data_item(scene, SCENE_RECT, 0, 0)->width / usual(0, 0);
    for (int c = 0; c < 10; c++) {
        const struct scene_item *bar = data_item(scene, SCENE_RECT, c, 0);
        assert_non_null(bar);
        check_close(bar->width / scale, usual(0, (size_t)c), 1e-9);
        check_close(bar->x, data_item(scene, SCENE_RECT, 0, 0)->x, 1e-9);
    }
    /* The one that the report is about is darker. */
    assert_true(chart_lightness(data_item(scene, SCENE_RECT, 3, 0)->fill) + 25 < chart_lightness(data_item(scene, SCENE_RECT, 4, 0)->fill));
    assert_false(has_text(scene, "不从 0 开始"));
    doc_free(doc);
}

static void the_mean_strikes_no_number_through(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_chart *chart = make_chart(doc, CHART_BARS, &data_sets[0]);
    for (int step = 0; step < 40; step++) {
        chart->reference = 80 + step / 2.0;
        const struct scene *scene = chart_scene(chart, 442, NULL, doc->arena);
        const struct scene_item *line = NULL;
        for (size_t i = 0; i < scene->items.count; i++)
            if (scene->items.at[i].kind == SCENE_LINE && scene->items.at[i].part == SCENE_KEY)
                line = &scene->items.at[i];
        assert_non_null(line);
        for (size_t i = 0; i < scene->items.count; i++) {
            double left, top, right, bottom;
            if (scene->items.at[i].kind != SCENE_TEXT || scene->items.at[i].part != SCENE_VALUE)
                continue;
            scene_text_box(&scene_default_metrics, &scene->items.at[i], &left, &top, &right, &bottom);
            assert_true(line->x < left - 2 || line->x > right + 2);
            assert_true(right <= scene->width);
        }
    }
    doc_free(doc);
}

static void negative_bars_leave_zero_to_the_left(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_chart *chart = doc_new_chart(doc, CHART_BARS);
    chart->axis_min = chart->axis_max = chart->reference = NAN;
    chart->highlight = -1;
    doc_add_category(doc, chart, "升");
    doc_add_category(doc, chart, "降");
    doc_add_series(doc, chart, "变化", (const double[]){3, -1.5});
    const struct scene *scene = chart_scene(chart, 442, NULL, doc->arena);
    const struct scene_item *up = data_item(scene, SCENE_RECT, 0, 0), *down = data_item(scene, SCENE_RECT, 1, 0);
    check_close(down->x + down->width, up->x, 1e-9);
    check_close(up->width, 2 * down->width, 1e-9);
    doc_free(doc);
}

static void a_cut_axis_has_no_bars_and_says_so(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_chart *chart = make_chart(doc, CHART_BARS, &data_sets[0]);
    chart->axis_min = 80;
    const struct scene *scene = chart_scene(chart, 442, NULL, doc->arena);
    assert_null(data_item(scene, SCENE_RECT, 0, 0));
    assert_non_null(data_item(scene, SCENE_CIRCLE, 0, 0));
    assert_true(has_text(scene, "横轴自 80，不从 0 开始"));
    chart->language = "en";
    scene = chart_scene(chart, 442, NULL, doc->arena);
    assert_true(has_text(scene, "horizontal axis begins at 80, not at 0"));
    assert_false(has_text(scene, "横轴"));
    chart->language = NULL;
    /* Places begin at 1 by nature. */
    chart->lower_is_better = true;
    assert_false(has_text(chart_scene(chart, 442, NULL, doc->arena), "不从 0 开始"));
    chart->lower_is_better = false;
    /* Data below the wished end are shown, not hidden. */
    chart->axis_min = 95;
    scene = chart_scene(chart, 442, NULL, doc->arena);
    assert_int_equal(outside(scene, "axis_min above the data"), 0);
    assert_false(has_text(scene, "横轴自 95"));
    doc_free(doc);
}

static void missing_is_a_dash_and_no_bar(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_chart *chart = doc_new_chart(doc, CHART_BARS);
    chart->axis_min = chart->axis_max = chart->reference = NAN;
    chart->highlight = -1;
    doc_add_category(doc, chart, "有");
    doc_add_category(doc, chart, "无");
    doc_add_series(doc, chart, "得分", (const double[]){0, NAN});
    const struct scene *scene = chart_scene(chart, 442, NULL, doc->arena);
    assert_non_null(data_item(scene, SCENE_RECT, 0, 0));
    assert_null(data_item(scene, SCENE_RECT, 1, 0));
    assert_true(has_text(scene, "—"));
    doc_free(doc);
}

static void stacks_fill_the_width_by_share(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_chart *chart = doc_new_chart(doc, CHART_STACKED);
    chart->highlight = -1;
    chart->decimals = 1;
    chart->axis_min = chart->axis_max = chart->reference = NAN;
    doc_add_category(doc, chart, "甲");
    doc_add_category(doc, chart, "乙");
    doc_add_category(doc, chart, "空");
    doc_add_series(doc, chart, "满意", (const double[]){30, 1, 0});
    doc_add_series(doc, chart, "一般", (const double[]){60, 1, NAN});
    doc_add_series(doc, chart, "不满意", (const double[]){10, NAN, 0});
    const struct scene *scene = chart_scene(chart, 442, NULL, doc->arena);
    double whole = 0;
    for (int s = 0; s < 3; s++)
        whole += data_item(scene, SCENE_RECT, 0, s)->width;
    check_close(data_item(scene, SCENE_RECT, 0, 0)->width / whole, 0.3, 1e-9);
    check_close(data_item(scene, SCENE_RECT, 0, 1)->width / whole, 0.6, 1e-9);
    check_close(data_item(scene, SCENE_RECT, 1, 0)->width / whole, 0.5, 1e-9);
    check_close(data_item(scene, SCENE_RECT, 1, 1)->width / whole, 0.5, 1e-9);
    assert_null(data_item(scene, SCENE_RECT, 1, 2));
    assert_null(data_item(scene, SCENE_RECT, 2, 0));
    static const char *const texts[] = {"30.0%", "60.0%", "10.0%", "50.0%", "n=100", "n=2", "—", "满意", "一般", "不满意"};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_true(has_text(scene, texts[i]));
    doc_free(doc);
}

/* The middle answer is centred on zero; what lies right of it is to scale; who does not know stands apart and is in no bar. */
static void diverging_bars_turn_about_the_middle(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_chart *chart = doc_new_chart(doc, CHART_DIVERGING);
    chart->decimals = 1;
    chart->centre = 2.5;
    chart->apart = 1;
    doc_add_category(doc, chart, "甲");
    doc_add_category(doc, chart, "乙");
    doc_add_category(doc, chart, "空");
    doc_add_series(doc, chart, "非常满意", (const double[]){50, 1, NAN});
    doc_add_series(doc, chart, "满意", (const double[]){20, 1, NAN});
    doc_add_series(doc, chart, "一般", (const double[]){20, 4, NAN});
    doc_add_series(doc, chart, "不满意", (const double[]){8, 1, NAN});
    doc_add_series(doc, chart, "非常不满意", (const double[]){2, 1, NAN});
    doc_add_series(doc, chart, "不了解", (const double[]){25, 0, NAN});
    const struct scene *scene = chart_scene(chart, 442, NULL, doc->arena);
    const struct scene_item *middle[] = {data_item(scene, SCENE_RECT, 0, 2), data_item(scene, SCENE_RECT, 1, 2)};
    check_close(middle[0]->x + middle[0]->width / 2, middle[1]->x + middle[1]->width / 2, 1e-9);
    double whole = 0;
    for (int s = 0; s < 5; s++)
        whole += data_item(scene, SCENE_RECT, 0, s)->width;
    check_close(data_item(scene, SCENE_RECT, 0, 0)->width / whole, 0.5, 1e-9);
    check_close(middle[1]->width / whole, 0.5, 1e-9);
    assert_true(data_item(scene, SCENE_RECT, 0, 0)->x > middle[0]->x);
    assert_true(data_item(scene, SCENE_RECT, 0, 4)->x < middle[0]->x);
    assert_true(data_item(scene, SCENE_RECT, 0, 5)->x > data_item(scene, SCENE_RECT, 0, 0)->x + data_item(scene, SCENE_RECT, 0, 0)->width);
    assert_null(data_item(scene, SCENE_RECT, 1, 5));
    assert_null(data_item(scene, SCENE_RECT, 2, 0));
    /* 50 + 20 and 8 + 2 of 100; 25 of 125 do not know */
    static const char *const texts[] = {"70.0%", "10.0%", "20.0%", "n=100", "n=8", "0.0%", "—", "不了解"};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (!has_text(scene, texts[i]))
            fail_msg("%s is not printed", texts[i]);
    doc_free(doc);
}

/* On a photocopy: neighbours differ in lightness or hatch, and the sides by hatch. */
static void sides_can_be_told_apart_in_grey(void **state)
{
    (void)state;
    for (size_t count = 2; count <= 7; count++) {
        double centre = (double)count / 2;
        for (size_t i = 0; i < count; i++) {
            struct level level = chart_side_level(i, count, centre);
            assert_int_equal(level.hatch != 0, (double)i >= centre);
            if (i + 1 == count)
                continue;
            struct level next = chart_side_level(i + 1, count, centre);
            assert_true(level.hatch != next.hatch || level.gap != next.gap || fabs(chart_lightness(level.fill) - chart_lightness(next.fill)) >= 12);
        }
    }
}

static void the_heat_map_of_the_report_fits_the_page(void **state)
{
    (void)state;
    static const struct data_set set = {"report", 20, 9, usual, "long", 7, false};
    struct doc *doc = doc_new("zh-CN");
    const struct scene *scene = chart_scene(make_chart(doc, CHART_HEAT, &set), 442, NULL, doc->arena);
    assert_true(scene->height <= 560);
    for (int c = 0; c < 20; c++)
        for (int s = 0; s < 9; s++)
            assert_non_null(data_item(scene, SCENE_RECT, c, s));
    doc_free(doc);
}

/* Names and cells of a map of one to four columns take most of the page, and what is left stands at both sides alike. */
static void a_heat_map_of_few_columns_is_not_left_at_one_side(void **state)
{
    (void)state;
    for (size_t columns = 1; columns <= 4; columns++) {
        const struct data_set set = {"few", 20, columns, usual, columns == 2 ? "short" : "long", 7, false};
        struct doc *doc = doc_new("zh-CN");
        const struct scene *scene = chart_scene(make_chart(doc, CHART_HEAT, &set), 442, NULL, doc->arena);
        double left = 442, right = 0;
        for (size_t i = 0; i < scene->items.count; i++) {
            const struct scene_item *item = &scene->items.at[i];
            if (item->kind == SCENE_TEXT && item->anchor == SCENE_END && item->x < data_item(scene, SCENE_RECT, 0, 0)->x)
                left = fmin(left, item->x);
            if (item->kind == SCENE_RECT && item->part == SCENE_DATA)
                right = fmax(right, item->x + item->width);
        }
        const struct scene_item *first = data_item(scene, SCENE_RECT, 0, 0);
        assert_true(first->width >= 64);
        assert_true(right <= 442 + 0.01);
        assert_true(right - first->x >= (columns == 1 ? 0.29 : 0.4) * 442);
        assert_true(442 - right <= 0.25 * 442); /* the other quarter lies before the names */
        assert_true(left > 0 && left < first->x);
        doc_free(doc);
    }
}

/* What a dash means is said once: by the chart's note, where it has one. */
static void a_heat_map_says_once_what_a_dash_means(void **state)
{
    (void)state;
    static const char *const notes[] = {NULL, "注：按得分排列。", "注：“—”表示不适用。"};
    for (size_t n = 0; n < COUNT_OF(notes); n++) {
        struct doc *doc = doc_new("zh-CN");
        struct doc_chart *chart = doc_new_chart(doc, CHART_HEAT);
        chart->axis_min = chart->axis_max = chart->reference = NAN;
        chart->highlight = -1;
        chart->note = notes[n];
        for (size_t i = 0; i < 3; i++)
            doc_add_category(doc, chart, districts[i]);
        doc_add_series(doc, chart, "得分", (const double[]){1, NAN, 2});
        const struct scene *scene = chart_scene(chart, 442, NULL, doc->arena);
        bool said = false;
        for (size_t i = 0; i < scene->items.count; i++)
            said |= scene->items.at[i].kind == SCENE_TEXT && strstr(scene->items.at[i].text, "不适用或无数据");
        assert_int_equal(said, n < 2);
        doc_free(doc);
    }
}

static void numbers_in_cells_can_be_read(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    const struct scene *scene = chart_scene(make_chart(doc, CHART_HEAT, &data_sets[0]), 442, NULL, doc->arena);
    for (size_t i = 0; i < scene->items.count; i++) {
        const struct scene_item *text = &scene->items.at[i];
        if (text->part == SCENE_VALUE)
            assert_true(chart_contrast(text->fill, data_item(scene, SCENE_RECT, text->category, text->series)->fill) >= 4.5);
    }
    doc_free(doc);
}

static void lines_break_at_missing_values(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_chart *chart = doc_new_chart(doc, CHART_LINE);
    chart->axis_min = chart->axis_max = chart->reference = NAN;
    chart->highlight = -1;
    for (size_t i = 0; i < 6; i++)
        doc_add_category(doc, chart, districts[i]);
    doc_add_series(doc, chart, "得分", (const double[]){1, 2, NAN, 4, 5, 6});
    const struct scene *scene = chart_scene(chart, 442, NULL, doc->arena);
    size_t lines = 0, points = 0;
    for (size_t i = 0; i < scene->items.count; i++)
        if (scene->items.at[i].kind == SCENE_POLYLINE) {
            lines++;
            points += scene->items.at[i].point_count;
        }
    assert_int_equal(lines, 2);
    assert_int_equal(points, 5);
    doc_free(doc);
}

static void the_same_data_give_the_same_bytes(void **state)
{
    (void)state;
    for (int kind = 0; kind < CHART_KINDS; kind++) {
        struct doc *doc = doc_new("zh-CN");
        struct doc_chart *chart = make_chart(doc, (enum chart_kind)kind, &data_sets[11]);
        auto_strbuf struct strbuf one;
        auto_strbuf struct strbuf two;
        strbuf_init(&one);
        strbuf_init(&two);
        render_chart_svg(chart, 442, "a", &one);
        render_chart_svg(chart, 442, "a", &two);
        assert_string_equal(one.at, two.at);
        doc_free(doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_holds_every_data),
        cmocka_unit_test(random_charts_have_no_label_on_another),
        cmocka_unit_test(without_data_it_says_so),
        cmocka_unit_test(every_value_is_printed),
        cmocka_unit_test(bars_are_as_long_as_their_values),
        cmocka_unit_test(the_mean_strikes_no_number_through),
        cmocka_unit_test(negative_bars_leave_zero_to_the_left),
        cmocka_unit_test(a_cut_axis_has_no_bars_and_says_so),
        cmocka_unit_test(missing_is_a_dash_and_no_bar),
        cmocka_unit_test(stacks_fill_the_width_by_share),
        cmocka_unit_test(diverging_bars_turn_about_the_middle),
        cmocka_unit_test(sides_can_be_told_apart_in_grey),
        cmocka_unit_test(the_heat_map_of_the_report_fits_the_page),
        cmocka_unit_test(a_heat_map_of_few_columns_is_not_left_at_one_side),
        cmocka_unit_test(a_heat_map_says_once_what_a_dash_means),
        cmocka_unit_test(numbers_in_cells_can_be_read),
        cmocka_unit_test(lines_break_at_missing_values),
        cmocka_unit_test(the_same_data_give_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
