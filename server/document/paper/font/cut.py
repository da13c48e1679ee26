#!/usr/bin/python3
"""Cuts Noto Sans SC down to the fonts beside this file. It is run by hand, and
only when the fonts are to be changed: what it makes is committed.

    cut.py REGULAR.ttf BOLD.ttf UNIHAN

REGULAR and BOLD are NotoSansSC_400Regular.ttf and NotoSansSC_700Bold.ttf of
the npm package @expo-google-fonts/noto-sans-sc 0.4.3; UNIHAN is a folder with
the Unihan files of Unicode 15 as Debian's unicode-data has them. It needs
fonttools 4.38.

  regular, bold   GB 2312, ASCII, Latin, and signs that tables need
  rare            hanzi of names: the 8,105 of the Table of General Standard
                  Chinese Characters (kTGH), kIICore, kMainlandTelegraph, and
                  all that the font has above U+FFFF
  rarest          the rest of the block U+4E00 to U+9FFF, so that every name
                  that GBK can write can be printed

PDF text of the library in use is limited to U+FFFF, so rare has its characters
above that at U+E000 and up, in the order of plane2.txt.
"""
import bz2
import gzip
import io
import os
import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

regular, bold, unihan = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))


def unihan_property(file, name):
    with bz2.open(f"{unihan}/Unihan_{file}.txt.bz2", "rt") as lines:
        return {int(line.split("\t")[0][2:], 16) for line in lines if f"\t{name}\t" in line}


def gb2312():
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield ord(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                pass


def cut(source, name, characters, moved=None):
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "gasp", "prep"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    if moved:
        best = font.getBestCmap()
        table = CmapSubtable.newSubtable(4)
        table.platformID, table.platEncID, table.language = 3, 1, 0
        table.cmap = {c: g for c, g in best.items() if c <= 0xFFFF}
        table.cmap.update({to: best[c] for c, to in moved.items()})
        font["cmap"].tables = [table]
    raw = io.BytesIO()
    subset.save_font(font, raw, options)
    with open(f"{here}/{name}.ttf.gz", "wb") as out:
        out.write(gzip.compress(raw.getvalue(), 9, mtime=0))


signs = map(ord, "‐‑‒–—―‘’“”•…‰′″›‹※€₂₃℃℉№℡™Ω℮←↑→↓↔⇒∑−√∞≈≠≡≤≥■□▢▪▫▲△▼▽◆◇○●◎★☆✓〇〖〗〝〞㈱㊣㎎㎏㎜㎝㎞㎡㎥㏄￥")
base = set(gb2312()) | set(signs) | set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | set(range(0x2160, 0x216C)) \
    | set(range(0x2460, 0x2474)) | set(range(0x2500, 0x254C)) | set(range(0xFF01, 0xFF5F)) | set(range(0xFFE0, 0xFFE6))
have = set(TTFont(regular).getBestCmap())
plane2 = sorted(c for c in have if c > 0xFFFF)
names = (unihan_property("OtherMappings", "kTGH") | unihan_property("IRGSources", "kIICore")
         | unihan_property("OtherMappings", "kMainlandTelegraph")) & have - base
cut(regular, "regular", base)
cut(bold, "bold", base)
cut(regular, "rare", names | set(plane2), {c: 0xE000 + i for i, c in enumerate(plane2)})
cut(regular, "rarest", {c for c in have if 0x4E00 <= c <= 0x9FFF} - base - names)
with open(f"{here}/plane2.txt", "w", encoding="utf-8") as out:
    out.write("".join(map(chr, plane2)) + "\n")
