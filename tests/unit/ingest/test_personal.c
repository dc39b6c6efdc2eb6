/* SPDX-License-Identifier: GPL-3.0-or-later
 * Personal data known by their cells, and what becomes of columns that hold them.
 */
#include "build.h"

#include "../../../src/ingest/ingest_priv.h"

/* A list of cells ended by NULL. The numbers are made up; the check digits of the identity cards are right where they should be. */
struct cells {
    const char *name;
    enum content content;
    const char *cells[12];
};

static const struct cells cases[] = {
    {"mobiles", CONTENT_MOBILE, {"13812345678", "15900001111", "18612349999"}},
    {"mobiles written in other ways", CONTENT_MOBILE, {"+86 138-1234-5678", "１３８１２３４５６７８", "138 1234 5678", "008613812345678"}},
    {"mobiles with a blank remark", CONTENT_MOBILE, {"13812345678", "15900001111", "18612349999", "17712345678", "无"}},
    {"half of them", CONTENT_NONE, {"13812345678", "15900001111", "无", "没有"}},
    {"two are too few", CONTENT_NONE, {"13812345678", "15900001111"}},
    {"serial numbers of 11 digits", CONTENT_NONE, {"20180503001", "20180503002", "20180503003"}},
    {"land lines", CONTENT_NONE, {"0533-3181234", "0533-3181235", "0533-3181236"}},
    {"identity cards", CONTENT_IDENTITY, {"11010519491231002X", "440524188001010014", "11010519491231002x"}}, /* the examples of GB 11643 */
    {"wrong check digits", CONTENT_NONE, {"110105194912310021", "440524188001010015", "110105194912310022"}},
    {"addresses", CONTENT_ADDRESS, {"218.56.1.2", "10.0.0.1(山东-淄博)", "1.2.3.4"}},
    {"versions", CONTENT_NONE, {"1.2.3", "1.2.4", "300.1.1.1"}},
    {"mail", CONTENT_MAIL, {"a@b.cn", "wang.li@zibo.gov.cn", "x@y.com"}},
    {"names", CONTENT_NAME, {"王伟", "李小芳", "张敏", "刘洋", "陈静", "杨勇", "黄磊", "赵军"}},
    {"answers that begin with a family name", CONTENT_NONE, {"高", "高", "高", "方便", "方便", "方便", "马上办", "马上办"}},
    {"the same few names", CONTENT_NONE, {"王伟", "王伟", "王伟", "王伟", "李芳", "李芳", "李芳", "李芳"}},
    {"opinions", CONTENT_NONE, {"很好", "办事效率高", "希望改进", "无", "挺好的", "不清楚", "再接再厉", "多宣传"}},
    {"nothing", CONTENT_NONE, {NULL}},
};

static void contents(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char *keys[12];
        size_t count = 0;
        for (; cases[i].cells[count]; count++)
            keys[count] = text_key(cases[i].cells[count]);
        enum content content = content_of(keys, count);
        for (size_t k = 0; k < count; k++)
            free(keys[k]);
        if (content != cases[i].content)
            fail_msg("%s: %d instead of %d", cases[i].name, (int)content, (int)cases[i].content);
    }
}

static void hmac(void **state)
{
    (void)state;
    char hex[SHA256_HEX];
    /* RFC 4231, test case 2 */
    hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, hex);
    assert_string_equal(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(contents), cmocka_unit_test(hmac)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
