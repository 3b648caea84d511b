"""Views put together into one file that is the same, byte for byte, whenever it is made of the same views."""

import io
import re
import warnings
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

_NODE = re.compile(rb"node\d{8}")
PRODUCER = "健康中国数据驾驶舱"


def joined_file(parts: Sequence[tuple[str, bytes]], footers: bytes, *, title: str, time: datetime) -> bytes:
    """`parts` are (title, PDF as Chromium printed it); `footers` a sheet for each of their pages, laid over them.

    Pages, tags, links and bookmarks of all parts in their order. Dates are `time`; the numbers that Chromium gives to
    nodes of the page begin anew.
    """
    target = io.BytesIO()
    with ExitStack() as open_files:
        whole = open_files.enter_context(pikepdf.new())
        joined = _Joined(whole)
        nodes = 0
        for number, (name, pdf) in enumerate(parts, 1):
            content, nodes = _renumbered(pdf, nodes)
            part = open_files.enter_context(pikepdf.open(io.BytesIO(content)))
            joined.append(part, name, prefix=f"{number}-" if len(parts) > 1 else "")
        laid = open_files.enter_context(pikepdf.open(io.BytesIO(footers)))
        _lay_over(whole, laid)
        joined.finish(title, time)
        whole.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _renumbered(pdf: bytes, first: int) -> tuple[bytes, int]:
    """Chromium names table heads by a counter of its process; here they are counted through the file, in their order,
    in as many digits, so that no offset moves."""
    names = sorted(set(_NODE.findall(pdf)))
    fresh = {name: b"node%08d" % (first + number) for number, name in enumerate(names, 1)}
    return _NODE.sub(lambda found: fresh[found[0]], pdf), first + len(names)


class _Joined:
    """A file to which whole files are appended with what hangs on their pages."""

    def __init__(self, whole: pikepdf.Pdf) -> None:
        self.whole = whole
        self.trees: list[pikepdf.Object] = []  # the roots of the parts' tags
        self.parents: list[tuple[int, pikepdf.Object]] = []  # /ParentTree
        self.names: list[pikepdf.Object] = []  # /IDTree
        self.places: dict[str, pikepdf.Object] = {}  # /Dests
        self.outline: list[OutlineItem] = []
        self.next_key = 0

    def append(self, part: pikepdf.Pdf, name: str, prefix: str) -> None:
        start = len(self.whole.pages)
        self._move_keys(part)
        self._prefix_places(part, prefix)
        with warnings.catch_warnings():  # named places are moved below
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
            self.whole.pages.extend(part.pages)
        root = part.Root
        if "/StructTreeRoot" in root:
            tags = self.whole.copy_foreign(root.StructTreeRoot)
            self.trees.append(tags)
            numbers = tags.ParentTree.get("/Nums", Array())
            self.parents += [(int(numbers[i]), numbers[i + 1]) for i in range(0, len(numbers), 2)]
            if "/IDTree" in tags:
                self.names += list(tags.IDTree.Kids)
        for place, where in root.get("/Dests", Dictionary()).items():
            self.places[f"/{prefix}{place[1:]}"] = self.whole.copy_foreign(part.make_indirect(where))
        self._bookmarks(part, name, start, nested=bool(prefix))

    def _move_keys(self, part: pikepdf.Pdf) -> None:
        """Pages and links say by a number where in the tags they stand: numbers of one file."""
        first = self.next_key
        if "/StructTreeRoot" not in part.Root:
            return
        tree = part.Root.StructTreeRoot.ParentTree
        numbers = tree.get("/Nums", Array())
        for at in range(0, len(numbers), 2):
            numbers[at] = int(numbers[at]) + first
        self.next_key = max([first - 1, *(int(numbers[at]) for at in range(0, len(numbers), 2))]) + 1
        for page in part.pages:
            if "/StructParents" in page:
                page.StructParents = int(page.StructParents) + first
            for note in page.get("/Annots", Array()):
                if "/StructParent" in note:
                    note.StructParent = int(note.StructParent) + first

    def _prefix_places(self, part: pikepdf.Pdf, prefix: str) -> None:
        for page in part.pages if prefix else ():
            for note in page.get("/Annots", Array()):
                if isinstance(note.get("/Dest"), Name):
                    note.Dest = Name(f"/{prefix}{str(note.Dest)[1:]}")

    def _bookmarks(self, part: pikepdf.Pdf, name: str, start: int, *, nested: bool) -> None:
        """Chromium's bookmarks of a part; below one with its name, where there are several parts."""
        pages = {page.objgen: number for number, page in enumerate(part.pages)}
        with part.open_outline() as outline:
            found = [self._moved(item, pages, start) for item in outline.root]
        if nested or not found:
            head = OutlineItem(name, start)
            # A view's own title is the first bookmark: what is below it moves up.
            head.children = found[0].children + found[1:] if found and found[0].title == name else found
            found = [head]
        self.outline += found

    def _moved(self, item: OutlineItem, pages: dict, start: int) -> OutlineItem:
        place = item.destination
        number, top = 0, None
        if isinstance(place, Array) and len(place) > 3:
            number = pages.get(place[0].objgen, 0)
            top = float(place[3])
        fresh = (
            OutlineItem(item.title, start + number, "XYZ", top=top) if top else OutlineItem(item.title, start + number)
        )
        fresh.children = [self._moved(child, pages, start) for child in item.children]
        return fresh

    def finish(self, title: str, time: datetime) -> None:
        root = self.whole.Root
        if self.trees:
            root.StructTreeRoot = self._tags()
            root.MarkInfo = Dictionary(Marked=True)
        if self.places:
            root.Dests = self.whole.make_indirect(Dictionary(self.places))
        root.Lang = String("zh-CN")
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with self.whole.open_outline() as outline:
            outline.root.extend(self.outline)
        said = (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
        made = f"D:{said:%Y%m%d%H%M%S}+00'00'"
        self.whole.docinfo["/Title"] = title
        self.whole.docinfo["/Producer"] = PRODUCER
        for key in ("/CreationDate", "/ModDate"):
            self.whole.docinfo[key] = made

    def _tags(self) -> pikepdf.Object:
        """One root over the tags of all parts."""
        root = self.whole.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        kids = Array()
        for tree in self.trees:
            below = tree.K
            for kid in below if isinstance(below, Array) else [below]:
                kid.P = root
                kids.append(kid)
        root.K = kids
        numbers = Array()
        for key, value in sorted(self.parents, key=lambda pair: pair[0]):
            numbers.append(key)
            numbers.append(value)
        root.ParentTree = self.whole.make_indirect(Dictionary(Nums=numbers))
        root.ParentTreeNextKey = self.next_key
        if self.names:
            root.IDTree = self.whole.make_indirect(Dictionary(Kids=Array(self.names)))
        return root


def _lay_over(whole: pikepdf.Pdf, footers: pikepdf.Pdf) -> None:
    """Heads and feet over the pages, marked as no part of the text."""
    for number, page in enumerate(whole.pages):
        form = whole.copy_foreign(footers.pages[number].as_form_xobject())
        name = page.add_resource(form, Name.XObject, Name("/HeadAndFoot"))  # pikepdf would name it at random
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\nq /Artifact <</Type /Pagination>> BDC %s Do EMC Q\n" % str(name).encode())
