/* SPDX-License-Identifier: GPL-3.0-or-later
 * The list of platforms and what can be asked of any of them.
 */
#include "ingest_priv.h"

#include <stdlib.h>

/* Those with signs first; the plain sheet fits everything. */
const struct platform *const platforms[] = {&platform_ceping, &platform_wjx,  &platform_tencent,      &platform_limesurvey, &platform_kobo, &platform_odk,
                                            &platform_surveymonkey, &platform_google, &platform_plain, NULL};

const struct platform *platform_find(const char *id)
{
    for (size_t i = 0; platforms[i]; i++)
        if (strcmp(platforms[i]->id, id) == 0)
            return platforms[i];
    return NULL;
}

const char *platform_known_ids(struct arena *arena)
{
    const char *ids = "";
    for (size_t i = 0; platforms[i]; i++)
        ids = arena_printf(arena, "%s%s%s", ids, i ? _(", ") : "", platforms[i]->id);
    return ids;
}

static bool among(const char *text, const char *const *keys, size_t count)
{
    auto_free char *key = text_key(text);
    for (size_t i = 0; i < count; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

size_t platform_score(const struct platform *platform, const char *const *keys, size_t count)
{
    size_t found = 0, meta = 0;
    for (size_t i = 0; platform->signs[i]; i++)
        found += among(platform->signs[i], keys, count);
    if (found < platform->signs_wanted)
        return 0;
    for (size_t i = 0; i < platform->meta_count; i++)
        meta += among(platform->meta[i].header, keys, count);
    return found + meta + 1;
}

/* A star at the beginning or at the end of what is known stands for any text. */
static bool is_like(const char *known, const char *key)
{
    size_t len = strlen(known), key_len = strlen(key);
    if (len > 1 && known[len - 1] == '*')
        return strncmp(known, key, len - 1) == 0 && key_len >= len;
    if (len > 1 && known[0] == '*')
        return key_len >= len && strcmp(key + key_len - (len - 1), known + 1) == 0;
    return strcmp(known, key) == 0;
}

const char *const *platform_meta_keys(const struct platform *platform, struct arena *arena)
{
    const char **keys = ARENA_ARRAY(arena, const char *, platform->meta_count + 1);
    for (size_t i = 0; i < platform->meta_count; i++) {
        auto_free char *key = text_key(platform->meta[i].header);
        keys[i] = arena_strdup(arena, key);
    }
    return keys;
}

bool platform_meta(const struct platform *platform, const char *const *meta_keys, const char *key, enum column_role *ret_role)
{
    for (size_t i = 0; i < platform->meta_count; i++) {
        if (is_like(meta_keys[i], key)) {
            *ret_role = platform->meta[i].role;
            return true;
        }
    }
    return false;
}

bool header_is_personal(const char *key)
{
    static const char *const parts[] = {"姓名",   "手机号", "联系电话", "电话号码", "联系方式", "身份证", "邮箱",  "e-mail", "email",
                                        "微信号", "openid", "qq号",     "家庭住址", "家庭地址", "ip地址", "来自ip"};
    static const char *const whole[] = {"ip", "电话", "手机", "昵称", "住址", "phone", "mobile", "wechat"};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (strstr(key, parts[i]))
            return true;
    for (size_t i = 0; i < COUNT_OF(whole); i++)
        if (strcmp(key, whole[i]) == 0)
            return true;
    return false;
}

enum missing platform_missing(const struct platform *platform, const char *key)
{
    if (*key == '\0')
        return MISSING_BLANK;
    for (size_t i = 0; i < platform->missing_count; i++) {
        const char *text = platform->missing[i].text;
        if (*text == *key && strcmp(text, key) == 0) /* markers are written as their keys */
            return platform->missing[i].missing;
    }
    return MISSING_NONE;
}
