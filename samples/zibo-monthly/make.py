#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Simulated records of the monthly scoring: python3 samples/zibo-monthly/make.py [FOLDER]. Nobody was inspected.

Each area and task group has a level, each month adds luck; from it come problems, items done, grades and bonus items. From April to June one area is
made so weak that it is last three months in a row, from July to September one task group; in February no task group was rated."""
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from draw import bell, uniform, whole, within, write

AREAS = ["张店区", "淄川区", "博山区", "周村区", "临淄区", "桓台县", "高青县", "沂源县", "高新区", "经开区", "文昌湖旅游度假区"]
TASKS = ["市专项小组%02d（来源未载名）" % i for i in range(1, 9)]
MONTHS = ["2017年%d月" % i for i in range(1, 13)]
DEDUCT, GRADED, RATIO, BONUS = "deduct", "graded", "ratio", "bonus"
POINTS = [DEDUCT, GRADED, RATIO, DEDUCT, BONUS, RATIO, RATIO, DEDUCT, GRADED, DEDUCT, RATIO, BONUS, GRADED, DEDUCT, BONUS, GRADED, RATIO, DEDUCT, RATIO, GRADED,
          DEDUCT, RATIO, GRADED, DEDUCT, BONUS]
WEAK = {("高青县", 3), ("高青县", 4), ("高青县", 5), (TASKS[5], 6), (TASKS[5], 7), (TASKS[5], 8)}


def level(unit, month):
    """How well the work goes: about 0 on average."""
    return 0.5 * bell("level", unit) + 0.4 * bell("month", unit, month) - (3 if (unit, month) in WEAK else 0)


def answers(unit, month):
    row, good = [], level(unit, month)
    for number, method in enumerate(POINTS, 1):
        luck = good + 0.8 * bell("point", unit, month, number)
        if method == DEDUCT:
            row.append(within(0, round(0.8 - luck), 9))
        elif method == GRADED:
            row.append("优" if luck > 0 else "良" if luck > -1.2 else "中" if luck > -2.5 else "差")
        elif method == RATIO:
            due = whole(6, 20, "due", unit, month, number)
            row += [due, within(0, round(due * (0.93 + 0.05 * luck)), due)]
        else:
            row.append(within(0, round(1.5 + luck), 6))
    return row


def header(first):
    columns = [first, "月份"]
    for number, method in enumerate(POINTS, 1):
        columns += {DEDUCT: ["督察点%02d问题数"], GRADED: ["督察点%02d等次"], RATIO: ["督察点%02d应完成", "督察点%02d已完成"], BONUS: ["督察点%02d加分项数"]}[method]
        columns[-1] %= number
        if method == RATIO:
            columns[-2] %= number
    return columns


def main():
    write("area_month-simulated.csv", header("区县") + ["信息化推进改革事项数"],
          [[area, MONTHS[m]] + answers(area, m) + [int(3 * uniform("digital", area, m) ** 2)] for m in range(12) for area in AREAS])
    write("task_month-simulated.csv", header("市专项小组"), [[task, MONTHS[m]] + answers(task, m) for m in range(12) if m != 1 for task in TASKS])
    special = []
    for m in range(12):
        for area in AREAS:
            if uniform("inspected", area, m) < 0.25: # special inspections go to a quarter of the areas a month
                for i in range(whole(0, 4, "found", area, m)):
                    special.append(["%04d" % (len(special) + 1), area, MONTHS[m], "未整改" if uniform("open", area, m, i) < 0.2 else "已整改"])
    write("special-simulated.csv", ["问题编号", "区县", "月份", "当月整改情况"], special)
    write("year_end-simulated.csv", ["区县", "实地考核得分", "群众评议得分"],
          [[area, "%.1f" % within(60, 88 + 2 * bell("review", area), 100), "%.1f" % within(60, 86 + 3 * bell("opinion", area), 100)] for area in AREAS])


if __name__ == "__main__":
    main()
