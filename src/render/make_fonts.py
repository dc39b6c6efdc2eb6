#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the two faces that official Chinese documents want and Debian has in no form that libharu can embed.

    make_fonts.py OUTDIR        writes OUTDIR/FandolFang-Regular.ttf (仿宋) and OUTDIR/FandolSong-Bold.ttf (小标宋)

The Fandol fonts (GPL-3 with font exception) come with Debian's texlive-lang-chinese as OpenType with cubic outlines (CFF);
libharu embeds quadratic outlines (glyf) only. The package is downloaded and unpacked into a temporary folder, TeX is not
installed. fontTools' cu2qu approximates the curves.

The body face goes into every report, some 700 characters of it, and decides how large a report is. As drawn it spends two hundred
points on a character. So its neighbouring curves that run on smoothly are first merged where one curve does for both (least squares over
the control lengths, tangents kept), and its grid is coarsened to 512 units an em: all together stay within 6/1000 em, a thirtieth of a
millimetre at the size of the body, and save a quarter of the bytes. Titles keep the face as it was drawn.

Results depend on nothing but the package: times inside the fonts are those of the originals (or SOURCE_DATE_EPOCH). Faces already there are
left alone; new ones are written beside and renamed, so that an interrupted run leaves no half face.
"""
import multiprocessing
import os
import subprocess
import sys
import tempfile

PACKAGE = "texlive-lang-chinese"
FACES = ["FandolFang-Regular", "FandolSong-Bold"]
BODY = "FandolFang-Regular"
BODY_UNITS = 512  # an em
MERGE_ERROR = 2.5  # of 1000 an em
SAMPLES = 4  # points of each curve that a merged one is held against
DEBIAN_PYTHON = "/usr/bin/python3"  # the one that Debian's fontTools belongs to; another may come first in PATH
MAX_ERROR = 2.0  # font units, of 1000 an em: 0.04 pt at the size of titles; at 1.0 faces are 40 % larger, and no eye sees it
BODY_ERROR = 1.5  # of 512 an em
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


# Merging curves: points are complex numbers, a segment is [from, to] or a cubic [from, control, control, to].


def unit(vector):
    length = abs(vector)
    return vector / length if length > 1e-9 else 0


def dot(a, b):
    return a.real * b.real + a.imag * b.imag


def cubic_at(curve, t):
    u = 1 - t
    return u * u * u * curve[0] + 3 * u * u * t * curve[1] + 3 * u * t * t * curve[2] + t * t * t * curve[3]


def fit_lengths(points, times, begin, end):
    """The cubic with these end tangents that is nearest to the points at these times (least squares), or None."""
    first, last = points[0], points[-1]
    bb = be = ee = rb = re = 0
    for point, t in zip(points[1:-1], times[1:-1]):
        u = 1 - t
        early, late = 3 * u * u * t, 3 * u * t * t
        rest = point - ((u * u * u + early) * first + (t * t * t + late) * last)
        vector_begin, vector_end = early * begin, late * end
        bb += dot(vector_begin, vector_begin)
        be += dot(vector_begin, vector_end)
        ee += dot(vector_end, vector_end)
        rb += dot(vector_begin, rest)
        re += dot(vector_end, rest)
    determinant = bb * ee - be * be
    if abs(determinant) < 1e-9:
        return None
    alpha, beta = (rb * ee - re * be) / determinant, (bb * re - be * rb) / determinant
    return [first, first + alpha * begin, last + beta * end, last]


def merge(a, b):
    """One cubic for two neighbouring ones that run on smoothly, within MERGE_ERROR; else None."""
    if dot(unit(a[3] - a[2]), unit(b[1] - b[0])) < 0.97:
        return None
    begin, end = unit(a[1] - a[0]), unit(b[2] - b[3])
    if not begin or not end:
        return None
    points = [a[0]] + [cubic_at(a, i / SAMPLES) for i in range(1, SAMPLES + 1)] + [cubic_at(b, i / SAMPLES) for i in range(1, SAMPLES + 1)]
    along = [0.0]
    for i in range(1, len(points)):
        along.append(along[-1] + abs(points[i] - points[i - 1]))
    length = along[-1]
    times = [distance / length for distance in along]
    for _ in range(2):
        curve = fit_lengths(points, times, begin, end)
        if not curve or not 0.02 * length < abs(curve[1] - curve[0]) < length or not 0.02 * length < abs(curve[3] - curve[2]) < length:
            return None
        if dot(curve[1] - curve[0], begin) < 0 or dot(curve[2] - curve[3], end) < 0:
            return None
        worst = 0.0
        for i in range(1, len(points) - 1):  # Newton's step to the nearest point of the curve
            t = times[i]
            slope = 3 * ((1 - t) ** 2 * (curve[1] - curve[0]) + 2 * (1 - t) * t * (curve[2] - curve[1]) + t * t * (curve[3] - curve[2]))
            if abs(slope) > 1e-9:
                t = min(1.0, max(0.0, t - dot(cubic_at(curve, t) - points[i], slope) / abs(slope) ** 2))
            times[i] = t
            worst = max(worst, abs(cubic_at(curve, t) - points[i]))
        if worst > 4 * MERGE_ERROR:
            return None
    return curve if worst <= MERGE_ERROR else None


def merged_contours(recording):
    contours, position = [], 0
    for operator, arguments in recording:
        points = [complex(*point) for point in arguments]
        if operator == "moveTo":
            contours.append([])
        elif operator in ("lineTo", "curveTo"):
            segment, contour = [position] + points, contours[-1]
            joined = merge(contour[-1], segment) if contour and len(segment) == 4 and len(contour[-1]) == 4 else None
            if joined:
                contour[-1] = joined
            else:
                contour.append(segment)
        if points:
            position = points[-1]
    return [contour for contour in contours if contour]


def draw_merged(glyph, pen):
    from fontTools.pens.recordingPen import RecordingPen

    recording = RecordingPen()
    glyph.draw(recording)
    for contour in merged_contours(recording.value):
        pen.moveTo((contour[0][0].real, contour[0][0].imag))
        for segment in contour:
            points = [(point.real, point.imag) for point in segment[1:]]
            pen.lineTo(*points) if len(points) == 1 else pen.curveTo(*points)
        pen.closePath()


def quadratic_glyphs(font, scale):
    """TrueType outlines of all glyphs; `scale` other than 1 is for the body face, whose curves are merged."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    source = font.getGlyphSet()
    glyphs = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        quadratic = Cu2QuPen(pen, MAX_ERROR if scale == 1 else BODY_ERROR, reverse_direction=True)
        if scale == 1:
            source[name].draw(quadratic)
        else:
            draw_merged(source[name], TransformPen(quadratic, (scale, 0, 0, scale, 0, 0)))
        glyphs[name] = pen.glyph()
    return glyphs


