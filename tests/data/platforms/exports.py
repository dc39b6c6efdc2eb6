# SPDX-License-Identifier: GPL-3.0-or-later
"""Forty invented people, and their answers as each platform exports them, written after the documented layouts. Argument: a folder. Beside the exports it writes truth.tsv: what must be
there after loading, in the words of `ceping dump --stage dataset`; NAME.lost names what an export does not hold (the text of "other" in exports by number, …).
"""
import csv
import io
import json
import os
import random
import sys
import zipfile
from xml.sax.saxutils import escape

OUT = sys.argv[1]
FIVE = ["非常满意", "满意", "一般", "不满意", "非常不满意", "不了解"]
FIVE_NAMES = ["very_good", "good", "fair", "bad", "very_bad", "unknown"]
SCORES = ["100", "80", "60", "40", "20", ""]
HOMES, HOME_IDS = ["张店区", "淄川区", "高新区"], ["zd", "zc", "gx"]
JOBS, JOB_NAMES = ["务农", "经商、务工", "其他"], ["farmer", "trade", "other"]
CHANNELS, CHANNEL_NAMES = ["电视, 广播", "网络(微信、抖音)", "网络", "其他"], ["tv", "net", "web", "other"]
ITEMS, ITEM_IDS = ["教育", "医疗(含医保)", "道路—养护"], ["edu", "med", "road"]
PLACES, PLACE_NAMES = ["住房", "养老", "环境"], ["house", "old", "green"]
TITLES = dict(home="您所在的区县", gender="您的性别", job="您的职业", channel="从何处得知(可多选)", work="请评价下列工作", overall="总体上您是否满意", ranking="请排序", age="您的年龄",
              day="办理日期", note="意见和建议")
NUMBERS = {name: i + 1 for i, name in enumerate(TITLES)}
NOTES = ["很好，谢谢", "路灯不亮：请修;尽快", "第一行\n第二行", "他说“不行”, \"真的\"", "无", "=1+1", "排队久（窗口少）"]

# People -------------------------------------------------------------------------------------------------------------


def people():
    draw = random.Random(20240630)
    for n in range(40):
        blank = lambda value, share=0.08: None if draw.random() < share else value
        person = dict(key=n + 1, home=blank(draw.randrange(3)), gender=blank(draw.randrange(2)), job=blank(draw.randrange(3)), channel=blank([draw.random() < 0.45 for _ in range(4)]),
                      work=[blank(draw.randrange(6)) for _ in range(3)], overall=blank(draw.randrange(6)), ranking=blank(draw.sample(range(3), 3), 0.15), age=blank(draw.randrange(18, 80)),
                      day=blank("2024-%02d-%02d" % (draw.randrange(1, 7), draw.randrange(1, 29))), note=blank(draw.choice(NOTES), 0.4))
        if person["channel"] and not any(person["channel"]):
            person["channel"][draw.randrange(4)] = True
        person["job_text"] = draw.choice(["教师", "学生", "退休：在家"]) if person["job"] == 2 else None
        person["channel_text"] = draw.choice(["邻居", "村干部、邻居", "会上"]) if person["channel"] and person["channel"][3] else None
        person["seconds"] = draw.randrange(60, 600)
        person["at"] = "2024-06-%02d %02d:%02d:%02d" % (draw.randrange(1, 30), draw.randrange(8, 20), draw.randrange(60), draw.randrange(60))
        yield person


PEOPLE = list(people())


def truth(person):
    row = {"key": str(person["key"])}
    say = lambda value: "(blank)" if value is None else str(value)
    row["home"] = "(blank)" if person["home"] is None else HOME_IDS[person["home"]]
    row["gender"] = say(None if person["gender"] is None else person["gender"] + 1)
    row["job"] = say(None if person["job"] is None else person["job"] + 1)
    row["job__3_text"] = person["job_text"] if person["job"] == 2 else "(not_asked)"
    for i in range(4):
        row["channel__%d" % (i + 1)] = "(blank)" if person["channel"] is None else "01"[person["channel"][i]]
    row["channel__4_text"] = person["channel_text"] or "(not_asked)"
    code = lambda value: "(blank)" if value is None else "(dont_know)" if value == 5 else str(value + 1)
    for name, value in zip(ITEM_IDS, person["work"]):
        row[name] = code(value)
    row["overall"] = code(person["overall"])
    for i in range(3):
        row["ranking__%d" % (i + 1)] = "(blank)" if person["ranking"] is None else str(person["ranking"].index(i) + 1)
    row["age"], row["day"], row["note"] = say(person["age"]), say(person["day"]), say(person["note"])
    return row


