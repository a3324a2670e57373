#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_sidecar_forms.py CLI PAINT_PHOTOS

T-META-3: forty sidecars in the forms of digiKam, darktable, Lightroom, Apple Photos and Immich, edited there and here in
either order. Lists become the union, what only one side changed is the other's too, what both changed is a conflict that
a person settles; nodes that nobody here knows stay as they are, and nothing but sidecars of ours to write is touched.
"""
import pathlib
import sqlite3
import sys
import tempfile
import xml.etree.ElementTree as tree
from xml.sax.saxutils import escape

from holding import check, finish, hashes, paint, rows, run

PAINT = sys.argv[2]
EACH = 8
SPACES = {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "dc": "http://purl.org/dc/elements/1.1/",
          "xmp": "http://ns.adobe.com/xap/1.0/", "lr": "http://ns.adobe.com/lightroom/1.0/",
          "digiKam": "http://www.digikam.org/ns/1.0/", "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0/",
          "acdsee": "http://ns.acdsee.com/iptc/1.0/", "mediapro": "http://ns.iview-multimedia.com/mediapro/1.0/"}
WORDS = {f"{{{SPACES[space]}}}{name}" for space, name in (
    ("dc", "subject"), ("dc", "description"), ("xmp", "Rating"), ("lr", "hierarchicalSubject"), ("digiKam", "TagsList"),
    ("MicrosoftPhoto", "Rating"), ("MicrosoftPhoto", "LastKeywordXMP"), ("mediapro", "CatalogSets"),
    ("acdsee", "categories"))}


def array(name, kind, items):
    inside = "".join(f"\n     <rdf:li>{escape(each)}</rdf:li>" for each in items)
    return f"\n   <{name}>\n    <rdf:{kind}>{inside}\n    </rdf:{kind}>\n   </{name}>" if items else ""


def alternative(name, text, quote='"'):
    return (f"\n   <{name}>\n    <rdf:Alt>\n     <rdf:li xml:lang={quote}x-default{quote}>{escape(text)}</rdf:li>\n"
            f"    </rdf:Alt>\n   </{name}>") if text else ""


def leaves(tags):
    return [each.split("/")[-1] for each in tags]


def paths(tags, between):
    return [each.replace("/", between) for each in tags]


def wrapped(body):
    return f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n{body}\n<?xpacket end="w"?>\n'


def digikam(rating, caption, tags, extra):
    return wrapped(f"""<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="{SPACES['rdf']}">
  <rdf:Description rdf:about=""
    xmlns:digiKam="{SPACES['digiKam']}" xmlns:xmp="{SPACES['xmp']}" xmlns:dc="{SPACES['dc']}" xmlns:lr="{SPACES['lr']}"
    xmlns:MicrosoftPhoto="{SPACES['MicrosoftPhoto']}" xmlns:mediapro="{SPACES['mediapro']}"
    xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"
   digiKam:ColorLabel="0"
   digiKam:PickLabel="{extra}"
   xmp:Rating="{rating}"
   MicrosoftPhoto:Rating="50">{alternative("dc:description", caption)}{array("digiKam:TagsList", "Seq", paths(tags, "/") + ["_Digikam_Internal_Tags_/Version"])}{array("MicrosoftPhoto:LastKeywordXMP", "Bag", paths(tags, "/"))}{array("mediapro:CatalogSets", "Bag", paths(tags, "|"))}{array("lr:hierarchicalSubject", "Bag", paths(tags, "|"))}{array("dc:subject", "Bag", leaves(tags))}
   <mwg-rs:Regions rdf:parseType="Resource">
    <mwg-rs:RegionList>
     <rdf:Bag>
      <rdf:li>
       <rdf:Description mwg-rs:Name="Somebody" mwg-rs:Type="Face">
        <mwg-rs:Area stArea:x="0.5" stArea:y="0.4" stArea:w="0.1" stArea:h="0.1" stArea:unit="normalized"/>
       </rdf:Description>
      </rdf:li>
     </rdf:Bag>
    </mwg-rs:RegionList>
   </mwg-rs:Regions>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>""")


def darktable(rating, caption, tags, extra):
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="{SPACES['rdf']}">
  <rdf:Description rdf:about=""
    xmlns:xmp="{SPACES['xmp']}" xmlns:dc="{SPACES['dc']}" xmlns:lr="{SPACES['lr']}"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:darktable="http://darktable.sf.net/"
   xmp:Rating="{rating}"
   xmpMM:DerivedFrom="photo.jpg"
   darktable:xmp_version="4"
   darktable:auto_presets_applied="{extra}">{alternative("dc:description", caption)}{array("dc:subject", "Seq", leaves(tags))}{array("lr:hierarchicalSubject", "Seq", ["darktable|exported"] + paths(tags, "|"))}
   <darktable:history>
    <rdf:Seq>
     <rdf:li
      darktable:num="0"
      darktable:operation="exposure"
      darktable:params="gz02eJxjYGBgkGQAAgAAbgA9"/>
    </rdf:Seq>
   </darktable:history>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"""


