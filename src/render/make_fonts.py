#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the two faces that official Chinese documents want and Debian has in no form that libharu can embed.

    make_fonts.py OUTDIR        writes OUTDIR/FandolFang-Regular.ttf (仿宋) and OUTDIR/FandolSong-Bold.ttf (小标宋)

The Fandol fonts (GPL-3 with font exception) come with Debian's texlive-lang-chinese as OpenType with cubic outlines (CFF);
libharu embeds quadratic outlines (glyf) only. The package is downloaded and unpacked into a temporary folder, TeX is not
installed. fontTools' cu2qu approximates each curve to within one unit of 1/1000 em. Results depend on nothing but the package: times
inside the fonts are those of the originals (or SOURCE_DATE_EPOCH). Faces already there are left alone; new ones are written
beside and renamed, so that an interrupted run leaves no half face.
"""
import os
import subprocess
import sys
import tempfile

PACKAGE = "texlive-lang-chinese"
FACES = ["FandolFang-Regular", "FandolSong-Bold"]
DEBIAN_PYTHON = "/usr/bin/python3"  # the one that Debian's fontTools belongs to; another may come first in PATH
MAX_ERROR = 1.0  # font units, of 1000 an em: 0.02 pt at the size of titles
EPOCH_1904 = 2082844800  # font times count seconds from 1904
DROPPED_TABLES = ["CFF ", "VORG", "DSIG", "GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx"]  # nothing here is set vertically


def fail(message):
    sys.exit("make_fonts: " + message)


def fetch(folder):
    """Downloads and unpacks the package; returns the folder of its fonts."""
    download = subprocess.run(["apt-get", "download", "-q", PACKAGE], cwd=folder, capture_output=True, text=True)
    debs = [name for name in os.listdir(folder) if name.endswith(".deb")]
    if download.returncode != 0 or len(debs) != 1:
        reason = (download.stderr.strip().splitlines() or ["no reason given"])[-1]
        fail(f"cannot download the Debian package '{PACKAGE}': {reason}\n"
             "make_fonts: run 'apt-get update' as root and see that a Debian mirror can be reached; without these faces "
             "reports are set in AR PL UMing")
    root = os.path.join(folder, "root")
    subprocess.run(["dpkg-deb", "-x", os.path.join(folder, debs[0]), root], check=True)
    for path, _, names in os.walk(root):
        if FACES[0] + ".otf" in names:
            return path
    fail(f"the package '{PACKAGE}' no longer has {FACES[0]}.otf")


def quadratic_glyphs(font):
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    source = font.getGlyphSet()
    glyphs = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        source[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    return glyphs


def convert(source, target):
    from fontTools.ttLib import TTFont, newTable

    font = TTFont(source, recalcTimestamp=False)
    order = font.getGlyphOrder()
    glyphs = quadratic_glyphs(font)
    for tag in DROPPED_TABLES:
        if tag in font:
            del font[tag]

    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    for name in order:  # the left side bearing of this format is the outline's, not CFF's
        glyph = glyphs[name]
        glyph.recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))

    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
                  "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth", "maxPoints", "maxContours",
                  "maxCompositePoints", "maxCompositeContours"):
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    post = font["post"]
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 3.0, [], {}, order

    font.sfntVersion = "\000\001\000\000"
    if "SOURCE_DATE_EPOCH" in os.environ:
        font["head"].created = font["head"].modified = int(os.environ["SOURCE_DATE_EPOCH"]) + EPOCH_1904
    beside = f"{target}.{os.getpid()}.part"
    try:
        font.save(beside)
        os.rename(beside, target)
    finally:
        if os.path.exists(beside):
            os.unlink(beside)


def main():
    if len(sys.argv) != 2:
        fail("usage: make_fonts.py OUTDIR")
    out = sys.argv[1]
    wanted = [face for face in FACES if not os.path.exists(os.path.join(out, face + ".ttf"))]
    if not wanted:
        return
    try:
        import fontTools.pens.cu2quPen  # noqa: F401
    except ImportError:
        if os.path.realpath(sys.executable) != os.path.realpath(DEBIAN_PYTHON) and os.path.exists(DEBIAN_PYTHON):
            os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON] + sys.argv)
        fail("the Debian package 'python3-fonttools' is missing")
    os.makedirs(out, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ceping-fonts-") as folder:
        os.chmod(folder, 0o755)  # apt downloads as its own user
        fonts = fetch(folder)
        for face in wanted:
            convert(os.path.join(fonts, face + ".otf"), os.path.join(out, face + ".ttf"))
            print(f"  FACE  {os.path.join(out, face)}.ttf", flush=True)


if __name__ == "__main__":
    main()
