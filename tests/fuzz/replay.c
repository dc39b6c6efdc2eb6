/* SPDX-License-Identifier: GPL-3.0-or-later
 * Gives each file named to the target it is linked with; for compilers without libFuzzer.
 */
#include "fuzz.h"

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat info;
    if (!file || fstat(fileno(file), &info) != 0 || !S_ISREG(info.st_mode)) {
        fprintf(stderr, "cannot read %s\n", path);
        return 1;
    }
    uint8_t *bytes = malloc((size_t)info.st_size + 1);
    size_t len = bytes ? fread(bytes, 1, (size_t)info.st_size, file) : 0;
    fclose(file);
    fprintf(stderr, "%s\n", path); /* the last line before a crash names the culprit */
    /* exactly as long as the input: reading past its end is seen */
    uint8_t *exact = malloc(len ? len : 1);
    if (len)
        memcpy(exact, bytes, len);
    free(bytes);
    LLVMFuzzerTestOneInput(exact, len);
    free(exact);
    return 0;
}

int main(int argc, char **argv)
{
    int bad = 0;
    for (int i = 1; i < argc; i++)
        bad += replay(argv[i]);
    return bad ? 1 : 0;
}
