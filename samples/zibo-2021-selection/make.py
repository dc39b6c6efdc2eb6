#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Simulated sheets and ballots of the selection of 2021: python3 samples/zibo-2021-selection/make.py [FOLDER [BALLOTS]]. Nobody assessed, nobody voted.

Of 19 bodies each marks 106 submissions, its own without modesty; the 25 of the public notice do better than the rest. Ballots (1,600 unless told; the city
counted near 320,000 over its first four batches) come by three channels. One in thirty votes comes from a device that voted before, a few tick more than ten or none, some name
what is no candidate, and one candidate gets bursts of equal ballots within a minute: without the rules it would be among the ten."""
import hashlib
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from draw import bell, uniform, within, write

SURVEY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "surveys", "zibo-2021-selection", "evaluation.yaml")
BOOSTED = 18  # place of the candidate in the notice
CHANNELS = ["淄博全面深化改革网", "“淄博改革”微信公众号", "二维码"]


def units(kind):
    """[(name, body)] of a kind, read from the evaluation: names stand in one place."""
    with open(SURVEY, encoding="utf-8") as file:
        block = re.search(r"  - id: %s\n(.*?)(?=\n  - id: |\nfigures:)" % kind, file.read(), re.S).group(1)
    return [(match.group(1), (re.search(r"body: (\w+)", match.group(0)) or [None, None])[1])
            for match in re.finditer(r"- \{id: \w+, name: ([^,]+), short.*", block)]


def shorts(kind):
    with open(SURVEY, encoding="utf-8") as file:
        return re.findall(r"short: ([^,]+),", re.search(r"  - id: %s\n(.*?)\n  - id: " % kind, file.read(), re.S).group(1))


def body_ids():
    with open(SURVEY, encoding="utf-8") as file:
        block = re.search(r"  - id: body\n(.*?)\n  - id: ", file.read(), re.S).group(1)
    return re.findall(r"\{id: (\w+), name: ([^,]+),", block)


def mutual():
    rows = []
    for body, name in body_ids():
        strict = 2 * bell("strict", body)
        for i, (submission, own) in enumerate(units("submission"), 1):
            level = (90 if i <= 25 else 76) + 1.6 * bell("level", submission)
            mark = 99 if own == body else level + strict + 2 * bell("mark", body, submission)
            rows.append([name, submission, "%.1f" % within(40, mark, 100)])
    write("mutual-simulated.csv", ["互评单位", "申报事项", "互评分"], rows)


def stamp(second):
    return "2021-07-%02d %02d:%02d:%02d" % (1 + second // 86400, second // 3600 % 24, second // 60 % 60, second % 60)


def bytes_of(*words):
    """32 small numbers at once: full-size ballots are many."""
    return hashlib.sha256("/".join(str(word) for word in words).encode()).digest()


def picks_of(i, names, appeal, digest):
    marks = bytes_of("picks", i)
    if digest[0] < 3: # more than ten
        return [name for c, name in enumerate(names) if marks[c] < 180]
    if digest[0] < 5:
        return []
    chosen = [name for c, name in enumerate(names) if marks[c] < 256 * appeal[c]]
    return chosen[:3] + ["别的改革"] if digest[0] < 7 else chosen[:10]


def ballots(count):
    names = shorts("candidate")
    appeal = [0.28 + 0.09 * bell("appeal", name) for name in names]
    appeal[BOOSTED - 1] = 0.2
    rows, minutes = [], 10 * 1440
    bursts = 1 + count // 8000
    in_burst = max(40, count // 12) // bursts
    for i in range(count - bursts * in_burst):
        digest = bytes_of("ballot", i)
        earlier = int.from_bytes(digest[1:5], "big") % (i + 1)
        device = "d%07d" % (i if digest[5] >= 8 else earlier)
        second = int.from_bytes(digest[6:10], "big") % (minutes * 60)
        rows.append([CHANNELS[(0, 0, 1, 1, 1, 2, 2)[digest[10] % 7]], stamp(second), "┋".join(picks_of(i, names, appeal, digest)), device])
    for b in range(bursts):
        minute = int(uniform("burst", b) * minutes) * 60
        for i in range(in_burst):
            rows.append([CHANNELS[1], stamp(minute + i % 60), names[BOOSTED - 1], "m%03d%05d" % (b, i)])
    rows.sort(key=lambda row: (row[1], row[3]))
    write("vote-simulated.csv", ["选票号", "投票渠道", "提交答卷时间", "您认为最具推广推介价值的改革经验（最多选10项）", "设备标记"],
          [["%06d" % i] + row for i, row in enumerate(rows, 1)])


if __name__ == "__main__":
    mutual()
    ballots(int(sys.argv[2]) if len(sys.argv) > 2 else 1600)
