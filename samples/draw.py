# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers for samples that depend on nothing but words: the same words give the same number on every machine, and a row drawn more or less moves no
other. And the one form in which samples are written."""
import csv
import hashlib
import os
import sys


def uniform(*words):
    """In [0, 1)."""
    text = "/".join(str(word) for word in words)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") / 2.0**64


def bell(*words):
    """About normal, mean 0, sd 1: twelve uniform numbers less six."""
    return sum(uniform(i, *words) for i in range(12)) - 6


def whole(low, high, *words):
    """A whole number from low to high."""
    return low + int(uniform(*words) * (high - low + 1))


def within(low, value, high):
    return max(low, min(high, value))


def write(name, header, rows, folder=None):
    """UTF-8 with the mark that Excel wants; a remark in each row says that it is simulated."""
    folder = folder or (sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(sys.argv[0])))
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(list(header) + ["备注"])
        for row in rows:
            out.writerow(list(row) + ["模拟数据"])
