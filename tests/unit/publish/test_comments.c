/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is masked in comments, and what is left alone.
 */
#include "check.h"

#include "../../../src/publish/comments.h"

static const struct {
    const char *name, *text, *masked;
} cases[] = {
    {"nothing", "宣传再通俗一些，2017年第3批项目名称看不懂", "宣传再通俗一些，2017年第3批项目名称看不懂"},
    {"empty", "", ""},
    {"telephone", "请打13812345678联系", "请打（号码已隐去）联系"},
    {"telephone with dashes", "电话0533-318 4567。", "电话（号码已隐去）。"},
    {"full width", "电话１３８１２３４５６７８", "电话（号码已隐去）"},
    {"in Chinese digits", "手机一三八幺二三四五六七八", "手机（号码已隐去）"},
    {"identity card", "身份证37030319800101123X", "身份证（号码已隐去）"},
    {"short numbers stay", "等了1200天，花了9999元", "等了1200天，花了9999元"},
    {"mail", "写信给wang.li@example.com吧", "写信给（邮箱已隐去）吧"},
    {"page", "见http://www.example.com/a?b=1", "见（网址已隐去）"},
    {"handle", "微信wx_12345zb", "微信（账号已隐去）"},
    {"plate", "鲁C·12345和鲁CD12345乱停", "（车牌已隐去）和（车牌已隐去）乱停"},
    {"surname and title", "王主任态度好", "某主任态度好"},
    {"name and title", "感谢李建国同志", "感谢某同志"},
    {"said of oneself", "我叫张三丰，住在张店", "我叫某某，住在张店"},
    {"a unit is no name", "我是高新区的居民", "我是高新区的居民"},
    {"rater", "专家赵钱孙说得好", "专家某某说得好"},
    {"words stay", "互联网+农业A4纸", "互联网+农业A4纸"},
    {"markup stays text", "<script>alert(1)</script>=cmd|x", "<script>alert(1)</script>=cmd|x"},
};

static void masks(void **state)
{
    (void)state;
    struct evaluation *evaluation = evaluation_new("nowhere");
    struct panel *panel = LIST_ADD(evaluation->arena, &evaluation->panels);
    LIST_ADD(evaluation->arena, &panel->raters)->name = "赵钱孙";
    struct unit_kind *kind = LIST_ADD(evaluation->arena, &evaluation->kinds);
    *LIST_ADD(evaluation->arena, &kind->units) = (struct unit){.id = "gx", .name = "高新区", .short_name = "高新区"};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct strbuf out;
        strbuf_init(&out);
        size_t count = comment_mask(evaluation, cases[i].text, &out);
        if (strcmp(out.at, cases[i].masked) != 0)
            fail_msg("%s: expected “%s”, got “%s”", cases[i].name, cases[i].masked, out.at);
        assert_int_equal(count > 0, strcmp(cases[i].text, cases[i].masked) != 0);
        strbuf_release(&out);
    }
    evaluation_free(evaluation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(masks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
