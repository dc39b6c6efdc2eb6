/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where a line may end: the prohibitions of Chinese typesetting (CLREQ, GB/T 15834) over words and numbers of both scripts.
 *
 * UAX #14 has no notion of a document's language and lets "94.24 %", "2017年" or "——" come apart, and asks for exceptions everywhere else; the
 * rules here are few enough to be stated by class of the two neighbours. A line may end between any two characters unless
 *
 *   - the second may not begin a line: closing marks, commas, stops, middle dots, what follows a number (％, ℃), —— and …… ;
 *   - the first may not end one: opening marks, what precedes a number (￥, №, −), middle dots;
 *   - both are of one Western word or number; or a number and its measure word (94.24分, 885份, 第3名);
 *   - one is a sign of relation and the other what it relates: P＝0.027, P＜0.05;
 *   - both are parts of one sign: ——, …….
 */
#include <uchar.h>

#include "ceping/base_text.h"
#include "render_priv.h"

static bool in_list(uint32_t code, const uint32_t *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == code)
            return true;
    return false;
}

#define IN(code, ...) in_list((code), (const uint32_t[]){__VA_ARGS__}, COUNT_OF(((const uint32_t[]){__VA_ARGS__})))

static bool is_ascii_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_western_letter(uint32_t c)
{
    return is_ascii_letter(c) || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x370 && c <= 0x52F) || (c >= 0x1E00 && c <= 0x1EFF);
}

static enum text_class class_of_shared(uint32_t code, bool wide)
{
    switch (code) {
    case 0x201C: case 0x2018:
        return CLASS_OPEN;
    case 0x201D: case 0x2019:
        return CLASS_CLOSE;
    case 0x2026:
        return wide ? CLASS_ELLIPSIS : CLASS_SIGN;
    case 0x2014:
        return wide ? CLASS_DASH : CLASS_SIGN;
    default:
        return wide ? CLASS_MIDDLE : CLASS_SIGN;
    }
}

enum text_class text_class_of(uint32_t c, bool wide)
{
    if (is_western_letter(c))
        return CLASS_LETTER;
    if (c >= '0' && c <= '9')
        return CLASS_DIGIT;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029)
        return CLASS_SPACE;
    if (IN(c, 0x201C, 0x201D, 0x2018, 0x2019, 0x2026, 0x2014, 0xB7))
        return class_of_shared(c, wide);
    if (IN(c, 0xA0, 0x2060, 0x202F))
        return CLASS_GLUE;
    if (c == 0x200B)
        return CLASS_BREAK;
    if ((c >= 0x300 && c <= 0x36F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x200D || (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xE0100 && c <= 0xE01EF))
        return CLASS_COMBINING;
    if (IN(c, 0x300A, 0x3008, 0x300C, 0x300E, 0x3010, 0x3014, 0x3016, 0xFF08, 0xFF3B, 0xFF5B, 0x301D))
        return CLASS_OPEN;
    if (IN(c, 0x300B, 0x3009, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017, 0xFF09, 0xFF3D, 0xFF5D, 0x301E, 0x301F))
        return CLASS_CLOSE;
    if (IN(c, 0x3001, 0xFF0C))
        return CLASS_COMMA;
    if (IN(c, 0x3002, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F, 0xFF0E))
        return CLASS_STOP;
    if (IN(c, 0xFF5E, 0xFF0D, 0xFF0F, 0x2013, 0x30FB, 0x2E3A))
        return CLASS_MIDDLE;
    if (IN(c, 0xFF05, 0x2103, 0x2030, '%', 0xB0, 0x2032, 0x2033))
        return CLASS_POSTFIX;
    if (IN(c, 0xFFE5, 0xA5, '$', 0x20AC, 0xA3, 0x2116, 0x2212, 0xB1))
        return CLASS_PREFIX;
    return c < 0x2E80 && c < 0x2190 ? CLASS_SIGN : CLASS_HAN;
}

bool text_class_wide(enum text_class kind, uint32_t code)
{
    switch (kind) {
    case CLASS_LETTER: case CLASS_DIGIT: case CLASS_SIGN: case CLASS_SPACE: case CLASS_GLUE: case CLASS_BREAK: case CLASS_COMBINING:
        return false;
    case CLASS_PREFIX: case CLASS_POSTFIX:
        return code >= 0xFF00;
    default:
        return true;
    }
}

bool linebreak_wide(const uint32_t *codes, size_t count, size_t i, bool chinese)
{
    if (!chinese)
        return false;
    bool apostrophe = codes[i] == 0x2019 && i > 0 && i + 1 < count;
    return !(apostrophe && is_western_letter(codes[i - 1]) && is_western_letter(codes[i + 1]));
}

