# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the city's other ratings share: TAP lines, the program on a copy of an evaluation, its samples made anew, places by hand."""
import csv
import filecmp
import json
import os
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction

sys.dont_write_bytecode = True
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.join(os.path.abspath(sys.argv[1]), "ceping")
number = 0


def report(good, name, detail=""):
    global number
    number += 1
    print("%s %d - %s" % ("ok" if good else "not ok", number, name))
    if not good and detail != "":
        print("# " + str(detail).replace("\n", "\n# ")[:3000])


def same(got, want, name):
    report(got == want, name, "expected %r, got %r" % (want, got))


def run(*arguments):
    return subprocess.run([PROGRAM] + list(arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", errors="replace")


def samples(name):
    folder = os.path.join(ROOT, "samples", name)
    return [os.path.join(folder, file) for file in sorted(os.listdir(folder)) if "-simulated." in file]


def rows(name, file):
    with open(os.path.join(ROOT, "samples", name, file), encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def check_samples(name, folder):
    """The program beside the samples makes them byte for byte."""
    made = os.path.join(folder, "made")
    done = subprocess.run([sys.executable, os.path.join(ROOT, "samples", name, "make.py"), made], stderr=subprocess.PIPE, encoding="utf-8")
    same(done.returncode, 0, "make.py runs")
    same(sorted(os.listdir(made)), [os.path.basename(path) for path in samples(name)], "make.py makes the samples and nothing else")
    for path in samples(name):
        report(filecmp.cmp(path, os.path.join(made, os.path.basename(path)), shallow=False), "make.py reproduces %s" % os.path.basename(path))


def loaded(name, folder, files=None):
    """A copy of the evaluation with its samples in the database."""
    evaluation = os.path.join(folder, name)
    shutil.copytree(os.path.join(ROOT, "surveys", name), evaluation, ignore=shutil.ignore_patterns("data"))
    done = run("check", evaluation)
    same((done.returncode, done.stderr), (0, ""), "no errors and no warnings")
    done = run("load", evaluation, *(files or samples(name)))
    same((done.returncode, done.stderr), (0, ""), "all samples load without a remark")
    return evaluation


def scores(evaluation, warnings=False):
    done = run("score", evaluation, "--json")
    report(done.returncode == 0 or warnings, "scored without a warning", done.stderr)
    same(run("score", evaluation, "--json").stdout == done.stdout, True, "two runs say the same")
    return json.loads(done.stdout)


def table(results, name):
    """{ids of the units, in the order of `by`: row}"""
    return {tuple(row["units"].values()): row for row in results["tables"][name]["rows"]}


def close(got, want):
    return got is not None and abs(got - float(want)) < 1e-9


def printed(score, decimals=2):
    """Half away from zero, in exact fractions."""
    scaled = abs(score) * 10**decimals
    whole = int(scaled) + (scaled - int(scaled) >= Fraction(1, 2))
    return Fraction(whole if score >= 0 else -whole, 10**decimals)


def places(scored):
    """1-2-2-4 on the printed scores."""
    return {unit: 1 + sum(printed(other) > printed(score) for other in scored.values()) for unit, score in scored.items()}


def reports(evaluation, folder, *arguments):
    """{file: its text without spaces}"""
    if not arguments:
        done = run("template", evaluation, "check")
        same((done.returncode, done.stderr), (0, ""), "templates name what there is, and no number is typed by hand")
    pdfs = os.path.join(folder, "reports" + "".join(arguments).replace(":", "").replace("-", ""))
    done = run("report", evaluation, "-o", pdfs, *arguments)
    same((done.returncode, done.stderr), (0, ""), "reports are made without a warning")
    texts = {}
    for file in sorted(os.listdir(pdfs)) if os.path.isdir(pdfs) else []:
        text = subprocess.run(["pdftotext", os.path.join(pdfs, file), "-"], stdout=subprocess.PIPE, encoding="utf-8").stdout
        texts[file] = "".join(text.split())
    return texts


def main(body):
    folder = tempfile.mkdtemp()
    try:
        body(folder)
    finally:
        shutil.rmtree(folder)
