"""Puts the stored screens into a document, each below its marker `<!-- screen: NAME -->`.

    insert_screens.py DOCUMENT SCREENS
"""

import pathlib
import re
import sys

PLACE = re.compile(r"(<!-- screen: (\S+) -->\n)(?:```\n.*?```\n)?", re.DOTALL)


def insert(document, screens):
    path = pathlib.Path(document)
    def block(found):
        picture = pathlib.Path(screens, f"{path.stem}-{found.group(2)}.txt").read_text()
        return f"{found.group(1)}```\n{picture}```\n"
    path.write_text(PLACE.sub(block, path.read_text()))


if __name__ == "__main__":
    insert(*sys.argv[1:])
