#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the response files of the evaluation of 2017, as a team would have got them.

    python3 samples/zibo-2017/make.py OUTDIR

Nothing here was answered by anybody: the published report gives totals, means and places, and this program draws answers that come to
them. It knows the rubric of surveys/zibo-2017 and computes it in exact fractions; then it moves single marks by half a point until the two
published means stand. What the report does not say (who was where, which district is how good) is drawn, and is not a statement about anyone.

Same bytes at each run: own random numbers, fixed seed, no dates but those drawn, archives stored and not deflated.
Only the standard library; `check()` at the end proves every published figure again from the rows that were written.
"""
import csv
import io
import os
import sys
import zipfile
from fractions import Fraction
from xml.sax.saxutils import escape

# What the published report says -----------------------------------------------------------------------------------

PROJECT_MEAN = Fraction("94.24")
DISTRICT_MEAN = Fraction("92.56")
VALID = 885
SATISFIED = 805          # of 885: 90.96 %, printed as 91
MOST_KNOWN = 651         # 爱工惠: 73.6 %
LEAST_KNOWN = 177        # 20.0 %, "about 20 %"
SPREAD = Fraction("18.5")  # first to last district in p05

# Units ------------------------------------------------------------------------------------------------------------

DISTRICTS = ["zd", "zc", "bs", "zcn", "lz", "ht", "gq", "yy", "gx"]
DISTRICT_NAMES = {  # as people write them; the first is the official one
    "zd": ["张店区", "张店", "淄博市张店区"], "zc": ["淄川区", "淄川", "淄 川 区"], "bs": ["博山区", "博山", "博山区 "],
    "zcn": ["周村区", "周村", "　周村区"], "lz": ["临淄区", "临淄", "临淄"], "ht": ["桓台县", "桓台", "淄博市桓台县"],
    "gq": ["高青县", "高青", "高 青 县"], "yy": ["沂源县", "沂源", "沂源县　"], "gx": ["高新区", "高新", "淄博高新区"],
}
PROJECTS = ["p%02d" % n for n in range(1, 21)]
PROJECT_NAMES = {
    "p01": ["开展法官检察官履职评议创新司法监督", "“两官”履职评议", "开展法官检察官履职评议,创新司法监督工作"],
    "p02": ["坚持信息化引领，创新开展部门预算备案审查", "部门预算备案审查", "坚持信息化引领,创新开展部门预算备案审查"],
    "p03": ["创新构建“淄川文化云”平台打造“互联网+公共文化服务”新模式", "淄川文化云", "创新构建\"淄川文化云\"平台打造\"互联网＋公共文化服务\"新模式"],
    "p04": ["探索构建“六大数据平台”，打造“互联网+精准预防”", "六大数据平台", "探索构建‘六大数据平台’,打造‘互联网+精准预防’"],
    "p05": ["探索建立轻微刑事案件快速办理机制", "轻微刑事案件快速办理", "轻微刑事案件快速办理机制"],
    "p06": ["互联网+农业供给侧结构性改革", "农业供给侧改革", "互联网＋农业供给侧结构性改革"],
    "p07": ["探索创新社区互联网+居家养老服务模式", "社区居家养老", "“互联网+居家养老”云平台"],
    "p08": ["创新数字化大城管", "数字城管", "数字化大城管"],
    "p09": ["创新改革政务“云桌面”，开启政务服务新模式", "政务云桌面", "创新改革政务‘云桌面\\',开启政务服务新模式"],
    "p10": ["打破“信息孤岛”构建全领域“大数据”平台", "打破信息孤岛", "打破「信息孤岛」构建全领域「大数据」平台"],
    "p11": ["探索“共同体+联盟”办学模式，推动城乡教育均衡发展", "共同体+联盟办学", "探索“共同体＋联盟”办学模式,推动城乡教育均衡发展"],
    "p12": ["爱工惠", "“爱工惠”", "“爱工惠”项目"],
    "p13": ["“五位一体”社会治理新模式", "五位一体社会治理", "社会治理“云平台”"],
    "p14": ["云党建·先锋在线", "云党建", "云党建•先锋在线"],
    "p15": ["“大数据+社保卡+基层平台”服务模式", "社保卡基层平台", "大数据＋社保卡＋基层平台"],
}
for n in range(16, 21):
    PROJECT_NAMES["p%02d" % n] = ["项目%d（来源未载名）" % n, "项目%d" % n, "项目%d(来源未载名)" % n]
ORIGIN = {"p03": ["zc"], "p04": ["zcn"], "p07": ["zd"], "p09": ["ht"], "p10": ["lz"], "p11": ["ht", "gx"], "p13": ["zd"], "p14": ["ht"]}
NOT_INTERNET = {"p01", "p11"}

DEPARTMENTS = ["b%02d" % n for n in range(1, 18)]
DEPARTMENT_NAMES = {"b01": ["市人大常委会", "市人大"], "b02": ["市文广新局", "文广新局"], "b03": ["人社部门", "市人社局"]}
for n in range(4, 18):
    DEPARTMENT_NAMES["b%02d" % n] = ["牵头部门%02d（来源未载名）" % n, "牵头部门%02d" % n]
LEAD = {"p01": "b01", "p02": "b01", "p03": "b02", "p15": "b03", "p16": "b15", "p17": "b15", "p18": "b16", "p19": "b16", "p20": "b17"}
LEAD.update({"p%02d" % n: "b%02d" % n for n in range(4, 15)})

EXPERTS = ["专家%02d（来源未载名）" % n for n in range(1, 14)]
ITEMS = ["工作推进", "责任落实", "考核监督", "实际效果", "舆论宣传"]


def applies(project, district):
    return not (district == "gx" and project in ("p01", "p02"))


# Counted work: the sums are published, the parts are drawn by hand ------------------------------------------------------

DEPARTMENT_WORK = {  # visits, promotions, communication, circulars, press
    "b01": (16, 9, 10, 12, 4), "b02": (7, 4, 7, 5, 1), "b03": (14, 8, 9, 10, 2), "b04": (9, 6, 8, 7, 0), "b05": (11, 7, 6, 9, 1),
    "b06": (12, 8, 8, 10, 2), "b07": (10, 7, 5, 9, 1), "b08": (8, 5, 6, 11, 0), "b09": (13, 8, 9, 8, 1), "b10": (12, 9, 8, 10, 3),
    "b11": (11, 7, 7, 9, 2), "b12": (9, 8, 6, 8, 3), "b13": (10, 6, 5, 9, 1), "b14": (12, 7, 7, 10, 2), "b15": (8, 6, 6, 8, 1),
    "b16": (10, 6, 7, 7, 0), "b17": (11, 8, 7, 9, 0),
}
NO_RECTIFICATION = {"b02", "b04"}
DISTRICT_WORK = {  # projects that apply, plans, claimed by leaders, circulars, national speeches, provincial speeches, press
    "zd": (20, 20, 20, 158, 5, 10, 22), "zc": (20, 20, 20, 131, 2, 6, 12), "bs": (20, 19, 18, 112, 1, 4, 8),
    "zcn": (20, 20, 20, 126, 3, 6, 14), "lz": (20, 20, 20, 149, 4, 9, 19), "ht": (20, 20, 19, 137, 5, 8, 17),
    "gq": (20, 18, 18, 96, 1, 3, 7), "yy": (20, 19, 20, 118, 2, 6, 11), "gx": (18, 17, 17, 99, 2, 5, 12),
}

# How good a district or project is in this drawing, in points of a hundred -------------------------------------------------

DISTRICT_LEVEL = {"zd": 2.1, "zc": 1.0, "bs": -1.6, "zcn": 0.4, "lz": 1.7, "ht": 1.4, "gq": -2.4, "yy": -0.4, "gx": -1.1}
PROJECT_LEVEL = {"p01": 0.6, "p02": 1.3, "p03": -6.2, "p04": -7.8, "p05": -1.2, "p06": -1.6, "p07": -1.4, "p08": -0.3, "p09": 0.1, "p10": 1.6,
                 "p11": 0.4, "p12": 2.6, "p13": 1.1, "p14": 1.9, "p15": 2.2, "p16": 0.9, "p17": 0.7, "p18": 1.5, "p19": -0.2, "p20": 1.0}
UNEVEN = {"p06": 2.2, "p07": 2.0}  # districts differ more than elsewhere
AWARE = {"p01": 214, "p02": 181, "p03": 402, "p04": LEAST_KNOWN, "p05": 239, "p06": 318, "p07": 521, "p08": 567, "p09": 226, "p10": 271, "p11": 489,
         "p12": MOST_KNOWN, "p13": 347, "p14": 436, "p15": 598, "p16": 334, "p17": 379, "p18": 298, "p19": 263, "p20": 412}
ASKED = {"zd": 127, "zc": 107, "bs": 92, "zcn": 93, "lz": 107, "ht": 92, "gq": 82, "yy": 93, "gx": 92}  # valid ones, of those issued


# Random numbers that no version of Python changes (SplitMix64) -----------------------------------------------------------

class Draw:
    def __init__(self, seed):
        self.state = seed

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return z ^ (z >> 31)

    def below(self, n):
        return self.bits() % n

    def chance(self, per_thousand):
        return self.below(1000) < per_thousand

    def normal(self):
        """About normal, exactly the same everywhere: twelve dice and no logarithm."""
        return (sum(self.below(1 << 20) for _ in range(12)) - 6 * ((1 << 20) - 1)) / float(1 << 20)

    def shuffled(self, things):
        things = list(things)
        for i in range(len(things) - 1, 0, -1):
            j = self.below(i + 1)
            things[i], things[j] = things[j], things[i]
        return things


draw = Draw(20180706)


# Rating sheets ------------------------------------------------------------------------------------------------------------

def marks(total, count=5, tilt=None):
    """`count` marks of 0–20 in halves that add up to `total` (a multiple of 0.5), none far from the others."""
    halves = int(total * 2)
    each = [halves // count] * count
    order = draw.shuffled(range(count)) if tilt is None else tilt
    for i in order[:halves % count]:
        each[i] += 1
    for _ in range(3):  # some character: move half a point from one to another
        a, b = draw.below(count), draw.below(count)
        if each[a] < 40 and each[b] > each[a] - 3 and each[b] > 0 and a != b and each[a] - each[b] < 2:
            each[a] += 1
            each[b] -= 1
    assert sum(each) == halves and max(each) <= 40
    return [Fraction(h, 2) for h in each]


def near(points, low=Fraction(80), high=Fraction(99)):
    """To halves within what such sheets show."""
    return min(max(Fraction(round(points * 2), 2), low), high)


def make_department_sheets():
    sheets = {}
    for p in PROJECTS:
        for d in DISTRICTS:
            if applies(p, d):
                level = 94.1 + DISTRICT_LEVEL[d] * UNEVEN.get(p, 0.9) + PROJECT_LEVEL[p] + 1.1 * draw.normal()
                sheets[p, d] = near(level)
    for d in DISTRICTS:  # 探索建立轻微刑事案件快速办理机制: 98 to 79.5
        sheets["p05", d] = near(94.0 + 1.9 * DISTRICT_LEVEL[d] + 1.5 * draw.normal(), Fraction(83), Fraction(97))
    sheets["p05", "lz"], sheets["p05", "gq"] = Fraction(98), Fraction(98) - SPREAD
    return {cell: marks(total) for cell, total in sheets.items()}


def make_district_sheets():
    """A district thinks well of its own projects: those marks are left out by the program, and should be."""
    sheets = {}
    for d in DISTRICTS:
        kindness = 0.7 * draw.normal()
        for p in PROJECTS:
            if applies(p, d):
                level = 95.1 + 0.8 * PROJECT_LEVEL[p] + kindness + 0.8 * draw.normal() + (2.0 if d in ORIGIN.get(p, []) else 0)
                guidance = 18.9 + 0.1 * PROJECT_LEVEL[p] + 0.4 * draw.normal()
                sheets[d, p] = marks(near(level)) + [min(max(Fraction(round(guidance * 2), 2), Fraction(16)), Fraction(20))]
    return sheets


def make_symposium_sheets(units, level):
    sheets = {}
    for e in EXPERTS:
        kindness = 0.9 * draw.normal()
        for u in units:
            sheets[e, u] = marks(near(level(u) + kindness + 1.2 * draw.normal()))
    return sheets


def make_visits():
    """32 places: each project at least once, districts as evenly as the pairs allow."""
    places = []
    visits_of = {d: 0 for d in DISTRICTS}
    for p in PROJECTS + ["p12", "p15", "p10", "p08", "p07", "p14", "p13", "p11", "p06", "p02", "p18", "p20"]:
        taken = [d for q, d in places if q == p]
        open_to = [d for d in draw.shuffled(DISTRICTS) if applies(p, d) and d not in taken]
        d = min(open_to, key=lambda x: visits_of[x])
        visits_of[d] += 1
        places.append((p, d))
    visits = []
    for n, (p, d) in enumerate(draw.shuffled(places)):
        level = 93.9 + 0.7 * DISTRICT_LEVEL[d] + 0.7 * PROJECT_LEVEL[p] + 1.0 * draw.normal()
        visits.append({"number": n + 1, "project": p, "district": d, "expert": EXPERTS[draw.below(len(EXPERTS))], "day": 43200 + 2 + n, "marks": marks(near(level))})
    return visits


# The public questionnaire ---------------------------------------------------------------------------------------------------

LEVELS = ["非常满意", "满意", "一般", "不满意", "非常不满意"]
DONT_KNOW, BLANK, SKIPPED = "不了解", "(空)", "(跳过)"
POINTS = dict(zip(LEVELS, (100, 80, 60, 40, 20)))
CHANNELS = ["报纸、电视", "微博、微信", "政府网站", "宣传栏、宣传手册(海报)", "单位或村居会议", "亲友介绍"]
OTHER_CHANNELS = ["单位内部学习", "工会活动,发的手册", "办事大厅\"便民台\"", "孩子学校的通知"]
COMMENTS = [
    "希望继续推进，让群众少跑腿", "宣传再通俗一些，有的项目名称看不懂", "手机软件太多了，最好合并成一个", "办事比以前快了，很方便",
    "基层工作人员少，建议增加培训", "社区养老服务好，但服务项目还不够多", "数据共享还不够,有些材料要重复提交", "没有意见",
    "建议：1、加强指导；\n2、经验要长期坚持", "对\"爱工惠\"比较了解，其他了解不多", "农村老年人不会用智能手机，要保留人工窗口", "　希望多到村里宣传",
]


def graded(order, counts):
    """The first counts[0] get 非常满意, the next counts[1] 满意 and so on."""
    grades, at = {}, 0
    for label, count in zip(LEVELS, counts):
        for r in order[at:at + count]:
            grades[r] = label
        at += count
    assert at == len(order)
    return grades


def shares(n, per_thousand):
    """Counts of n in about these shares; the first takes what rounding leaves."""
    counts = [n * share // 1000 for share in per_thousand]
    counts[0] += n - sum(counts)
    return counts


def make_people():
    people = []
    for d in DISTRICTS:
        for _ in range(ASKED[d]):
            cadre = draw.chance(380)
            people.append({
                "district": d, "resident": "不足一年" if draw.chance(35) else "一年以上", "age": ["18—29岁", "30—44岁", "45—59岁", "60岁及以上"][min(3, draw.below(9) // 2 if cadre else draw.below(8) // 2)],
                "respondent": "机关事业单位干部" if cadre else "群众", "mood": draw.normal() + 0.13 * DISTRICT_LEVEL[d] + (0.25 if cadre else 0),
                "interest": draw.normal() + (0.5 if cadre else 0), "attention": "一般", "why": None,
            })
    assert len(people) == VALID
    return people


def answer_knowledge(people):
    for p in PROJECTS:
        asked = [i for i, r in enumerate(people) if applies(p, r["district"])]
        order = sorted(asked, key=lambda i: (-(people[i]["interest"] + 1.5 * draw.normal() + (0.8 if people[i]["district"] in ORIGIN.get(p, []) else 0)), i))
        aware = AWARE[p]
        heard = (len(asked) - aware) * (420 + draw.below(120)) // 1000
        for place, i in enumerate(order):
            people[i]["know", p] = "知道" if place < aware else "听说过" if place < aware + heard else "不知道"
        for i, r in enumerate(people):
            r.setdefault(("know", p), SKIPPED)


def answer_satisfaction(people):
    everyone = range(len(people))

    def order(indices, spread, lift=lambda r: 0.0):
        return sorted(indices, key=lambda i: (-(people[i]["mood"] + lift(people[i]) + spread * draw.normal()), i))

    for i, label in graded(order(everyone, 0.5), [531, SATISFIED - 531, 61, 14, 5]).items():
        people[i]["overall"] = label
    for item, level in zip(ITEMS, (640, 600, 585, 625, 560)):
        for i, label in graded(order(everyone, 0.7), shares(VALID, (level, 915 - level, 66, 14, 5))).items():
            people[i]["opinion", item] = DONT_KNOW if draw.chance(28) else BLANK if draw.chance(9) else label
    for p in PROJECTS:
        knowing = [i for i in everyone if people[i]["know", p] in ("知道", "听说过")]
        top = int(660 + 26 * PROJECT_LEVEL[p])
        grades = graded(order(knowing, 0.9), shares(len(knowing), (top, 940 - top, 45, 11, 4)))
        for i in everyone:
            unsure = 70 if people[i]["know", p] == "听说过" else 12
            people[i]["sat", p] = SKIPPED if i not in grades else DONT_KNOW if draw.chance(unsure) else BLANK if draw.chance(6) else grades[i]
    for n in range(16):  # a contradiction that a rule cancels: does not know it, yet is very satisfied
        r = people[(n * 53 + 7) % len(people)]
        p = next(q for q in draw.shuffled(PROJECTS) if r["know", q] == "不知道")
        r["sat", p] = LEVELS[n % 2]


def spoil(people):
    """Eighteen more that do not count, each caught by one rule."""
    extra = []
    donors = [people[(k * 41 + 11) % len(people)] for k in range(18)]
    for k, donor in enumerate(donors):
        r = dict(donor)
        if k < 2:
            r.update(resident="不在淄博市居住", why="v09a")
        elif k < 4:
            r.update(age="18岁以下", why="v09b")
        elif k < 9:
            r.update(attention=("满意", "不满意")[k % 2], why="v06")
        elif k < 14:  # gave up half-way
            r["why"] = "v01"
            for key in list(r):
                if isinstance(key, tuple) and (key[0] in ("sat", "opinion") or (key[0] == "know" and key[1] > "p06")) and r[key] != SKIPPED:
                    r[key] = BLANK
        elif k < 16:
            r.update(overall=BLANK, why="v02")
        else:  # the same answer everywhere, in no time
            r["why"] = "v05"
            for p in PROJECTS:
                if r["know", p] != SKIPPED:
                    r["know", p], r["sat", p] = "知道", "非常满意"
            for item in ITEMS:
                r["opinion", item] = "非常满意"
            r["overall"] = "非常满意"
        extra.append(r)
    return extra


def make_public():
    people = make_people()
    answer_knowledge(people)
    answer_satisfaction(people)
    return people + spoil(people)


def public_rows(people):
    header = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "1、您所在的区县是", "2、您在淄博市居住的时间是", "3、您的年龄是", "4、您的身份是",
              "5、您通过哪些渠道了解创新改革经验"]
    written = {p: PROJECT_NAMES[p][0].replace("“", "\"").replace("”", "\"") if p in ("p03", "p04", "p10") else PROJECT_NAMES[p][0] for p in PROJECTS}
    for number, title in ((6, "您是否知道下列创新改革项目"), (7, "您对下列项目的推广推介情况是否满意")):
        header += ["%d、%s%s" % (number, title + "—" if p == "p01" else "", written[p]) for p in PROJECTS]
    matrix = ["工作推进力度", "责任落实情况", "考核监督力度", "改革实际效果", "舆论宣传力度"]
    header += ["8、%s%s" % ("您对所在区县推广推介工作的下列方面是否满意—" if i == 0 else "", row) for i, row in enumerate(matrix)]
    header += ["9、为检验答题质量，本题请选择“一般” ", "10、总体来看，您对创新改革经验推广推介情况是否满意", "11、您的意见和建议"]

    rows, serial, minute = [header], 3, 0
    for r in draw.shuffled(people):
        channels = [c for c in CHANNELS if draw.chance(360)] or [CHANNELS[draw.below(len(CHANNELS))]]
        if draw.chance(25):
            channels.append("其他〖%s〗" % OTHER_CHANNELS[draw.below(len(OTHER_CHANNELS))])
        minute += 1 + draw.below(61)
        day, clock = minute // 720, minute % 720  # answered from 8 to 20 o'clock
        seconds = 21 + draw.below(9) if r["why"] == "v05" else 170 + draw.below(240) + draw.below(240)
        row = [str(serial), "2018/%02d/%02d %02d:%02d:%02d" % (4 + day // 30, day % 30 + 1, 8 + clock // 60, clock % 60, draw.below(60)), "%d秒" % seconds,
               ("微信", "手机提交", "链接")[draw.below(3)], "模拟数据", "%s.%d(山东-淄博)" % (("192.0.2", "198.51.100", "203.0.113")[draw.below(3)], 1 + draw.below(254)),
               DISTRICT_NAMES[r["district"]][0], r["resident"], r["age"], r["respondent"], "┋".join(channels)]
        row += [r["know", p] for p in PROJECTS] + [r["sat", p] for p in PROJECTS] + [r["opinion", item] for item in ITEMS]
        row += [r["attention"], r["overall"], COMMENTS[draw.below(len(COMMENTS))] if draw.chance(85) else BLANK]
        rows.append(row)
        serial += 1 + (draw.below(40) == 0)  # somebody deletes a test answer now and then
    return rows


# The rubric in exact fractions ----------------------------------------------------------------------------------------------

def mean(values):
    values = list(values)
    return sum(values, Fraction(0)) / len(values)


def trimmed(values):
    """Without the highest and the lowest."""
    return mean(sorted(values)[1:-1])


def linear(value, high, low=0, top=100):
    return low + (top - low) * min(max(Fraction(value) / high, Fraction(0)), Fraction(1))


def steps(value, table):
    return next(score for least, score in table if value >= least)


def opinion_score(people, key, only):
    """Mean of 100/80/60/40/20 over the answers of valid people."""
    return mean(Fraction(POINTS[r[key]]) for r in people if only(r) and r[key] in POINTS)


class Data:
    def __init__(self):
        self.department = make_department_sheets()
        self.district = make_district_sheets()
        self.symposium_district = make_symposium_sheets(DISTRICTS, lambda d: 91.0 + 0.7 * DISTRICT_LEVEL[d])
        self.symposium_project = make_symposium_sheets(PROJECTS, lambda p: 95.3 + 0.8 * PROJECT_LEVEL[p])
        self.visits = make_visits()
        self.people = make_public()
        self.valid = [r for r in self.people if r["why"] is None]
        self.fixed_parts()

    def fixed_parts(self):
        """What calibration does not move."""
        self.cells = {cell: sum(m) for cell, m in self.department.items()}
        self.district_rest, self.project_rest = {}, {}
        for d in DISTRICTS:
            n, plans, claims, circulars, national, provincial, press = DISTRICT_WORK[d]
            work = mean([linear(Fraction(plans * 100, n), 100), linear(Fraction(claims * 100, n), 100), steps(circulars, [(150, 100), (130, 96), (110, 92), (90, 88), (0, 80)]),
                         linear(national + provincial, 16, 70), linear(press, 25, 70)])
            here = lambda r: r["district"] == d
            survey = sum(15 * opinion_score(self.valid, ("opinion", item), here) for item in ITEMS) / 100 + opinion_score(self.valid, "overall", here) / 4
            dept = mean(self.cells[p, d] for p in PROJECTS if applies(p, d))
            site = 5 * mean(mean(v["marks"]) for v in self.visits if v["district"] == d)
            self.district_rest[d] = (50 * dept + 10 * site + 15 * survey + 10 * work) / 100
        for p in PROJECTS:
            others = [self.district[d, p] for d in DISTRICTS if applies(p, d) and d not in ORIGIN.get(p, [])]
            peer = sum(w * 5 * mean(m[i] for m in others) for i, w in enumerate((18, 14, 16, 20, 16, 16))) / 100
            survey = opinion_score(self.valid, ("sat", p), lambda r: r["know", p] != "不知道")
            dept = mean(self.cells[p, d] for d in DISTRICTS if applies(p, d))
            site = 5 * mean(mean(v["marks"]) for v in self.visits if v["project"] == p)
            self.project_rest[p] = (50 * dept + 15 * peer + 10 * site + 10 * survey) / 100

    def symposium(self, sheets, unit):
        return 5 * mean(trimmed(sheets[e, unit][i] for e in EXPERTS) for i in range(5))

    def districts(self):
        return {d: self.district_rest[d] + Fraction(15, 100) * self.symposium(self.symposium_district, d) for d in DISTRICTS}

    def projects(self):
        return {p: self.project_rest[p] + Fraction(15, 100) * self.symposium(self.symposium_project, p) for p in PROJECTS}

    def departments(self):
        projects, scores = self.projects(), {}
        for b in DEPARTMENTS:
            visits, promotions, communication, circulars, press = DEPARTMENT_WORK[b]
            work = (20 * steps(visits, [(15, 100), (12, 96), (9, 92), (6, 88), (0, 80)]) + 15 * linear(promotions, 12, 80) + 15 * linear(communication, 12, 80)
                    + 20 * linear(circulars, 15, 80) + 15 * (60 if b in NO_RECTIFICATION else 100) + 15 * linear(press, 4, 80)) / 100
            scores[b] = Fraction(80, 100) * mean(projects[p] for p in PROJECTS if LEAD[p] == b) + Fraction(20, 100) * work
        return scores


def printed(value, decimals=2):
    """Half up, as the reader sees it."""
    scaled = value * 10 ** decimals + Fraction(1, 2)
    return Fraction(scaled.numerator // scaled.denominator, 10 ** decimals)


def calibrate(scores, sheets, units, target):
    """Moves single marks of the symposium by half a point until the mean is the published one, exact and of what is printed."""
    for _ in range(20000):
        now = scores()
        distance = mean(now.values()) - target
        if abs(distance) < Fraction(15, 10000) and printed(mean(printed(v) for v in now.values())) == target and len({printed(v) for v in now.values()}) == len(now):
            return
        cell = sheets[EXPERTS[draw.below(len(EXPERTS))], units[draw.below(len(units))]]
        i = draw.below(5)
        step = Fraction(-1, 2) if distance > 0 else Fraction(1, 2)
        if 16 <= cell[i] + step <= 20:
            cell[i] += step
    raise SystemExit("no calibration found: mean %s of %s" % (float(mean(scores().values())), float(target)))


# Writing --------------------------------------------------------------------------------------------------------------------

def write_csv(path, rows, encoding):
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    with open(path, "wb") as file:
        file.write(out.getvalue().encode(encoding))


COLUMN_NAMES = [chr(65 + i) for i in range(26)]
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DATE_STYLE = 1


class Day(int):
    """A date as Excel counts days."""


def sheet_cell(name, value, strings):
    if value is None:
        return ""
    if isinstance(value, Day):
        return '<c r="%s" s="%d"><v>%d</v></c>' % (name, DATE_STYLE, value)
    if isinstance(value, str):
        return '<c r="%s" t="s"><v>%d</v></c>' % (name, strings.setdefault(value, len(strings)))
    return '<c r="%s"><v>%s</v></c>' % (name, ("%.1f" % float(value)).replace(".0", ""))


def write_xlsx(path, rows):
    strings, lines = {}, []
    for r, row in enumerate(rows, 1):
        cells = "".join(sheet_cell("%s%d" % (COLUMN_NAMES[c], r), value, strings) for c, value in enumerate(row))
        lines.append('<row r="%d">%s</row>' % (r, cells))
    files = {
        "[Content_Types].xml": '<Types xmlns="%s/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>' % PACKAGE
        + "".join('<Override PartName="/xl/%s.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.%s+xml"/>' % pair
                  for pair in (("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("styles", "styles"), ("sharedStrings", "sharedStrings"))) + "</Types>",
        "_rels/.rels": '<Relationships xmlns="%s/relationships"><Relationship Id="rId1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>' % (PACKAGE, OFFICE),
        "xl/workbook.xml": '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="模拟数据" sheetId="1" r:id="rId1"/></sheets></workbook>' % (MAIN, OFFICE),
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="%s/relationships">' % PACKAGE
        + "".join('<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>' % (i, OFFICE, kind, target)
                  for i, (kind, target) in enumerate((("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")), 1)) + "</Relationships>",
        "xl/styles.xml": '<styleSheet xmlns="%s"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf numFmtId="14" applyNumberFormat="1" xfId="0"/></cellXfs></styleSheet>' % MAIN,
        "xl/worksheets/sheet1.xml": '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN, "".join(lines)),
        "xl/sharedStrings.xml": '<sst xmlns="%s" uniqueCount="%d">%s</sst>' % (MAIN, len(strings), "".join('<si><t xml:space="preserve">%s</t></si>' % escape(s) for s in strings)),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            archive.writestr(info, (XML + text).encode("utf-8"))


def typed(value):
    """A mark as people type it: mostly a number, now and then a text that looks like one."""
    odd = draw.below(60)
    text = "%.1f" % float(value)
    if odd == 0:
        return text  # 18.0
    if odd == 1:
        return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789."})  # full-width
    if odd == 2:
        return " " + text.replace(".0", "") + "分"
    return value


def name_of(names):
    """Mostly the official name."""
    return names[draw.below(len(names))] if draw.chance(300) else names[0]


def write_files(data, folder):
    def path(name):
        return os.path.join(folder, name)

    write_csv(path("public-simulated.csv"), public_rows(data.people), "utf-8-sig")

    rows = [["【模拟数据】牵头部门对各区县推广推介情况评估量表"], ["牵头部门", "项目", "区县"] + ITEMS + ["合计", "备注"]]
    for p in PROJECTS:
        for d in DISTRICTS:
            cell = data.department.get((p, d))
            head = [name_of(DEPARTMENT_NAMES[LEAD[p]]), name_of(PROJECT_NAMES[p]), name_of(DISTRICT_NAMES[d])]
            rows.append(head + ([typed(m) for m in cell] + [sum(cell), "模拟"] if cell else ["—"] * 6 + ["不适用"]))
    write_xlsx(path("dept_sheet-simulated.xlsx"), rows)

    rows = [["【模拟数据】区县对推广推介项目及牵头部门指导情况评估量表"], ["评估区县", "项目"] + ITEMS + ["牵头部门指导", "备注"]]
    for d in DISTRICTS:
        for p in PROJECTS:
            if applies(p, d):
                rows.append([name_of(DISTRICT_NAMES[d]), name_of(PROJECT_NAMES[p])] + [typed(m) for m in data.district[d, p]] + ["模拟"])
    write_xlsx(path("district_sheet-simulated.xlsx"), rows)

    for kind, title, units, names, sheets in (("district", "区县", DISTRICTS, DISTRICT_NAMES, data.symposium_district), ("project", "项目", PROJECTS, PROJECT_NAMES, data.symposium_project)):
        rows = [["【模拟数据】座谈评估量表（%s）" % title], ["专家", title] + ITEMS + ["备注"]]
        for e in EXPERTS:
            rows += [[e, name_of(names[u])] + [typed(m) for m in sheets[e, u]] + ["模拟"] for u in units]
        write_xlsx(path("symposium_%s-simulated.xlsx" % kind), rows)

    rows = [["【模拟数据】现场考察评估量表"], ["考察编号", "考察日期", "考察点", "区县", "项目", "带队专家"] + ITEMS + ["备注"]]
    for v in data.visits:
        rows.append(["XC-%02d" % v["number"], Day(v["day"]), "考察点%02d（模拟）" % v["number"], name_of(DISTRICT_NAMES[v["district"]]), name_of(PROJECT_NAMES[v["project"]]), v["expert"]]
                    + [typed(m) for m in v["marks"]] + ["模拟"])
    write_xlsx(path("site-simulated.xlsx"), rows)

    rows = [["表号", "牵头部门", "实地考察次数", "现场推介次数", "与上级主管部门沟通协调次数", "督查通报次数", "是否梳理问题并制定整改方案", "具有全国影响的宣传报道数", "备注"]]
    for n, b in enumerate(DEPARTMENTS, 1):
        work = DEPARTMENT_WORK[b]
        rows.append(["BM-%02d" % n, DEPARTMENT_NAMES[b][0]] + ["%d次" % w if n == 3 else w for w in work[:4]] + ["否" if b in NO_RECTIFICATION else "是", work[4], "模拟数据"])
    write_csv(path("dept_record-simulated.csv"), rows, "gb18030")

    rows = [["表号", "区县", "适用项目数", "制定实施方案项目数", "领导认领项目数", "督查通报次数", "国家级会议典型发言次数", "省级会议典型发言次数", "具有全国影响的宣传报道数", "备注"]]
    rows += [["QX-%02d" % n, DISTRICT_NAMES[d][n % 2]] + list(DISTRICT_WORK[d]) + ["模拟数据"] for n, d in enumerate(DISTRICTS, 1)]
    write_csv(path("district_record-simulated.csv"), rows, "gb18030")

    rows = [["表号", "项目", "是否互联网+事项", "备注"]]
    rows += [["XM-%02d" % n, PROJECT_NAMES[p][2], "否" if p in NOT_INTERNET else "是", "模拟数据"] for n, p in enumerate(PROJECTS, 1)]
    write_csv(path("project_record-simulated.csv"), rows, "gb18030")


# Proof ----------------------------------------------------------------------------------------------------------------------

def places(scores):
    return sorted(scores, key=lambda u: -scores[u])


def check(data):
    valid = data.valid
    projects, districts, departments = data.projects(), data.districts(), data.departments()
    assert len(data.people) == 903 and len(valid) == VALID
    assert sum(r["overall"] in ("非常满意", "满意") for r in valid) == SATISFIED and all(r["overall"] in POINTS for r in valid)
    aware = {p: sum(r["know", p] == "知道" for r in valid) for p in PROJECTS}
    assert aware["p12"] == max(aware.values()) == MOST_KNOWN and aware["p04"] == min(aware.values()) == LEAST_KNOWN
    assert printed(mean(projects.values())) == PROJECT_MEAN and printed(mean(districts.values())) == DISTRICT_MEAN
    assert places(projects)[18:] == ["p03", "p04"]
    spread = {p: max(data.cells[c] for c in data.cells if c[0] == p) - min(data.cells[c] for c in data.cells if c[0] == p) for p in PROJECTS}
    assert spread["p05"] == SPREAD == max(spread.values()) and sorted(spread.values())[-2] < SPREAD
    for table in (projects, districts, departments):
        assert len({printed(v) for v in table.values()}) == len(table), "tied by accident"
        assert all(abs(v * 100 - v * 100 // 1 - Fraction(1, 2)) > Fraction(1, 1000) for v in table.values()), "too near to a rounding edge"
    assert [sum(w[i] for w in DEPARTMENT_WORK.values()) for i in range(5)] == [183, 119, 121, 151, 24]
    assert [sum(w[i] for w in DISTRICT_WORK.values()) for i in range(3, 7)] == [1126, 25, 57, 122]
    assert len(data.visits) == 32 and {v["project"] for v in data.visits} == set(PROJECTS) and {v["district"] for v in data.visits} == set(DISTRICTS)


def calibrated():
    data = Data()
    calibrate(data.districts, data.symposium_district, DISTRICTS, DISTRICT_MEAN)
    calibrate(data.projects, data.symposium_project, PROJECTS, PROJECT_MEAN)
    check(data)
    return data


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        raise SystemExit("usage: make.py OUTDIR")
    os.makedirs(sys.argv[1], exist_ok=True)
    data = calibrated()
    write_files(data, sys.argv[1])
    for name, table in (("districts", data.districts()), ("projects", data.projects()), ("departments", data.departments())):
        print("%s: %s; mean %.4f" % (name, " ".join("%s %.2f" % (u, float(printed(table[u]))) for u in places(table)), float(mean(table.values()))))


if __name__ == "__main__":
    main()