def scale_metrics(font, scale):
    font["head"].unitsPerEm = round(font["head"].unitsPerEm * scale)
    for table, fields in (("hhea", ("ascent", "descent", "lineGap", "advanceWidthMax")),
                          ("OS/2", ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent", "sxHeight", "sCapHeight", "xAvgCharWidth")),
                          ("post", ("underlinePosition", "underlineThickness"))):
        for field in fields:
            if hasattr(font[table], field):
                setattr(font[table], field, round(getattr(font[table], field) * scale))
    for name, (advance, bearing) in font["hmtx"].metrics.items():
        font["hmtx"][name] = (round(advance * scale), bearing)


def convert(source, target):
    from fontTools.ttLib import TTFont, newTable

    font = TTFont(source, recalcTimestamp=False)
    order = font.getGlyphOrder()
    scale = BODY_UNITS / font["head"].unitsPerEm if BODY in source else 1
    glyphs = quadratic_glyphs(font, scale)
    for tag in DROPPED_TABLES:
        if tag in font:
            del font[tag]

    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    if scale != 1:
        scale_metrics(font, scale)
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
        print("make_fonts: converting " + " and ".join(wanted) + ": one to three minutes, once", flush=True)
        with multiprocessing.Pool(len(wanted)) as pool:
            pool.starmap(convert, [(os.path.join(fonts, face + ".otf"), os.path.join(out, face + ".ttf")) for face in wanted])


if __name__ == "__main__":
    main()
