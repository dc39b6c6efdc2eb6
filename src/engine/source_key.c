/* SPDX-License-Identifier: GPL-3.0-or-later
 * The key under which sources of responses are hashed: 32 random bytes as hexadecimal digits, in a file of mode 0600 beside the evaluation's data, never in the
 * database. Who has only the database cannot try all addresses; who deletes the file can never compare new responses with old ones again.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include "ceping/base_text.h"
#include "engine_priv.h"

enum { KEY_BYTES = 32 };

static bool asks_for_source(const struct evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->instruments.count; i++) {
        const struct instrument *instrument = evaluation->instruments.at[i];
        for (size_t k = 0; k < instrument->columns.count; k++)
            if (instrument->columns.at[k].to.text && strcmp(instrument->columns.at[k].to.text, "source") == 0)
                return true;
    }
    return false;
}

/* Not there before: two programs that begin at once must end with one key. */
static bool make_key(const char *path)
{
    unsigned char bytes[KEY_BYTES];
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
        return false;
    for (size_t i = 0; i < sizeof bytes; i++)
        strbuf_addf(&text, "%02x", bytes[i]);
    strbuf_addc(&text, '\n');
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return errno == EEXIST;
    bool written = write(file, text.at, text.len) == (ssize_t)text.len && fsync(file) == 0;
    written = close(file) == 0 && written;
    if (!written)
        unlink(path);
    return written;
}

bool engine_source_key(const struct engine *engine, const char **ret_key, struct diags *diags)
{
    *ret_key = NULL;
    if (!asks_for_source(engine->evaluation))
        return true;
    const char *path = arena_printf(engine->arena, "%s/data/source.key", engine->evaluation->folder);
    auto_free char *folder = xstrndup(path, (size_t)(strrchr(path, '/') - path));
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (!file_make_folders(folder) || (access(path, F_OK) != 0 && !make_key(path)) || !file_read(path, 4096, &text)) {
        diags_error(diags, (struct pos){.file = path}, _("the key for sources cannot be read or made: %s"), strerror(errno));
        return false;
    }
    while (text.len && strchr(" \r\n", text.at[text.len - 1]))
        strbuf_truncate(&text, text.len - 1);
    if (text.len < 2 * KEY_BYTES) {
        diags_error(diags, (struct pos){.file = path}, _("the key for sources is too short"));
        diags_hint(diags, _("bring the file back from a copy; a new key could not find old sources again"));
        return false;
    }
    *ret_key = arena_strdup(engine->arena, text.at);
    return true;
}