# Files --------------------------------------------------------------------------------------------------------------


def write_csv(name, rows, lost="", encoding="utf-8-sig", delimiter=",", quoting=csv.QUOTE_MINIMAL, end="\r\n", more=""):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)
    with open("%s/%s.csv" % (OUT, name), "wb") as file:
        file.write((text.getvalue() + more).encode(encoding))
    tell_lost(name, lost)


def tell_lost(name, lost):
    if lost:
        with open("%s/%s.lost" % (OUT, name), "w") as file:
            file.write(lost)


def write_xlsx(name, rows, lost="", numbers=False):
    """Shared strings as Excel writes them; numbers as numbers where asked for."""
    strings, index, lines = [], {}, []
    letters = lambda c: (letters(c // 26 - 1) if c >= 26 else "") + chr(65 + c % 26)
    for r, row in enumerate(rows):
        cells = []
        for c, cell in enumerate(row):
            cell = "" if cell is None else str(cell)
            if not cell:
                continue
            if numbers and r and cell.isascii() and cell.replace(".", "", 1).lstrip("-").isdigit():
                cells.append('<c r="%s%d"><v>%s</v></c>' % (letters(c), r + 1, cell))
                continue
            if cell not in index:
                index[cell] = len(strings)
                strings.append('<si><t xml:space="preserve">%s</t></si>' % escape(cell))
            cells.append('<c r="%s%d" t="s"><v>%d</v></c>' % (letters(c), r + 1, index[cell]))
        lines.append('<row r="%d">%s</row>' % (r + 1, "".join(cells)))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
        '2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns="%s" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets>'
        '</workbook>' % main,
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": '<sst xmlns="%s">%s</sst>' % (main, "".join(strings)),
        "xl/worksheets/sheet1.xml": '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (main, "".join(lines)),
    }
    with zipfile.ZipFile("%s/%s.xlsx" % (OUT, name), "w", zipfile.ZIP_DEFLATED) as book:
        for path, text in parts.items():
            book.writestr(zipfile.ZipInfo(path), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    tell_lost(name, lost)


def pick(values, at, nothing=""):
    return nothing if at is None else values[at]


# 问卷星 ---------------------------------------------------------------------------------------------------------------


def wjx_meta(person, login=False, total=None):
    at = person["at"].replace("-", "/")
    row = [person["key"]] + (["u%03d" % person["key"]] if login else []) + [at, "%d秒" % person["seconds"], "微信", "N/A", "58.246.155.%d(上海-上海)" % person["key"]]
    return row + ([total] if total is not None else [])


WJX_META = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]


def wjx_head(style, split, extra=()):
    """style new: 5、题干—行1, then 5、行2; old: 第5题(行1)."""
    head = []
    for name, title in TITLES.items():
        n = NUMBERS[name]
        parts = CHANNELS if name == "channel" and split else ITEMS if name == "work" else PLACES if name == "ranking" and split else None
        if not parts:
            head.append("%d、%s%s" % (n, title, " " if name == "gender" else ""))
        elif style == "old":
            head += ["第%d题(%s)" % (n, part) for part in parts]
        elif name == "work":
            head += ["%d、%s—%s" % (n, title, parts[0])] + ["%d、%s" % (n, part) for part in parts[1:]]
        else:
            head += ["%d、%s(%s)" % (n, title, parts[0])] + ["%d、(%s)" % (n, part) for part in parts[1:]]
    return head


def wjx_text(person):
    blank = lambda text: "(空)" if text in (None, "") else text
    other = lambda label, text: label if text is None else "%s〖%s〗" % (label, text)
    job = None if person["job"] is None else other(JOBS[person["job"]], person["job_text"])
    channel = person["channel"] and "┋".join(other(CHANNELS[i], person["channel_text"] if i == 3 else None) for i in range(4) if person["channel"][i])
    order = person["ranking"] and "→".join(PLACES[i] for i in person["ranking"])
    return [blank(x) for x in [pick(HOMES, person["home"]), pick(["男", "女"], person["gender"]), job, channel] + [pick(FIVE, v) for v in person["work"]] +
            [pick(FIVE, person["overall"]), order, person["age"] and str(person["age"]), person["day"], person["note"]]]


def wjx_code(person, five=None):
    code = lambda at: "-2" if at is None else str(at + 1)
    value = code if five is None else lambda at: "-2" if at is None else five[at] or "0"
    channel = ["-2"] * 4 if person["channel"] is None else ["01"[x] for x in person["channel"]]
    order = ["-2"] * 3 if person["ranking"] is None else [str(person["ranking"].index(i) + 1) for i in range(3)]
    text = lambda x: "(空)" if x is None else str(x)
    return ([code(person["home"]), code(person["gender"]), code(person["job"])] + channel + [value(v) for v in person["work"]] + [value(person["overall"])] + order +
            [text(person["age"]), text(person["day"]), text(person["note"])])


OTHER_TEXTS = "job__3_text channel__4_text"


def wjx():
    with_login = WJX_META[:1] + ["用户ID"] + WJX_META[1:] + ["总分"]
    new, old = wjx_head("new", False), wjx_head("old", False)
    write_csv("wjx-text-new", [WJX_META + new] + [wjx_meta(p) + wjx_text(p) for p in PEOPLE])
    write_csv("wjx-text-old", [WJX_META + old] + [wjx_meta(p) + wjx_text(p) for p in PEOPLE], encoding="gb18030")
    write_xlsx("wjx-text-login", [with_login + new] + [wjx_meta(p, True, 0) + wjx_text(p) for p in PEOPLE], numbers=True)
    new, old = wjx_head("new", True), wjx_head("old", True)
    write_csv("wjx-code-new", [WJX_META + new] + [wjx_meta(p) + wjx_code(p) for p in PEOPLE], lost=OTHER_TEXTS)
    write_csv("wjx-code-old", [WJX_META + old] + [wjx_meta(p) + wjx_code(p) for p in PEOPLE], lost=OTHER_TEXTS)
    total = lambda p: sum(int(SCORES[v] or 0) for v in p["work"] + [p["overall"]] if v is not None)
    write_xlsx("wjx-code-login", [with_login + new] + [wjx_meta(p, True, total(p)) + wjx_code(p) for p in PEOPLE], lost=OTHER_TEXTS, numbers=True)
    write_xlsx("wjx-score", [WJX_META + ["总分"] + new] + [wjx_meta(p, total=total(p)) + wjx_code(p, SCORES) for p in PEOPLE], lost=OTHER_TEXTS, numbers=True)


# 腾讯问卷 -------------------------------------------------------------------------------------------------------------


def tencent():
    tail = ["语言", "清洗数据结果", "智能清洗数据无效概率", "地理位置国家和地区", "地理位置省", "地理位置市", "用户类型", "用户标识", "昵称", "自定义字段", "IP", "UA", "Referrer", "中奖时间",
            "中奖金额", "审核状态", ""]
    letter = lambda values, at: "" if at is None else "%s.%s" % ("ABCDEFGH"[at], values[at])
    head = ["编号", "开始答题时间", "结束答题时间", "答题时长"]
    for name, title in TITLES.items():
        n = NUMBERS[name]
        parts = [letter(CHANNELS, i) for i in range(4)] if name == "channel" else ITEMS if name == "work" else PLACES if name == "ranking" else None
        head += ["%d.%s:%s" % (n, title, part) for part in parts] if parts else ["%d.%s" % (n, title)]
    rows = []
    for p in PEOPLE:
        channel = ["" if p["channel"] is None or not p["channel"][i] else p["channel_text"] if i == 3 else letter(CHANNELS, i) for i in range(4)]
        job = letter(JOBS, p["job"]) + ("：" + p["job_text"] if p["job_text"] else "")
        order = ["" if p["ranking"] is None else p["ranking"].index(i) + 1 for i in range(3)]
        rows.append([p["key"], p["at"], p["at"], p["seconds"], letter(HOMES, p["home"]), letter(["男", "女"], p["gender"]), job] + channel + [letter(FIVE, v) for v in p["work"]] +
                    [letter(FIVE, p["overall"])] + order + ["" if p["age"] is None else "\t%d" % p["age"], p["day"], p["note"], "简体中文", "有效", "0.1", "中国", "山东", "淄博", "微信用户",
                                                            "x%d" % p["key"], "某人", "", "1.2.3.%d" % p["key"], "Mozilla", "https://x", "", "", "", ""])
    write_csv("tencent", [head + tail] + rows, encoding="gb18030")
    write_xlsx("tencent-xlsx", [head + tail] + rows)


# LimeSurvey ---------------------------------------------------------------------------------------------------------


def limesurvey():
    def head(form):
        def of(code, text, part_code=None, part_text=None):
            bracket = lambda part: "[%s]" % part if part else ""
            short = text[:15].strip() + ("…" if len(text) > 15 else "")
            return {"code": code + bracket(part_code), "full": text + (" " + bracket(part_text) if part_text else ""), "codetext": "%s%s. %s%s" % (code, bracket(part_code), text, " " +
                    bracket(part_text) if part_text else ""), "abbreviated": short + (" " + bracket(part_text) if part_text else ""), "em": code + ("_" + part_code if part_code else "")}[form]
        meta = {"code": ["id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp", "ipaddr", "refurl"],
                "full": ["Response ID", "Date submitted", "Last page", "Start language", "Seed", "Access code", "Date started", "Date last action", "IP address", "Referrer URL"]}
        row = list(meta["full" if form in ("full", "abbreviated") else "code"])
        t = TITLES
        row += [of("home", t["home"]), of("gender", t["gender"]), of("job", t["job"]), of("job", t["job"], "other", "其他")]
        row += [of("channel", t["channel"], "SQ00%d" % (i + 1), CHANNELS[i]) for i in range(3)] + [of("channel", t["channel"], "other", "其他")]
        row += [of("work", t["work"], code, text) for code, text in zip(ITEM_IDS, ITEMS)] + [of("overall", t["overall"])]
        row += [of("ranking", t["ranking"], str(i + 1), "%d等级" % (i + 1)) for i in range(3)]
        row += [of("age", t["age"]), of("day", t["day"]), of("note", t["note"])]
        return row + (["Total time", "Group time: 基本情况", "Question time: gender"] if form in ("full", "abbreviated") else ["interviewtime", "groupTime12", "genderTime"])

    def answers(p, long):
        yes, no = [("Y", ""), ("Yes", "N/A"), ("是", "否"), ("1", "2")][long]
        long %= 3  # 3: short answers, Y and N converted to 1 and 2
        codes = lambda labels, names, at: "" if at is None else labels[at] if long else names[at]
        five = lambda at: codes(FIVE, ["A%d" % (i + 1) for i in range(6)], at)
        job = "" if p["job"] is None else "-oth-" if p["job"] == 2 and not long else "其他" if p["job"] == 2 else codes(JOBS, ["A1", "A2"], p["job"])
        channel = [""] * 4 if p["channel"] is None else [(yes if x else no) for x in p["channel"][:3]] + [p["channel_text"] or ""]
        order = [""] * 3 if p["ranking"] is None else [codes(PLACES, ["R1", "R2", "R3"], i) for i in p["ranking"]]
        meta = [p["key"], p["at"], "3", "zh-Hans", "1%d" % p["key"], "tok%d" % p["key"], p["at"], p["at"], "1.2.3.%d" % p["key"], "https://x"]
        return (meta + [codes(HOMES, HOME_IDS, p["home"]), codes(["男", "女"], ["A1", "A2"], p["gender"]), job, p["job_text"] or ""] + channel + [five(v) for v in p["work"]] +
                [five(p["overall"])] + order + ["" if p["age"] is None else p["age"], "" if p["day"] is None else p["day"] + " 00:00:00",
                                               "" if p["note"] is None else p["note"].replace("\n", "\\n"), "%d.5" % p["seconds"], "60", "12"])
    for name, form, long, delimiter in [("code-short", "code", 0, ";"), ("code-long", "code", 1, ","), ("full-long", "full", 2, ","), ("full-short", "full", 0, "\t"),
                                        ("codetext-short", "codetext", 0, ";"), ("abbreviated-long", "abbreviated", 2, ","), ("em-short", "em", 0, ","),
                                        ("code-converted", "code", 3, ",")]:
        write_csv("limesurvey-" + name, [head(form)] + [answers(p, long) for p in PEOPLE], delimiter=delimiter, quoting=csv.QUOTE_ALL, more="\r\n", lost="")


# KoboToolbox, ODK Central --------------------------------------------------------------------------------------------


def select(p, labels):
    return "" if p["channel"] is None else " ".join((CHANNELS if labels else CHANNEL_NAMES)[i] for i in range(4) if p["channel"][i])


def fields(p, labels):
    code = lambda texts, names, at: pick(texts if labels else names, at)
    order = "" if p["ranking"] is None else " ".join((PLACES if labels else PLACE_NAMES)[i] for i in p["ranking"])
    return dict(home=code(HOMES, HOME_IDS, p["home"]), gender=code(["男", "女"], ["male", "female"], p["gender"]), job=code(JOBS, JOB_NAMES, p["job"]), job_other=p["job_text"] or "",
                channel=select(p, labels), channel_other=p["channel_text"] or "", ranking=order, age="" if p["age"] is None else p["age"], day=p["day"] or "", note=p["note"] or "",
                overall=code(FIVE, FIVE_NAMES, p["overall"]), **{name: code(FIVE, FIVE_NAMES, v) for name, v in zip(ITEM_IDS, p["work"])})


def kobo():
    tail = ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "__version__", "_tags", "_index"]
    for name, labels, groups, multiple in [("both", False, True, "both"), ("summary", False, False, "summary"), ("details", False, True, "details"), ("labels", True, True, "both")]:
        group = lambda names: names if not groups else ("基本情况/" if labels else "g1/sg1/") + names
        title = lambda name: group(TITLES[name] if labels else name)
        options = CHANNELS if labels else CHANNEL_NAMES
        head = ["start", "end", title("home"), title("gender"), title("job"), group((TITLES["job"] if labels else "job") + "_other")]
        head += [title("channel")] if multiple != "details" else []
        head += ["%s/%s" % (title("channel"), option) for option in options] if multiple != "summary" else []
        head += [group((TITLES["channel"] if labels else "channel") + "_other")] + [group(item) for item in (ITEMS if labels else ITEM_IDS)]
        head += [title("overall"), title("ranking"), title("age"), title("day"), title("note"), "_home_latitude", "_home_longitude"] + tail
        rows = []
        for p in PEOPLE:
            f = fields(p, labels)
            split = [""] * 4 if p["channel"] is None else ["01"[x] for x in p["channel"]]
            rows.append([p["at"].replace(" ", "T"), p["at"].replace(" ", "T") + ".000+08:00", f["home"], f["gender"], f["job"], f["job_other"]] +
                        ([f["channel"]] if multiple != "details" else []) + (split if multiple != "summary" else []) + [f["channel_other"]] + [f[i] for i in ITEM_IDS] +
                        [f["overall"], f["ranking"], f["age"], f["day"], f["note"], "36.8", "118.0", p["key"], "uuid%d" % p["key"], p["at"].replace(" ", "T"), "", "", "submitted_via_web", "", "v1", "",
                         p["key"]])
        write_csv("kobo-" + name, [head] + rows, delimiter=";", quoting=csv.QUOTE_ALL, end="\n", encoding="utf-8" if name == "both" else "utf-8-sig")


