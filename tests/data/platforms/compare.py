# SPDX-License-Identifier: GPL-3.0-or-later
"""Is a dump of the dataset what the forty people said? Arguments: the name of the export, the dump, the folder of exports.py; then the variables to compare, or all but what NAME.lost names."""
import os
import sys

name, dump, folder, *only = sys.argv[1:]
lost = open(f"{folder}/{name}.lost").read().split() if os.path.exists(f"{folder}/{name}.lost") else []
rows = lambda path: [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8")]
truth, lines = rows(f"{folder}/truth.tsv"), rows(dump)
head = next((i for i, line in enumerate(lines) if "home" in line), 0)
wanted, got = [dict(zip(truth[0], line)) for line in truth[1:]], [dict(zip(lines[head], line)) for line in lines[head + 1:]]
unknown = [variable for variable in only if variable not in truth[0]]
wrong = [(w["key"], k, w[k], g.get(k)) for w, g in zip(wanted, got) for k in w if (k in only or not only) and k not in lost and w[k] != g.get(k)]
for key, variable, want, have in wrong[:6]:
    print(f"# {name}: {variable} of {key}: {want} expected, {have} read")
sys.exit(bool(wrong or unknown) or len(wanted) != len(got))
