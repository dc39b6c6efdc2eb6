/* SPDX-License-Identifier: GPL-3.0-or-later
 * Messages in the reader's language. The program chooses the locale and binds the domain; without either, the source
 * text comes back.
 */
#include "base_priv.h"

#include <libintl.h>

const char *base_translate(const char *text)
{
    if (!text || !*text)
        return text; /* gettext would answer "" with the header of the catalogue */
    return dgettext("ceping", text);
}
