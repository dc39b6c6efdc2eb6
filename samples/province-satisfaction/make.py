#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Simulated answers of the province's survey: python3 samples/province-satisfaction/make.py [FOLDER]. Nobody was asked.

17 cities, 100 telephone interviews and 60 questionnaires each. The answers of 淄博市 are turned one by one until its score prints as 88.52, as published; the
levels of the cities are such that this is place 6."""
import os
import sys
from fractions import Fraction

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from draw import bell, uniform, write

CITIES = ["济南市", "青岛市", "淄博市", "枣庄市", "东营市", "烟台市", "潍坊市", "济宁市", "泰安市", "威海市", "日照市", "莱芜市", "临沂市", "德州市", "聊城市", "滨州市", "菏泽市"]
ORDER = ["威海市", "青岛市", "烟台市", "东营市", "济南市", "淄博市", "潍坊市", "日照市", "泰安市", "济宁市", "临沂市", "德州市", "莱芜市", "枣庄市", "滨州市", "菏泽市", "聊城市"]
ITEMS = ["改革成效总体评价", "教育医疗等民生改善", "社会治安", "生态环境", "政务服务", "干部作风", "社会公平", "对未来发展的信心"]
MODES = {"phone": ("样本编号", 100, Fraction(6, 10)), "paper": ("问卷编号", 60, Fraction(4, 10))}
SCORES = {"满意": 100, "基本满意": 75, "不满意": 55}
TARGET = Fraction(8852, 100)


def answer(city, mode, person, item):
    if uniform("unknown", city, mode, person, item) < 0.04:
        return "不了解"
    level = 0.50 - 0.50 * ORDER.index(city) / 16 + 0.25 * bell("person", city, mode, person) + 0.06 * bell("item", item) + (0.06 if mode == "phone" else 0)
    luck = uniform("answer", city, mode, person, item)
    return "满意" if luck < level + 0.15 else "不满意" if luck > 0.93 + 0.1 * level else "基本满意"


def score(sheets, city):
    total = Fraction(0)
    for mode, (_, _, weight) in MODES.items():
        for item in range(len(ITEMS)):
            given = [SCORES[row[item]] for row in sheets[mode, city] if row[item] in SCORES]
            total += weight / len(ITEMS) * Fraction(sum(given), len(given))
    return total


def calibrate(sheets, city):
    """Turns answers to or from 满意, one a step, in the order of the sheets, while that brings the score nearer."""
    for mode in MODES:
        for row in sheets[mode, city]:
            for item in range(len(ITEMS)):
                before = abs(score(sheets, city) - TARGET)
                if before < Fraction(4, 1000):
                    return
                old = row[item]
                if old == "不了解":
                    continue
                row[item] = "基本满意" if old == "满意" else "满意"
                if abs(score(sheets, city) - TARGET) >= before:
                    row[item] = old


def main():
    sheets = {(mode, city): [[answer(city, mode, person, item) for item in range(len(ITEMS))] for person in range(count)]
              for mode, (_, count, _) in MODES.items() for city in CITIES}
    calibrate(sheets, "淄博市")
    for mode, (key, count, _) in MODES.items():
        rows = [[city] + row for city in CITIES for row in sheets[mode, city]]
        write("%s-simulated.csv" % mode, [key, "所在市"] + ITEMS, [["%05d" % i] + row for i, row in enumerate(rows, 1)])


if __name__ == "__main__":
    main()
