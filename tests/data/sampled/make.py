#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The answers of tests/data/sampled, all made up: a stratified sample of villages with everyone met there, and a rating sheet of four raters.

    tests/data/sampled/make.py      writes files/*.csv anew; the numbers in tests/scripts/weights belong to these very files
"""
import csv
import os

HERE = os.path.dirname(os.path.abspath(__file__))
state = 20180706


def draw(n):
    """0 … n − 1 by a linear congruential generator (Numerical Recipes): the same in every Python."""
    global state
    state = (1664525 * state + 1013904223) % 2 ** 32
    return state * n >> 32


COUNTIES = [("安县", 4, 15, 58), ("北县", 4, 12, 46), ("昌县", 5, 14, 70), ("东县", 3, 10, 64)]  # villages met, people in each, level
SATISFIED = ["非常满意", "满意", "一般", "不满意", "非常不满意", "不了解"]
AGES = ["18至35岁", "36至59岁", "60岁以上"]
TOPICS = ["道路", "医疗", "养老"]


def answer(level):
    x = level + draw(61) - 30
    return 0 if x > 74 else 1 if x > 52 else 2 if x > 34 else 3 if x > 22 else 4


def people():
    number = 0
    for county, villages, met, level in COUNTIES:
        for v in range(villages):
            village = "%s%02d村" % (county[0], v + 1)
            of_village = level + draw(17) - 8
            for _ in range(met + draw(5)):
                number += 1
                age, woman = draw(3), draw(100) < 57
                own = of_village + 5 * age + (3 if woman else -3)
                items = [answer(own + draw(21) - 10) for _ in range(3)]
                overall = min(4, max(0, (sum(items) + draw(3)) // 3))
                topic = draw(3)
                other = topic if draw(10) < 7 else draw(3)
                visits, hours = draw(6), draw(40)
                yield [number, county, village, "" if number % 67 == 0 else "女" if woman else "男", "" if number % 89 == 0 else AGES[age],
                       SATISFIED[5] if number % 41 == 0 else SATISFIED[overall],
                       "" if number % 53 == 0 else SATISFIED[items[0]], SATISFIED[items[1]], SATISFIED[items[2]],
                       visits, "%g" % (visits * 0.5 + hours / 10), TOPICS[topic], TOPICS[other], "%g" % (1 + draw(30) / 20)]


def sheets():
    """Four raters, six services, three marks and a grade; one mark is missing."""
    lenient = [0, 3, -2, 1]
    for r in range(4):
        row = [r + 1, "评委%d" % (r + 1)]
        for item in range(3):
            for s in range(6):
                mark = 70 + 4 * s - 5 * item * (s % 3) + lenient[r] + draw(7) - 3
                row.append("" if (r, item, s) == (2, 1, 4) else mark)
        for s in range(6):
            row.append(["优", "良", "中"][max(0, min(2, 2 - (s + draw(3)) // 3))])
        yield row


def write(name, header, rows):
    with open(os.path.join(HERE, "files", name), "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


SERVICES = ["学前教育", "基层医疗", "养老照护", "公共交通", "文化活动", "便民服务"]
write("residents.csv", ["编号", "您住在哪个县", "村", "性别", "年龄", "总体满意度", "对下列方面是否满意—工作推进", "对下列方面是否满意—实际效果", "对下列方面是否满意—舆论宣传",
                        "办事次数", "办事小时", "甲编码", "乙编码", "设计权数"], people())
write("sheets.csv", ["编号", "评委"] + ["得分—%s—%s" % (i, s) for i in ["组织", "效果", "宣传"] for s in SERVICES] + ["等次—%s" % s for s in SERVICES], sheets())