/* Numbers and what counts with them --------------------------------------------------------------------- */

static bool measure_word(uint32_t code)
{
    return IN(code, 0x5206 /* 分 */, 0x4EFD /* 份 */, 0x4E2A /* 个 */, 0x540D /* 名 */, 0x9879 /* 项 */, 0x4F4D /* 位 */, 0x4EBA /* 人 */,
              0x6B21 /* 次 */, 0x5E74 /* 年 */, 0x6708 /* 月 */, 0x65E5 /* 日 */, 0x53F7 /* 号 */, 0x5143 /* 元 */, 0x4E07 /* 万 */,
              0x4EBF /* 亿 */, 0x6761 /* 条 */, 0x4EF6 /* 件 */, 0x5BB6 /* 家 */, 0x7BC7 /* 篇 */, 0x5929 /* 天 */, 0x5C81 /* 岁 */,
              0x500D /* 倍 */, 0x573A /* 场 */, 0x671F /* 期 */, 0x4F59 /* 余 */, 0x7EA7 /* 级 */, 0x9898 /* 题 */, 0x9875 /* 页 */);
}

static bool western(enum text_class kind)
{
    return kind == CLASS_LETTER || kind == CLASS_DIGIT || kind == CLASS_SIGN;
}

static bool western_open(uint32_t code)
{
    return IN(code, '(', '[', '{', 0x201C, 0x2018, '#', '@');
}

/* "V＝0.123" is read in one; in "满意率＝满意选项／有效回答" a line may still end before a word. */
static bool within_relation(uint32_t a, enum text_class ka, uint32_t b, enum text_class kb)
{
    bool before = IN(b, 0xFF1D, 0xFF1C, 0xFF1E) && western(ka);
    return before || (IN(a, 0xFF1D, 0xFF1C, 0xFF1E) && (western(kb) || kb == CLASS_PREFIX));
}

/* Western marks stick to the word before them; a hyphen or solidus within a word is a place to break. */
static bool western_break(uint32_t a, enum text_class ka, uint32_t b, enum text_class kb)
{
    if (ka == CLASS_SIGN && IN(a, '-', '/', 0x2010, 0x2013, '|', '&', '=', '?') && kb == CLASS_LETTER)
        return true;
    if (ka == CLASS_SIGN && a == 0x2014)
        return true;
    (void)b;
    return false;
}

static bool may_break(uint32_t a, enum text_class ka, uint32_t b, enum text_class kb)
{
    if (ka == CLASS_BREAK)
        return true;
    if (kb == CLASS_SPACE || kb == CLASS_COMBINING || kb == CLASS_GLUE || kb == CLASS_BREAK || ka == CLASS_GLUE)
        return false;
    if (kb == CLASS_CLOSE || kb == CLASS_COMMA || kb == CLASS_STOP || kb == CLASS_MIDDLE || kb == CLASS_POSTFIX)
        return false;
    if (kb == CLASS_DASH || kb == CLASS_ELLIPSIS) /* strict: not at line start */
        return false;
    if (ka == CLASS_OPEN || ka == CLASS_PREFIX || ka == CLASS_MIDDLE)
        return false;
    if (ka == CLASS_SPACE)
        return true;
    if (ka == CLASS_DIGIT && kb == CLASS_HAN && measure_word(b))
        return false;
    if (a == 0x7B2C /* 第 */ && kb == CLASS_DIGIT)
        return false;
    if (within_relation(a, ka, b, kb))
        return false;
    if (kb == CLASS_SIGN && !western_open(b))
        return western(ka) && western_break(a, ka, b, kb);
    if (ka == CLASS_SIGN && western_open(a))
        return false;
    if (western(ka) && western(kb))
        return western_break(a, ka, b, kb);
    if (ka == CLASS_POSTFIX && western(kb))
        return false;
    if (kb == CLASS_PREFIX && western(ka))
        return false;
    return true;
}

void linebreak_mark(const uint32_t *codes, const enum text_class *kinds, size_t count, bool *allowed)
{
    if (count > 0)
        allowed[0] = true;
    enum text_class solid = CLASS_HAN; /* of the last character that is no space: "《 " opens as well */
    for (size_t i = 1; i < count; i++) {
        if (kinds[i - 1] != CLASS_SPACE)
            solid = kinds[i - 1];
        allowed[i] = may_break(codes[i - 1], kinds[i - 1], codes[i], kinds[i]) && !(kinds[i - 1] == CLASS_SPACE && solid == CLASS_OPEN);
    }
}