def odk():
    for name, split in [("split", True), ("joined", False)]:
        channel = ["g1-channel/%s" % option for option in CHANNEL_NAMES] if split else ["g1-channel"]
        head = ["SubmissionDate", "g1-home", "g1-gender", "g1-job", "g1-job_other"] + channel + ["g1-channel_other"] + ["g1-sg-" + i for i in ITEM_IDS]
        head += ["overall", "ranking", "age", "day", "note", "meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState",
                 "DeviceID", "Edits", "FormVersion"]
        rows = []
        for p in PEOPLE:
            f = fields(p, False)
            marks = ([""] * 4 if p["channel"] is None else ["01"[x] for x in p["channel"]]) if split else [f["channel"]]
            rows.append([p["at"].replace(" ", "T") + ".123Z", f["home"], f["gender"], f["job"], f["job_other"]] + marks + [f["channel_other"]] + [f[i] for i in ITEM_IDS] +
                        [f["overall"], f["ranking"], f["age"], f["day"], f["note"], "uuid:%d" % p["key"], p["key"], "5", "某人", "0", "0", "", "approved", "d1", "0", "1"])
        write_csv("odk-" + name, [head] + rows, encoding="utf-8", end="\n")


# Google Forms, SurveyMonkey --------------------------------------------------------------------------------------------


