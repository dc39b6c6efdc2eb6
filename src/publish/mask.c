/* SPDX-License-Identifier: GPL-3.0-or-later
 * Masking what could name a person in a free text.
 *
 *     digits      five or more, half or full width or Chinese, with spaces, dots and dashes between (telephones, identity cards, accounts)
 *     mail        letters@letters.letters; addresses of pages
 *     handle      letters and digits mixed, six or more (微信号, account names)
 *     plate       鲁C·12345
 *     name        a rater of the evaluation; a surname with up to two characters before a title (王主任, 李建国同志); what follows 我叫 or 姓名
 *
 * It errs to the side of masking: a person reads each comment before it is published, and sees what was masked.
 */
#include "ceping/base_text.h"
#include "comments.h"

static const char surnames[] = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐梅庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边";
static const char *const titles[] = {"同志", "先生", "女士", "小姐", "主任", "书记", "局长", "处长", "科长", "所长", "站长", "院长", "校长", "部长", "市长", "县长", "区长", "镇长", "乡长", "村长", "组长", "队长",
                                     "经理", "老师", "教授", "医生", "大夫", "护士", "警官", "法官", "检察官", "律师", "师傅", "阿姨", "叔叔", "大爷", "大妈", "科员", "干事", "会计"};
static const char *const introductions[] = {"我叫", "我是", "姓名：", "姓名:", "姓名", "联系人：", "联系人:", "联系人", "本人"};
static const char provinces[] = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
static const char chinese_digits[] = "零〇一二三四五六七八九幺两";

struct text_at {
    const char *at, *end;
};

static uint32_t peek(const char *at, const char *end, size_t *ret_len)
{
    const char *from = at;
    uint32_t c = at < end ? utf8_next(&at, end) : 0;
    *ret_len = (size_t)(at - from);
    return c;
}

/* Is the character of `len` bytes, not an ASCII one, in the set? */
static bool among(const char *set, const char *at, size_t len)
{
    char character[5] = {0};
    if (len < 2 || len > 4)
        return false;
    memcpy(character, at, len);
    return strstr(set, character) != NULL;
}

static bool is_han(uint32_t c)
{
    return c >= 0x4E00 && c <= 0x9FFF;
}

/* 0…9 in whatever width; letters at the end of identity cards count where digits went before. */
static bool is_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19) || (c >= 0x2460 && c <= 0x2468);
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A);
}

static bool joins_digits(uint32_t c)
{
    return c == ' ' || c == '-' || c == '.' || c == 0x3000 || c == 0x2014 || c == 0xFF0D || c == 0x00B7 || c == '(' || c == ')' || c == 0xFF08 || c == 0xFF09 || c == '+';
}

/* A run of digits, Chinese ones too: its length in bytes, 0 where there are fewer than five (seven of Chinese ones alone, which also stand in words). */
static size_t digits_at(struct text_at t)
{
    size_t len, digits = 0, chinese = 0, best = 0;
    const char *at = t.at;
    while (at < t.end) {
        uint32_t c = peek(at, t.end, &len);
        bool han = among(chinese_digits, at, len);
        if (is_digit(c) || han) {
            digits++;
            chinese += han;
            at += len;
            best = (size_t)(at - t.at);
        } else if (digits > 0 && joins_digits(c)) {
            at += len;
        } else {
            if (digits >= 15 && (c == 'X' || c == 'x'))
                best += len;
            break;
        }
    }
    return digits - chinese >= 5 || digits >= 7 ? best : 0;
}

/* Mail, addresses, handles: a run of letters, digits and the marks between them. */
static size_t word_at(struct text_at t, const char **ret_mask)
{
    size_t len, letters = 0, digits = 0, dots = 0, at_signs = 0;
    const char *at = t.at;
    for (; at < t.end; at += len) {
        uint32_t c = peek(at, t.end, &len);
        bool inner = c == '_' || c == '-' || c == '.' || c == '@' || c == 0xFF20 || c == ':' || c == '/' || c == '+' || c == '%' || c == '?' || c == '=' || c == '&';
        if (!is_letter(c) && !is_digit(c) && !inner)
            break;
        letters += is_letter(c);
        digits += is_digit(c);
        dots += c == '.';
        at_signs += c == '@' || c == 0xFF20;
    }
    size_t bytes = (size_t)(at - t.at);
    *ret_mask = at_signs ? "（邮箱已隐去）" : dots && letters > 3 ? "（网址已隐去）" : "（账号已隐去）";
    bool handle = letters > 0 && digits > 0 && letters + digits >= 6;
    return (at_signs && letters) || (dots && letters > 3 && bytes > 6) || handle ? bytes : 0;
}