/* Titles ----------------------------------------------------------------------------------------------- */

/* A title is broken at units of sense (GB/T 9704 §7.3.1). Without a dictionary that is a matter of a few hundred words: those that titles and
 * headers of evaluations are made of. A break within one of them is dear, behind a particle or a closing mark it is free. */
static const char32_t *const title_words[] = {
    U"评估", U"报告", U"情况", U"改革", U"创新", U"经验", U"推广", U"推介", U"推广推介", U"牵头", U"人大", U"常委会", U"人大常委会", U"项目", U"部门", U"区县", U"县区", U"满意", U"满意度", U"满意率", U"知晓率", U"知晓", U"问卷", U"调查", U"得分", U"排名",
    U"名次", U"综合", U"第三方", U"第三", U"工作", U"机制", U"制度", U"结果", U"分析", U"建议", U"问题", U"特点", U"方案", U"办法", U"意见", U"实施", U"关于", U"年度", U"全市", U"全面", U"深化",
    U"领导", U"小组", U"办公室", U"委员会", U"党校", U"人民", U"政府", U"法院", U"检察院", U"公安", U"服务", U"管理", U"建设", U"发展", U"体系", U"平台", U"中心", U"办理", U"快速", U"刑事",
    U"案件", U"轻微", U"行政", U"审批", U"执法", U"监督", U"监管", U"信用", U"企业", U"群众", U"社会", U"经济", U"文化", U"教育", U"卫生", U"医疗", U"养老", U"农村", U"城市", U"社区", U"乡镇",
    U"街道", U"开发区", U"高新", U"产业", U"技术", U"样本", U"数据", U"说明", U"统计", U"平均", U"之差", U"有效", U"合计", U"总体", U"指标", U"评分", U"标准", U"方法", U"座谈", U"现场", U"实地", U"走访",
    U"淄博", U"淄博市", U"张店", U"临淄", U"周村", U"淄川", U"博山", U"桓台", U"高青", U"沂源", U"文昌湖", U"新技术",
};

static size_t word_codes(const char *word, uint32_t *codes, size_t room)
{
    size_t count = 0;
    const char *end = word + strlen(word);
    while (word < end && count < room)
        codes[count++] = utf8_next(&word, end);
    return count;
}

static bool stands_at(const uint32_t *codes, size_t count, size_t at, const char32_t *word)
{
    for (; *word; word++, at++)
        if (at >= count || codes[at] != *word)
            return false;
    return true;
}

static bool within_word(const uint32_t *codes, size_t count, size_t i)
{
    for (size_t w = 0; w < COUNT_OF(title_words); w++) {
        const char32_t *word = title_words[w];
        for (size_t before = 1; word[before] && before <= i; before++)
            if (word[before] == codes[i] && word[before - 1] == codes[i - 1] && stands_at(codes, count, i - before, word))
                return true;
    }
    return false;
}

/* "of the | reform": a line of a title does not end with a word that asks for the next one. */
static bool asks_for_more(const uint32_t *codes, size_t i)
{
    static const char *const small[] = {"a", "an", "the", "of", "in", "on", "at", "to", "by", "for", "and", "or", "with", "from"};
    size_t end = i - 1, begin = end;
    while (begin > 0 && is_ascii_letter(codes[begin - 1]))
        begin--;
    for (size_t w = 0; w < COUNT_OF(small); w++) {
        uint32_t word[8];
        size_t len = word_codes(small[w], word, COUNT_OF(word));
        if (len == end - begin && memcmp(codes + begin, word, len * sizeof *word) == 0)
            return true;
    }
    return false;
}

double linebreak_sense(const uint32_t *codes, const enum text_class *kinds, size_t count, size_t i)
{
    if (i == 0 || i >= count)
        return 0;
    if (kinds[i - 1] == CLASS_SPACE && i > 1 && kinds[i - 2] == CLASS_LETTER && asks_for_more(codes, i))
        return 3;
    bool particle = i > 1 && IN(codes[i - 1], 0x7684 /* 的 */, 0x548C /* 和 */, 0x4E0E /* 与 */, 0x53CA /* 及 */, 0x5E74 /* 年 */);
    if (particle || kinds[i - 1] == CLASS_CLOSE || kinds[i - 1] == CLASS_COMMA || kinds[i - 1] == CLASS_STOP || kinds[i] == CLASS_OPEN || kinds[i - 1] == CLASS_SPACE)
        return 0;
    return within_word(codes, count, i) ? 3 : 0.8;
}