def google():
    t = TITLES
    head = [t["home"], t["gender"], t["job"], t["channel"]] + ["%s [%s]" % (t["work"], item) for item in ITEMS] + [t["overall"], t["age"], t["day"], t["note"]]
    for name, stamp, mail in [("english", "Timestamp", "Email Address"), ("chinese", "时间戳记", "电子邮件地址")]:
        rows = []
        for p in PEOPLE:
            channel = "" if p["channel"] is None else ", ".join([CHANNELS[i] for i in range(3) if p["channel"][i]] + ([p["channel_text"]] if p["channel"][3] else []))
            job = p["job_text"] if p["job"] == 2 else pick(JOBS, p["job"])
            month, day, clock = int(p["at"][5:7]), int(p["at"][8:10]), p["at"][11:]
            at = "%d/%d/2024 %s" % (month, day, clock) if name == "english" else "2024/%d/%d 下午 %d:%s" % (month, day, int(clock[:2]) % 12 or 12, clock[3:])
            rows.append([at, "a%d@b.cn" % p["key"], pick(HOMES, p["home"]), pick(["男", "女"], p["gender"]), job, channel] + [pick(FIVE, v) for v in p["work"]] +
                        [pick(FIVE, p["overall"]), "" if p["age"] is None else p["age"], p["day"] or "", p["note"] or ""])
        write_csv("google-" + name, [[stamp, mail] + head] + rows, encoding="utf-8", lost="key ranking__1 ranking__2 ranking__3")