static size_t plate_at(struct text_at t)
{
    size_t len, count = 0;
    peek(t.at, t.end, &len);
    if (!among(provinces, t.at, len))
        return 0;
    const char *at = t.at + len;
    uint32_t c = peek(at, t.end, &len);
    if (!is_letter(c))
        return 0;
    at += len;
    c = peek(at, t.end, &len);
    if (c == 0x00B7 || c == ' ' || c == '-')
        at += len;
    while (at < t.end && (c = peek(at, t.end, &len), is_letter(c) || is_digit(c))) {
        count++;
        at += len;
    }
    return count >= 5 && count <= 6 ? (size_t)(at - t.at) : 0;
}

static size_t word_among(const char *const *words, size_t count, struct text_at t)
{
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(words[i]);
        if ((size_t)(t.end - t.at) >= len && !memcmp(t.at, words[i], len))
            return len;
    }
    return 0;
}

/* A surname, up to two characters, a title: the length of the name without the title. */
static size_t titled_name_at(struct text_at t)
{
    size_t len;
    peek(t.at, t.end, &len);
    if (len != 3 || !among(surnames, t.at, len))
        return 0;
    const char *at = t.at + len;
    for (int given = 0; given <= 2; given++) {
        if (word_among(titles, COUNT_OF(titles), (struct text_at){at, t.end}))
            return (size_t)(at - t.at);
        uint32_t c = peek(at, t.end, &len);
        if (!is_han(c))
            return 0;
        at += len;
    }
    return 0;
}

static bool unit_begins(const struct evaluation *evaluation, const char *at)
{
    for (size_t k = 0; k < evaluation->kinds.count; k++)
        for (size_t u = 0; u < evaluation->kinds.at[k].units.count; u++) {
            const struct unit *unit = &evaluation->kinds.at[k].units.at[u];
            const char *const names[] = {unit->name, unit->short_name};
            for (size_t i = 0; i < COUNT_OF(names); i++)
                if (names[i] && *names[i] && !strncmp(at, names[i], strlen(names[i])))
                    return true;
        }
    return false;
}

/* After 我叫 and the like: a surname and one or two characters more, but not 我是高新区的. */
static size_t introduced_name(const struct evaluation *evaluation, struct text_at t)
{
    size_t len, count = 0;
    peek(t.at, t.end, &len);
    if (len != 3 || !among(surnames, t.at, len) || unit_begins(evaluation, t.at))
        return 0;
    const char *at = t.at;
    while (count < 3 && at < t.end && is_han(peek(at, t.end, &len))) {
        at += len;
        count++;
    }
    return count >= 2 ? (size_t)(at - t.at) : 0;
}

static size_t rater_at(const struct evaluation *evaluation, struct text_at t)
{
    size_t best = 0;
    for (size_t p = 0; p < evaluation->panels.count; p++)
        for (size_t r = 0; r < evaluation->panels.at[p].raters.count; r++) {
            const char *name = evaluation->panels.at[p].raters.at[r].name;
            size_t len = name ? strlen(name) : 0;
            if (len > best && len > 3 && (size_t)(t.end - t.at) >= len && !memcmp(t.at, name, len))
                best = len;
        }
    return best;
}

size_t comment_mask(const struct evaluation *evaluation, const char *text, struct strbuf *out)
{
    struct text_at t = {text, text + strlen(text)};
    size_t masked = 0, len;
    while (t.at < t.end) {
        const char *mask = "某某";
        size_t skip = rater_at(evaluation, t), before = 0;
        if (!skip && (before = word_among(introductions, COUNT_OF(introductions), t)))
            skip = introduced_name(evaluation, (struct text_at){t.at + before, t.end});
        if (!skip) {
            before = 0;
            skip = titled_name_at(t);
            mask = skip ? "某" : mask;
        }
        if (!skip && (skip = plate_at(t)))
            mask = "（车牌已隐去）";
        if (!skip) {
            size_t digits = digits_at(t);
            skip = word_at(t, &mask);
            if (digits >= skip && digits > 0) {
                skip = digits;
                mask = "（号码已隐去）";
            }
        }
        if (skip) {
            strbuf_add(out, t.at, before);
            strbuf_adds(out, mask);
            t.at += before + skip;
            masked++;
            continue;
        }
        peek(t.at, t.end, &len);
        strbuf_add(out, t.at, len);
        t.at += len;
    }
    return masked;
}