def lightroom(rating, caption, tags, extra):
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0-c000 1.000000, 0000/00/00-00:00:00        ">
 <rdf:RDF xmlns:rdf="{SPACES['rdf']}">
  <rdf:Description rdf:about=""
    xmlns:xmp="{SPACES['xmp']}" xmlns:dc="{SPACES['dc']}" xmlns:lr="{SPACES['lr']}"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
   xmp:Rating="{rating}"
   crs:Exposure2012="+0.{extra}5"
   crs:HasSettings="True">
   <xmpMM:History>
    <rdf:Seq>
     <rdf:li stEvt:action="saved" stEvt:changed="/metadata"/>
    </rdf:Seq>
   </xmpMM:History>{alternative("dc:description", caption)}{array("dc:subject", "Bag", sorted({level for tag in tags for level in tag.split("/")}))}{array("lr:hierarchicalSubject", "Bag", paths(tags, "|"))}
   <crs:ToneCurvePV2012>
    <rdf:Seq>
     <rdf:li>0, 0</rdf:li>
     <rdf:li>255, 255</rdf:li>
    </rdf:Seq>
   </crs:ToneCurvePV2012>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"""


def apple(rating, caption, tags, extra):
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 6.0.0">
   <rdf:RDF xmlns:rdf="{SPACES['rdf']}">
      <rdf:Description rdf:about=""
            xmlns:dc="{SPACES['dc']}"
            xmlns:xmp="{SPACES['xmp']}"
            xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
            xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">{alternative("dc:description", caption)}
         <photoshop:DateCreated>2020-01-0{extra + 1}T10:00:00</photoshop:DateCreated>
         <Iptc4xmpExt:PersonInImage>
            <rdf:Bag>
               <rdf:li>Somebody</rdf:li>
            </rdf:Bag>
         </Iptc4xmpExt:PersonInImage>
         <xmp:Rating>{rating}</xmp:Rating>{array("dc:subject", "Seq", leaves(tags))}
      </rdf:Description>
   </rdf:RDF>
</x:xmpmeta>
"""


def immich(rating, caption, tags, extra):
    return f"""<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x='adobe:ns:meta/' x:xmptk='Image::ExifTool 12.96'>
<rdf:RDF xmlns:rdf='{SPACES["rdf"]}'>

 <rdf:Description rdf:about=''
  xmlns:dc='{SPACES["dc"]}'>{alternative("dc:description", caption, "'")}
 </rdf:Description>

 <rdf:Description rdf:about=''
  xmlns:digiKam='{SPACES["digiKam"]}'>{array("digiKam:TagsList", "Seq", paths(tags, "/"))}
 </rdf:Description>

 <rdf:Description rdf:about=''
  xmlns:exif='http://ns.adobe.com/exif/1.0/'>
  <exif:DateTimeOriginal>2020-01-0{extra + 1}T10:00:00</exif:DateTimeOriginal>
 </rdf:Description>

 <rdf:Description rdf:about=''
  xmlns:xmp='{SPACES["xmp"]}'>
  <xmp:Rating>{rating}</xmp:Rating>
 </rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end='w'?>"""


# The form, whether it is named after the stem, whether it knows paths of tags.
PROGRAMS = {"digikam": (digikam, False, True), "darktable": (darktable, False, True), "lightroom": (lightroom, True, True),
            "apple": (apple, True, False), "immich": (immich, False, True)}


def foreign(text):
    """Every node and attribute but the words, as canonical XML without blanks between elements."""
    root = tree.fromstring(text.encode())
    for description in root.iter(f"{{{SPACES['rdf']}}}Description"):
        for name in list(description.attrib):
            if name in WORDS:
                del description.attrib[name]
        for child in list(description):
            if child.tag in WORDS:
                description.remove(child)
    for node in root.iter():
        node.text = (node.text or "").strip() or None
        node.tail = None
    return tree.canonicalize(tree.tostring(root))


def said(text):
    """Rating, caption and the tags by their last level, as the sidecar has them."""
    root = tree.fromstring(text.encode())
    rating = [each.text for each in root.iter(f"{{{SPACES['xmp']}}}Rating")]
    rating += [each.get(f"{{{SPACES['xmp']}}}Rating") for each in root.iter() if each.get(f"{{{SPACES['xmp']}}}Rating")]
    caption = [each.text for node in root.iter(f"{{{SPACES['dc']}}}description")
               for each in node.iter(f"{{{SPACES['rdf']}}}li")]
    subject = {each.text for node in root.iter(f"{{{SPACES['dc']}}}subject") for each in node.iter(f"{{{SPACES['rdf']}}}li")}
    return int((rating or ["0"])[0]), (caption or [""])[0], subject