def surveymonkey():
    t = TITLES
    meta = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name", "Last Name", "Custom Data 1"]
    top = meta + [t["home"], t["gender"], t["job"], ""] + [t["channel"], "", "", ""] + [t["work"], "", "", t["overall"], t["ranking"], "", "", t["age"], t["day"], t["note"]]
    below = [""] * 9 + ["Response", "Response", "Response", "Other (please specify)"] + CHANNELS[:3] + ["Other (please specify)"] + ITEMS + ["Response"] + PLACES + ["Open-Ended Response"] * 3
    for name, ordinal in [("text", False), ("ordinal", True)]:
        five = lambda at: "" if at is None else str(at + 1) if ordinal else FIVE[at]
        rows = []
        for p in PEOPLE:
            channel = [""] * 4 if p["channel"] is None else [(str(i + 1) if ordinal else CHANNELS[i]) if p["channel"][i] else "" for i in range(3)] + [p["channel_text"] or ""]
            order = [""] * 3 if p["ranking"] is None else [p["ranking"].index(i) + 1 for i in range(3)]
            job = "" if p["job"] is None or p["job"] == 2 else str(p["job"] + 1) if ordinal else JOBS[p["job"]]
            at = "06/%s/2024 %02d:%s %s" % (p["at"][8:10], int(p["at"][11:13]) % 12 or 12, p["at"][14:], "PM" if int(p["at"][11:13]) >= 12 else "AM")
            rows.append([p["key"], "5", at, at, "1.2.3.%d" % p["key"], "", "", "", "", (str(p["home"] + 1) if ordinal and p["home"] is not None else pick(HOMES, p["home"])),
                         (str(p["gender"] + 1) if ordinal and p["gender"] is not None else pick(["男", "女"], p["gender"])), job, p["job_text"] or ""] + channel + [five(v) for v in p["work"]] +
                        [five(p["overall"])] + order + ["" if p["age"] is None else p["age"], p["day"] or "", p["note"] or ""])
        (write_csv if name == "text" else write_xlsx)("surveymonkey-" + name, [top, below] + rows)


