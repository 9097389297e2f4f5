#!/usr/bin/env python3
"""Circles among the files and the folders of src/, by what each imports: circles.py [--list]

A file names another where it imports one of its items, or names it by its path; names that a `mod.rs` hands on count as those of
the file that defines them. Tests are left out. Exit 1 where there is a circle.
"""
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src")
DECLARATION = re.compile(
    r"^\s*(?:pub(?:\([^)]*\))? )?(?:unsafe |const |async )*"
    r"(?:fn|struct|enum|trait|type|const|static|mod|union) (\w+)", re.M)
MACRO = re.compile(r"^\s*macro_rules! (\w+)", re.M)
USE = re.compile(r"^\s*(pub(?:\([^)]*\))? )?use ([^;]+);", re.M)
PATH = re.compile(r"(?<![\w:$])((?:crate|super|self)(?:::\w+)+)")


def strip(text):
    """The text without comments, strings and test modules."""
    text = re.sub(r"//[^\n]*|use \$[^;]*;|use [^;]*\$[^;]*;", "", text)
    text = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text, flags=re.S)
    out, skip = [], None
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if skip is None and re.match(r"\s*#\[cfg\((test|fuzzing)\)\]", line):
            skip = re.match(r"\s*", line).group(0)
            continue
        if skip is not None:
            if re.match(re.escape(skip) + r"\}", line) or (line.startswith(skip) and line.rstrip().endswith(";")
                                                           and "{" not in line and not line.startswith(skip + " ")):
                skip = None
            continue
        out.append(line)
    return "\n".join(out)


def tree(text):
    """The paths that a `use` names, each with the name that it is known by."""
    at = 0

    def walk(prefix):
        nonlocal at
        segments = list(prefix)
        while True:
            while text[at].isspace():
                at += 1
            if text[at] == "{":
                at += 1
                found = []
                while True:
                    while text[at].isspace() or text[at] == ",":
                        at += 1
                    if text[at] == "}":
                        at += 1
                        return found
                    found += walk(segments)
            name = re.match(r"[A-Za-z_]\w*|\*", text[at:])
            segments.append(name.group(0))
            at += name.end()
            while at < len(text) and text[at].isspace():
                at += 1
            if text[at:at + 2] == "::":
                at += 2
                continue
            alias = re.match(r"as\s+(\w+)", text[at:])
            if alias:
                at += alias.end()
            return [(segments, alias.group(1) if alias else segments[-1])]

    return walk([])


class House:
    def __init__(self):
        self.files, self.text, self.defines, self.hands_on = {}, {}, {}, {}
        for folder, _, names in os.walk(ROOT):
            for name in names:
                if not name.endswith(".rs") or "test" in name or "fuzzing" in name:
                    continue
                path = os.path.relpath(os.path.join(folder, name), ROOT)
                parts = path[:-3].split(os.sep)
                if parts[-1] in ("mod", "lib"):
                    parts.pop()
                self.files[tuple(parts)] = path
        for module, path in self.files.items():
            with open(os.path.join(ROOT, path), encoding="utf-8") as file:
                text = strip(file.read())
            self.text[module] = text
            self.defines[module] = set(DECLARATION.findall(text)) | set(MACRO.findall(text))
        for module in self.files:
            self.hands_on[module] = {}
            for visible, names in USE.findall(self.text[module]):
                if visible:
                    for path, alias in tree(names + ";"):
                        self.hands_on[module][alias] = path

    def absolute(self, path, module):
        if path[0] == "crate":
            return tuple(path[1:])
        if path[0] == "self":
            return module + tuple(path[1:])
        if path[0] == "super":
            ups = next((at for at, it in enumerate(path) if it != "super"), len(path))
            return module[:len(module) - ups] + tuple(path[ups:])
        return module + tuple(path) if module + (path[0],) in self.files else None

    def owner(self, path, depth=0):
        """The module that defines what an absolute path names."""
        module = ()
        for at in range(len(path), -1, -1):
            if path[:at] in self.files:
                module, rest = path[:at], path[at:]
                break
        else:
            return None
        if not rest or depth > 8:
            return module
        if rest[0] in self.hands_on[module] and rest[0] not in self.defines[module]:
            further = self.absolute(self.hands_on[module][rest[0]], module)
            if further is not None:
                return self.owner(further + rest[1:], depth + 1)
        return module

    def arrows(self):
        found = {module: {} for module in self.files}
        for module, text in self.text.items():
            named = [path for visible, names in USE.findall(text) if not visible for path, _ in tree(names + ";")]
            rest = USE.sub("", text)
            named += [path.split("::") for path in PATH.findall(rest)]
            for child in self.files:
                if child[:-1] == module and child and re.search(r"(?<![\w:])%s::" % child[-1], rest):
                    named.append([*child[-1:], "*"])
            for path in named:
                absolute = self.absolute(path, module)
                if absolute is None:
                    continue
                target = self.owner(absolute)
                if target is not None and target != module:
                    found[module].setdefault(target, set()).add(path[-1])
        return found


def circles(arrows):
    """The strongly connected components of more than one node (Tarjan)."""
    index, low, stack, on, found = {}, {}, [], set(), []
    sys.setrecursionlimit(10000)

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        on.add(node)
        for target in arrows.get(node, ()):
            if target not in index:
                visit(target)
                low[node] = min(low[node], low[target])
            elif target in on:
                low[node] = min(low[node], index[target])
        if low[node] == index[node]:
            group = []
            while True:
                other = stack.pop()
                on.discard(other)
                group.append(other)
                if other == node:
                    break
            if len(group) > 1:
                found.append(sorted(group))

    for node in sorted(arrows):
        if node not in index:
            visit(node)
    return found


def main():
    house = House()
    arrows = house.arrows()
    bad = 0
    for group in circles(arrows):
        bad += 1
        print("circle of files:", ", ".join(house.files[it] for it in group))
        for one in group:
            for other in sorted(set(arrows[one]) & set(group)):
                print(f"    {house.files[one]} -> {house.files[other]}: {', '.join(sorted(arrows[one][other]))}")
    folder = lambda module: "/".join(os.path.dirname(house.files[module]).split("/")[:DEPTH]) or house.files[module]
    for DEPTH in (1, 2):
        between = {}
        for one, targets in arrows.items():
            for other in targets:
                a, b = folder(one), folder(other)
                if a != b and not a.startswith(b + "/") and not b.startswith(a + "/"):
                    between.setdefault(a, {}).setdefault(b, set()).add((house.files[one], house.files[other]))
                    between.setdefault(b, {})
        for group in circles(between):
            bad += 1
            print(f"circle of folders (depth {DEPTH}):", ", ".join(group))
            for one in group:
                for other in sorted(set(between[one]) & set(group)):
                    ties = sorted(between[one][other])
                    print(f"    {one} -> {other}: {'; '.join(f'{a} -> {b}' for a, b in ties[:4])}")
    print(f"{len(house.files)} files, {sum(map(len, arrows.values()))} arrows, {bad} circles")
    sys.exit(1 if bad else 0)


main()
