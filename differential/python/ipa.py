#!/usr/bin/env python3
"""Judges apps for Apple's devices (paths on standard input, one JSON line each on standard output)
with Python's zipfile, plistlib and hashlib, and openssl for the CMS. Only what the Rust side is
compared for: that everything is intact, by which certificate, under which name."""
import hashlib
import io
import json
import os
import plistlib
import re
import struct
import subprocess
import sys
import tempfile
import unicodedata
import zipfile


class Bad(Exception):
    """Why an app is not intact."""


def need(holds, why):
    if not holds:
        raise Bad(why)


HASHES = {1: ("sha1", 20), 2: ("sha256", 32), 3: ("sha256", 20), 4: ("sha384", 48)}


def digest(kind, data):
    name, size = HASHES[kind]
    return hashlib.new(name, data).digest()[:size]


def app_files(path):
    """The files of the one app below their paths in it."""
    archive = zipfile.ZipFile(path)
    names = [info.filename for info in archive.infolist()]
    need(len(names) == len(set(names)), "an entry stands twice")
    need(not any("\\" in name or name.startswith("/") or ".." in name.split("/") for name in names), "a name")
    roots = set()
    for name in names:
        found = re.match(r"((?:[^/]+/)?Payload/[^/]+\.app/|[^/]+\.app/)", name)
        if found and not name.startswith("__MACOSX/"):
            roots.add(found.group(1))
    need(len(roots) == 1, "not one app")
    root = roots.pop()
    files, links = {}, set()
    for info in archive.infolist():
        if info.filename.startswith(root) and not info.is_dir():
            inner = info.filename[len(root):]
            files[inner] = archive.read(info)
            if (info.external_attr >> 16) & 0o170000 == 0o120000:
                links.add(inner)
    return files, links


