/* SPDX-License-Identifier: GPL-3.0-or-later
 * Templates of reports, over a small evaluation with results.
 */
#include "fuzz.h"

#include "../unit/report/fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct fixture *fixture;
    if (!fixture)
        fixture = fixture_new();
    char *text = xstrndup((const char *)bytes, len);
    write_template(fixture, fixture->overall->id, text);
    free(text);
    struct doc *doc = build_with(fixture, fixture->overall, NULL, EDITION_PUBLIC);
    if (!doc && fixture->diags.errors == 0)
        abort();
    if (doc)
        doc_free(doc);
    diags_release(&fixture->diags);
    diags_init(&fixture->diags);
    return 0;
}