# JSON lines ------------------------------------------------------------------------------------------------------------


def json_lines():
    with open(OUT + "/json-lines.jsonl", "w", encoding="utf-8") as file:
        for p in PEOPLE:
            row = {"编号": p["key"]}
            for name in ("home", "gender", "job", "overall"):
                row[name] = pick(dict(home=HOMES, gender=["男", "女"], job=JOBS, overall=FIVE)[name], p[name], None)
            row["job"] = "其他：" + p["job_text"] if p["job_text"] else row["job"]
            row["channel"] = None if p["channel"] is None else [CHANNELS[i] + ("：" + p["channel_text"] if i == 3 else "") for i in range(4) if p["channel"][i]]
            row["work"] = {name: pick(FIVE, v, None) for name, v in zip(ITEM_IDS, p["work"])}
            row.update(ranking=None if p["ranking"] is None else [PLACES[i] for i in p["ranking"]], age=p["age"], day=p["day"], note=p["note"])
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    tell_lost("json-lines", "key")


def plain():
    t = TITLES
    head = ["编号", t["home"], t["gender"], t["job"], t["channel"]] + ["%s（%s）" % (t["work"], item) for item in ITEMS] + [t["overall"], t["ranking"], t["age"], t["day"], t["note"]]
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    rows = []
    for p in PEOPLE:
        join = "；" if p["key"] % 2 else "、"
        channel = "" if p["channel"] is None else join.join(CHANNELS[i] + ("：" + p["channel_text"] if i == 3 else "") for i in range(4) if p["channel"][i])
        job = pick(JOBS, p["job"]) + ("：" + p["job_text"] if p["job_text"] else "")
        age = "" if p["age"] is None else ["%d", "%d.0", "%d岁", " %d "][p["key"] % 4] % p["age"]
        day = "" if p["day"] is None else [p["day"], p["day"].replace("-", "/"), "%s年%d月%d日" % (p["day"][:4], int(p["day"][5:7]), int(p["day"][8:]))][p["key"] % 3]
        rows.append([p["key"], pick(HOMES, p["home"]), pick(["男", "女"], p["gender"]), job, channel] + [pick(FIVE, v) for v in p["work"]] +
                    [pick(FIVE, p["overall"]), "" if p["ranking"] is None else ">".join(PLACES[i] for i in p["ranking"]), age.translate(wide) if p["key"] % 5 == 0 else age, day, p["note"] or ""])
    title = [["2024年群众问卷汇总"]]
    write_csv("plain-gb18030", title + [head] + rows, encoding="gb18030", delimiter=";", lost="key")
    write_csv("plain-utf16", [head] + rows, encoding="utf-16", delimiter="\t", lost="key")
    write_xlsx("plain-xlsx", title + [head] + rows, lost="key", numbers=True)


def main():
    keys = list(truth(PEOPLE[0]))
    with open(OUT + "/truth.tsv", "w", encoding="utf-8") as file:
        for row in [dict(zip(keys, keys))] + [truth(p) for p in PEOPLE]:
            file.write("\t".join(row[k].replace("\n", "\\n") for k in keys) + "\n")
    for make in (wjx, tencent, limesurvey, kobo, odk, google, surveymonkey, json_lines, plain):
        make()


main()
