#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Simulated ratings of the ten inspection groups: python3 samples/zibo-twoway/make.py [FOLDER]. Nobody rated anybody.

22 heads of 11 areas, four quarters. Group 10 worked in two areas only in the first quarter (four raters: no result), group 9 in four (eight raters); in the
second quarter three sheets are missing."""
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from draw import bell, within, write

AREAS = ["张店区", "淄川区", "博山区", "周村区", "临淄区", "桓台县", "高青县", "沂源县", "高新区", "经开区", "文昌湖旅游度假区"]
TEAMS = ["“全面深化改革要有新突破”督察组"] + ["市督察组%02d（来源未载名）" % i for i in range(2, 11)]
QUARTERS = ["2017年第%s季度" % n for n in "一二三四"]
HEADS = ["党（工）委主要负责人", "政府（管委会）主要负责人"]
ITEMS = ["排名办法是否合理", "排名顺序是否公平", "督察是否到位", "人员是否廉洁"]


def rated(q, area, team):
    if q == 0 and team == 9:
        return area < 2
    if q == 0 and team == 8:
        return area < 4
    return True


def main():
    rows = []
    for q, quarter in enumerate(QUARTERS):
        for a, area in enumerate(AREAS):
            for head in HEADS:
                if q == 1 and (a, head) in ((3, HEADS[0]), (3, HEADS[1]), (8, HEADS[1])):
                    continue
                for t, team in enumerate(TEAMS):
                    scores = [within(10, round(22.3 + 0.9 * bell("team", t) + 0.6 * bell("item", t, i) + 0.9 * bell(area, head, quarter, team, i)), 25) for i in range(4)]
                    rows.append([area + head, quarter, team] + (scores if rated(q, a, t) else [""] * 4))
    write("sheet-simulated.csv", ["测评人", "季度", "督察组"] + ITEMS, rows)


if __name__ == "__main__":
    main()