class Library:
    def __init__(self, folder):
        self.photos = pathlib.Path(folder) / "photos"
        self.catalog = ["--catalog", f"{folder}/catalog"]
        self.database = f"{folder}/catalog/catalog.db"

    def run(self, *arguments, ok=(0,)):
        code, out, err = run(*self.catalog, *map(str, arguments))
        check(code in ok, f"{arguments[:3]}: exit {code}: {err}")
        return out

    def index(self):
        self.run("-q", "index", self.photos, "--device", "cpu")

    def words(self, photo):
        with sqlite3.connect(self.database) as database:
            (number, rating, caption), = database.execute(
                "SELECT photo.id, rating, coalesce(caption, '') FROM photo JOIN file ON photo_id = photo.id"
                " WHERE file.path = ?", (str(photo.relative_to(self.photos)).encode(),))
            names = dict(database.execute("SELECT id, name FROM tag"))
            parents = dict(database.execute("SELECT id, parent_id FROM tag"))
            tags = set()
            for (tag,) in database.execute("SELECT DISTINCT tag_id FROM photo_tag WHERE photo_id = ? AND state = 'accepted'",
                                           (number,)):
                path = names[tag]
                while parents[tag]:
                    tag = parents[tag]
                    path = f"{names[tag]}/{path}"
                tags.add(path)
        return rating, caption, tags


def main():
    with tempfile.TemporaryDirectory() as folder:
        library = Library(folder)
        paint(PAINT, library.photos, EACH * len(PROGRAMS))
        painted = sorted(path for path in library.photos.rglob("*") if path.is_file())
        untouched = hashes(library.photos)
        jobs = []
        for number, (photo, (name, (form, by_stem, has_paths))) in enumerate(
                zip(painted, [each for each in PROGRAMS.items() for _ in range(EACH)])):
            sidecar = photo.with_suffix(".xmp") if by_stem else pathlib.Path(f"{photo}.xmp")
            deep = f"place{number}/town{number}" if has_paths else f"town{number}"
            jobs.append((number, name, form, photo, sidecar, deep))
        here_first = [job for job in jobs if job[0] % 2]
        there_first = [job for job in jobs if job[0] % 2 == 0]

        library.index()
        for number, _, _, photo, _, _ in here_first:
            library.run("metadata", "set", photo, "--rating", 3, "--caption", "from here", "--add", "here")
        texts = {}
        for number, _, form, photo, sidecar, deep in jobs:
            texts[photo] = form(2, "from there", [deep, f"flat {number}"], number % 5)
            sidecar.write_text(texts[photo])
        library.index()
        conflicts = {row["path"]: row for row in rows(library.run("--json", "metadata", ok=(0, 1)))}
        for number, name, _, photo, _, deep in jobs:
            rating, caption, tags = library.words(photo)
            wanted = {deep, f"flat {number}"}
            if number % 2:
                check(conflicts.get(str(photo), {}).get("state") == "conflict", f"{name}: no conflict is shown")
                check((rating, caption) == (3, "from here"), f"{name}: settled silently: {rating} {caption}")
                wanted.add("here")
            else:
                check(str(photo) not in conflicts, f"{name}: {conflicts.get(str(photo))}")
                check((rating, caption) == (2, "from there"), f"{name}: {rating} {caption}")
            check(tags == wanted, f"{name}: tags {tags}, wanted {wanted}")

        library.run("metadata", "sidecars", "on")
        takes = [photo for number, _, _, photo, _, _ in here_first if number % 4 == 1]
        keeps = [photo for number, _, _, photo, _, _ in here_first if number % 4 == 3]
        library.run("metadata", "take", *takes)
        library.run("metadata", "keep", *keeps)
        library.run("metadata", "set", *[job[3] for job in there_first], "--rating", 4, "--add", "here")
        check(not rows(library.run("--json", "metadata")), "something is still open")
        for number, name, _, photo, sidecar, deep in jobs:
            text = sidecar.read_text()
            rating, caption, subject = said(text)
            wanted = 4 if number % 2 == 0 else 2 if photo in takes else 3
            check(rating == wanted, f"{name} {number}: the sidecar says {rating}, not {wanted}")
            check(caption == ("from here" if photo in keeps else "from there"), f"{name} {number}: caption {caption}")
            check({"here", f"flat {number}", deep.split("/")[-1]} <= subject, f"{name} {number}: subject {subject}")
            check(foreign(text) == foreign(texts[photo]),
                  f"{name} {number}: other nodes changed:\n{foreign(texts[photo])}\n{foreign(text)}")

        for number, name, form, photo, sidecar, deep in jobs:  # there again, on top of what we wrote
            rating, caption, _ = said(sidecar.read_text())
            texts[photo] = form(5, caption, [deep, f"flat {number}", "here", "there again"], number % 5)
            sidecar.write_text(texts[photo])
        library.index()
        check(not rows(library.run("--json", "metadata")), "a change of one side alone was a conflict")
        for number, name, _, photo, sidecar, deep in jobs:
            rating, _, tags = library.words(photo)
            check(rating == 5 and tags == {deep, f"flat {number}", "here", "there again"}, f"{name} {number}: {rating} {tags}")
        photos_now = {name: value for name, value in hashes(library.photos).items() if not name.endswith(".xmp")}
        check(photos_now == untouched, "a photo was touched")
        expected = {str(sidecar.relative_to(library.photos)) for *_, sidecar, _ in jobs}
        found = {name for name in hashes(library.photos) if name not in untouched}
        check(found == expected, f"other files: {sorted(found ^ expected)}")
    print(f"{len(jobs)} sidecars in {len(PROGRAMS)} forms, edited there and here in either order")
    finish()


main()