def slices(data):
    magic = data[:4]
    if magic not in (b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf"):
        return [data]
    count = struct.unpack(">I", data[4:8])[0]
    need(1 <= count <= 16, "slices")
    wide = magic[3] == 0xBF
    form, size = (">IIQQII", 32) if wide else (">IIIII", 20)
    parts = []
    for at in range(count):
        fields = struct.unpack(form, data[8 + at * size:8 + (at + 1) * size])
        offset, length = fields[2], fields[3]
        need(offset >= 8 + count * size and offset + length <= len(data) and length, "a slice's place")
        parts.append((offset, length))
    end = 8 + count * size
    for offset, length in sorted(parts):
        need(offset >= end and not any(data[end:offset]), "between slices")
        end = offset + length
    need(not any(data[end:]), "behind slices")
    return [data[offset:offset + length] for offset, length in parts]


def signature_place(part):
    magic = struct.unpack("<I", part[:4])[0]
    need(magic in (0xFEEDFACF, 0xFEEDFACE), "no Mach-O")
    header = 32 if magic == 0xFEEDFACF else 28
    count, size = struct.unpack("<II", part[16:24])
    need(header + size <= len(part), "load commands")
    at, end, places = header, header + size, []
    for _ in range(count):
        need(at + 8 <= end, "a load command")
        kind, length = struct.unpack("<II", part[at:at + 8])
        need(length >= 8 and at + length <= end, "a load command's length")
        if kind == 0x1D:
            need(length >= 16, "LC_CODE_SIGNATURE")
            places.append(struct.unpack("<II", part[at + 8:at + 16]))
        at += length
    need(len(places) == 1, "signatures")
    offset, length = places[0]
    need(offset + length == len(part), "data after the signature")
    return offset, length


def blobs_of(part, offset, length):
    area = part[offset:offset + length]
    magic, size, count = struct.unpack(">III", area[:12])
    need(magic == 0xFADE0CC0 and 12 + 8 * count <= size <= length, "SuperBlob")
    found = {}
    for at in range(count):
        kind, place = struct.unpack(">II", area[12 + 8 * at:20 + 8 * at])
        need(kind not in found and place + 8 <= size, "a blob's place")
        of, long = struct.unpack(">II", area[place:place + 8])
        need(long >= 8 and place + long <= size, "a blob's length")
        found[kind] = (of, area[place:place + long])
    return found


def text_at(directory, offset):
    end = directory.find(b"\0", offset)
    need(0 < offset < len(directory) and end >= 0, "a text")
    return directory[offset:end]


class Directory:
    def __init__(self, blob):
        need(len(blob) >= 44, "CodeDirectory")
        (self.magic, _, self.version, self.flags, self.hashes, ident, self.specials, self.pages, limit,
         self.size, self.kind, _, self.shift, _) = struct.unpack(">IIIIIIIIIBBBBI", blob[:44])
        need(self.magic == 0xFADE0C02 and 0x20001 <= self.version <= 0x2F000, "CodeDirectory's version")
        need(self.kind in HASHES and HASHES[self.kind][1] == self.size, "a digest's kind")
        self.identifier = text_at(blob, ident)
        self.team = None
        if self.version >= 0x20100:
            need(struct.unpack(">I", blob[44:48])[0] == 0, "scatter")
        if self.version >= 0x20200:
            team = struct.unpack(">I", blob[48:52])[0]
            self.team = text_at(blob, team) if team else None
        if self.version >= 0x20300:
            limit = struct.unpack(">Q", blob[56:64])[0] or limit
        self.limit, self.blob = limit, blob
        first, last = self.hashes - self.specials * self.size, self.hashes + self.pages * self.size
        need(first >= 44 and last <= len(blob), "digests")

    def slot(self, at):
        start = self.hashes + at * self.size
        return self.blob[start:start + self.size]

    def check(self, part, offset, components):
        need(self.limit == offset, "code limit")
        page = (1 << self.shift) if self.shift else max(self.limit, 1)
        need(self.shift <= 24 and self.pages == -(-self.limit // page), "pages")
        for at in range(self.pages):
            end = min((at + 1) * page, self.limit)
            need(digest(self.kind, part[at * page:end]) == self.slot(at), f"page {at}")
        for at in range(1, self.specials + 1):
            want, got = self.slot(-at), components.get(at)
            if any(want):
                need(got is not None and digest(self.kind, got) == want, f"slot {at}")
        for at in (1, 3, 5, 7):
            if components.get(at) is not None:
                need(at <= self.specials and any(self.slot(-at)), f"slot {at} unsealed")


def openssl(*arguments, data=b""):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=False)


def attributes_of(cms):
    """What Apple's two attributes list, by openssl's print of the structure."""
    told = openssl("asn1parse", "-inform", "DER", data=cms).stdout.decode("latin-1").split("\n")
    need(any(":contentType" in line for line in told), "no signed attributes")
    lists, digests = [], []
    for at, line in enumerate(told):
        if "1.2.840.113635.100.9.1" in line:
            octets = re.search(r"\[HEX DUMP\]:([0-9A-F]*)|OCTET STRING\s+:(.*)", told[at + 2])
            need(octets, "cdhashes")
            raw = bytes.fromhex(octets[1]) if octets[1] is not None else None
            lists.append(raw if raw is not None else whole_octets(cms, told[at + 2]))
        if "1.2.840.113635.100.9.2" in line:
            depth, here = depth_of(line), at + 1
            while here < len(told) and told[here] and depth_of(told[here]) >= depth:
                if "OBJECT" in told[here]:
                    digests.append((told[here].split(":")[-1].strip(), whole_octets(cms, told[here + 1])))
                here += 1
    return lists, digests


def depth_of(line):
    return int(re.search(r"d=\s*(\d+)", line)[1])


def whole_octets(cms, line):
    start, header, length = (int(re.search(form, line)[1]) for form in (r"^\s*(\d+):", r"hl=\s*(\d+)", r" l=\s*(\d+)"))
    return cms[start + header:start + header + length]


def signer_of(directories, cms):
    first = directories[0]
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("cms", "content", "signer")]
        for path, data in zip(paths, (cms, first.blob)):
            with open(path, "wb") as file:
                file.write(data)
        told = openssl("cms", "-verify", "-binary", "-noverify", "-inform", "DER", "-in", paths[0],
                       "-content", paths[1], "-signer", paths[2], "-out", os.devnull)
        need(told.returncode == 0, "openssl: " + told.stderr.decode("utf-8", "replace"))
        der = openssl("x509", "-in", paths[2], "-outform", "DER").stdout
    need(der, "no signer")
    lists, digests = attributes_of(cms)
    own = {hashlib.new(HASHES[it.kind][0], it.blob).digest()[:20] for it in directories}
    covered = set()
    for raw in lists:
        listed = set(plistlib.loads(raw)["cdhashes"])
        need(listed == own, "cdhashes")
        covered |= listed
    for name, value in digests:
        kind = {"sha1": 1, "sha256": 2, "sha384": 4}.get(name)
        if kind:
            same = [it for it in directories if it.kind == kind]
            need(same and digest(kind, same[0].blob) == value, "digests of CodeDirectories")
            covered.add(value[:20])
    for it in directories[1:]:
        need(digest(it.kind, it.blob)[:20] in covered, "an alternate CodeDirectory is not signed")
    return hashlib.sha1(der).hexdigest()


def judge_code(data, info, resources):
    """SHA-1 of the signer, and the identifier."""
    told = set()
    for part in slices(data):
        offset, length = signature_place(part)
        blobs = blobs_of(part, offset, length)
        kinds = [0] + sorted(kind for kind in blobs if 0x1000 <= kind < 0x1005)
        need(0 in blobs, "no CodeDirectory")
        directories = [Directory(blobs[kind][1]) for kind in kinds]
        need(len({it.kind for it in directories}) == len(directories), "two CodeDirectories of a kind")
        need(len({(it.identifier, it.team) for it in directories}) == 1, "CodeDirectories disagree")
        need(not any(it.flags & 2 for it in directories), "ad hoc")
        components = {1: info, 3: resources}
        for kind in (2, 5, 7, 8, 9, 10, 11):
            if kind in blobs:
                components[kind] = blobs[kind][1]
        if 4 in blobs:
            components[4] = blobs[4][1][8:]
        for it in directories:
            it.check(part, offset, components)
        need(0x10000 in blobs and len(blobs[0x10000][1]) > 8, "no CMS")
        told.add((signer_of(directories, blobs[0x10000][1][8:]), directories[0].identifier))
    need(len(told) == 1, "slices disagree")
    return told.pop()


def judge_resources(sealed, files, links, executable):
    listed = plistlib.loads(sealed)
    second = "files2" in listed
    wanted = listed["files2" if second else "files"]
    rules = listed.get("rules2" if second else "rules", {})
    need(rules, "no rules")

    def is_free(path):
        best, omits = None, True
        for pattern, rule in rules.items():
            if not re.search(pattern, path):
                continue
            weight = rule.get("weight", 1) if isinstance(rule, dict) else 1
            omit = rule.get("omit", False) if isinstance(rule, dict) else not rule
            if best is None or weight > best or (weight == best and omit):
                best, omits = weight, omit
        return omits

    def is_skipped(path):
        return path == executable or path == "CodeResources" or path.startswith(("_CodeSignature/", "_MASReceipt/", "SC_Info/"))

    for path, data in files.items():
        if is_skipped(path) or (is_free(path) and path not in wanted):
            continue
        need(path in wanted, f"added {path}")
        entry = wanted[path] if isinstance(wanted[path], dict) else {"hash": wanted[path]}
        if path in links or "symlink" in entry:
            need(path in links and data.decode() == entry.get("symlink"), f"link {path}")
            continue
        hashes = [(entry[key], name) for key, name in (("hash", "sha1"), ("hash2", "sha256")) if key in entry]
        need(hashes and all(hashlib.new(name, data).digest() == want for want, name in hashes), f"changed {path}")
    for path, entry in wanted.items():
        if path not in files and not (isinstance(entry, dict) and entry.get("optional")):
            need(is_skipped(path), f"missing {path}")


MACHO = (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf")


def display_name(info):
    return info.get("CFBundleDisplayName") or info.get("CFBundleName")


def judge(path):
    files, links = app_files(path)
    need("Info.plist" in files, "no Info.plist")
    info = plistlib.loads(files["Info.plist"])
    executable = info.get("CFBundleExecutable")
    need(isinstance(executable, str) and executable in files, "no executable")
    sealed = files.get("_CodeSignature/CodeResources")
    need(sealed is not None, "no CodeResources")
    sha1, identifier = judge_code(files[executable], files["Info.plist"], sealed)
    judge_resources(sealed, files, links, executable)
    for name, data in files.items():
        if name != executable and data[:4] in MACHO and "/" in name:
            folder = name.rsplit("/", 1)[0] + "/"
            own = files.get(folder + "Info.plist")
            is_bundle = own is not None and plistlib.loads(own).get("CFBundleExecutable") == name.rsplit("/", 1)[1]
            resources = files.get(folder + "_CodeSignature/CodeResources") if is_bundle else None
            judge_code(data, own if is_bundle else None, resources)
    bundle = info.get("CFBundleIdentifier")
    need(isinstance(bundle, str), "no bundle id")
    return {"ok": True, "sha1": sha1, "bundle": bundle, "name": display_name(info)}


def main():
    for line in sys.stdin:
        try:
            told = judge(line.rstrip("\n"))
        except Exception as why:  # noqa: BLE001: what it cannot read is not intact
            told = {"ok": False, "why": f"{type(why).__name__}: {why}"[:2000]}
        print(json.dumps(told), flush=True)


main()
