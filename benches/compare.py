#!/usr/bin/env python3
"""Whole processes: `beian` beside its peers on the same packages, in turns, in one run.

    benches/compare.py [--quick] [--runs N] [--only WORD] [--keep FOLDER]

Builds the command and the peers, makes the packages, and prints a table: CPU seconds (user and system), wall seconds and peak
memory of each, as medians, and the median of the ratios of neighbouring runs. Needs cargo and Python 3.9; `apksigner`,
`androguard` and `aapt` are measured where they are installed. The answers are compared, and a difference ends the run.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIGNER = "fc9e75c13b296d363d4fccb09bf6e340d13a907971ee6eae237cf67d92d5682a"


class Run:
    """What one process took, by the system's own account of it."""

    measure = ""

    def __init__(self, command):
        done = subprocess.run([Run.measure, *command], capture_output=True, text=True, errors="replace", check=True)
        cpu, wall, kilobytes, status = done.stderr.split()
        self.cpu, self.wall, self.status = float(cpu), float(wall), int(status)
        self.megabytes = int(kilobytes) / 1024
        self.output = done.stdout


class Work:
    """One row: our command, and what it is measured against."""

    def __init__(self, name, ours, theirs, goal, same=None):
        self.name, self.ours, self.theirs, self.goal, self.same = name, ours, theirs, goal, same


def path_of(program):
    return shutil.which(program)


def packages(make, folder, quick):
    big, middle = (50, 20) if quick else (500, 200)

    def large(name, size, *options):
        file = folder / name
        if not file.exists():
            subprocess.run([make, "--large", str(size), file, *options], check=True)
        return str(file)

    many = folder / "many"
    if not many.exists():
        subprocess.run([make, "--many", "250", many], check=True)
    return {
        "small": large("small.apk", 0, "--v1"),
        "20": large("20.apk", 20, "--literal", "--resources", "1024"),
        "big": large("big.apk", big, "--literal", "--resources", "4096"),
        "big-v1": large("big-v1.apk", big, "--v1"),
        "only-v1": large("only-v1.apk", big, "--only-v1"),
        "files": large("files.apk", 20, "--v1", "--files", "10000"),
        "label": large("label.apk", 20, "--resources", "4096"),
        "hap": large("middle.hap", middle, "--hap"),
        "app": large("middle.app", middle, "--app"),
        "many": str(many),
    }


def fingerprint_of(run):
    return json.loads(run.output.splitlines()[0])["signers"][0]["certificate"]["sha256"]


def same_signer(ours, theirs):
    return fingerprint_of(ours) == SIGNER and SIGNER in theirs.output.lower().replace(":", "")


def both_verified(ours, theirs):
    return ours.status == 0 and theirs.status == 0


def rows(beian, peers, files):
    apk_info, sha256, inflate = (str(peers / name) for name in ("apk-info", "sha256", "inflate"))
    identify = [beian, "inspect", "--fast", "--json"]
    verify = [beian, "verify", "--json"]
    for size in ("small", "20", "big"):
        yield Work(f"identify, {size}", [*identify, files[size]], ("apk-info", [apk_info, files[size]]),
                   "CPU 0.35, 6 MB", same_signer)
    yield Work("identify with label, 4 MiB of resources", [*identify, files["label"]],
               ("apk-info", [apk_info, "--label", files["label"]]), "CPU 0.5", same_signer)
    yield Work("verify v2+v3, big", [*verify, files["big"]], ("SHA-256", [sha256, files["big"]]),
               "CPU 1.25, wall 0.65, 10 MB", both_verified)
    yield Work("verify v1+v2+v3, big", [*verify, files["big-v1"]],
               ("SHA-256, inflate", [inflate, files["big-v1"]]), "CPU 1.2, wall 0.65, 16 MB", both_verified)
    yield Work("verify v1+v2+v3, big", [*verify, files["big-v1"]],
               ("SHA-256 twice, inflate", [inflate, files["big-v1"], "--digests"]), "", both_verified)
    yield Work("verify v1, big", [*verify, files["only-v1"]],
               ("SHA-256 of contents, inflate", [inflate, files["only-v1"], "--only-contents"]), "", both_verified)
    yield Work("verify v1+v2+v3, 10,000 files", [*verify, files["files"]],
               ("SHA-256, inflate", [inflate, files["files"]]), "", both_verified)
    for kind in ("hap", "app"):
        yield Work(f"verify {kind}", [*verify, files[kind]], ("SHA-256", [sha256, files[kind]]),
                   "CPU 1.3, 12 MB", both_verified)
    if path_of("apksigner"):
        for name, file in (("v2+v3, big", "big"), ("v1+v2+v3, big", "big-v1"), ("v1, big", "only-v1"),
                           ("v1+v2+v3, small", "small")):
            yield Work(f"verify {name}", [*verify, files[file]],
                       ("apksigner", [path_of("apksigner"), "verify", "--print-certs", files[file]]), "",
                       same_signer)
    if path_of("androguard"):
        yield Work("identify, small", [*identify, files["small"]],
                   ("androguard", [path_of("androguard"), "apkid", files["small"]]), "")
    if path_of("aapt"):
        yield Work("identify with label, 4 MiB of resources", [*identify, files["label"]],
                   ("aapt", [path_of("aapt"), "dump", "badging", files["label"]]), "")
    yield Work("start of the process", [beian, "--version"], ("true", [path_of("true")]), "1.5 ms more")


def measure(work, runs):
    peer, command = work.theirs
    pairs = []
    for number in range(runs + 1):
        ours, theirs = Run(work.ours), Run(command)
        if number == 0:
            if work.same and not work.same(ours, theirs):
                sys.exit(f"{work.name}: the answers differ\n{ours.output}\n{theirs.output}")
            continue
        pairs.append((ours, theirs))
    ours, theirs = zip(*pairs)

    def median(list_of, fact):
        return statistics.median(getattr(run, fact) for run in list_of)

    def ratio(fact):
        return statistics.median(getattr(a, fact) / max(getattr(b, fact), 1e-6) for a, b in pairs)

    def cell(list_of):
        return (f"{median(list_of, 'cpu'):.4f} / {median(list_of, 'wall'):.4f} / "
                f"{median(list_of, 'megabytes'):.1f} MB")

    return (f"| {work.name} | {cell(ours)} | {peer} | {cell(theirs)} | {ratio('cpu'):.2f} | {ratio('wall'):.2f} "
            f"| {work.goal} |")


def scan(beian, files, runs):
    """250 packages in one process, beside one process for each."""
    many = sorted(Path(files["many"]).iterdir())
    lines = []
    for name, options in (("", []), (", one worker", ["--jobs", "1"])):
        found = [Run([beian, "scan", "--format", "jsonl", *options, files["many"]])
                 for _ in range(runs)]
        if any(len(run.output.splitlines()) != len(many) or run.status != 0 for run in found):
            sys.exit("scan: rows are missing, or one is not verified")
        cpu, wall, memory = (statistics.median(getattr(run, fact) for run in found)
                             for fact in ("cpu", "wall", "megabytes"))
        lines.append(f"| scan of {len(many)} packages{name} | {cpu:.3f} | {wall:.3f} | {memory:.1f} MB "
                     f"| {cpu / len(many) * 1000:.2f} | {len(many) / wall:.0f} |")
    for name, command in (("verify", ["verify", "--json"]), ("inspect --fast", ["inspect", "--fast", "--json"])):
        each = [Run([beian, *command, str(file)]) for file in many]
        cpu, wall = sum(run.cpu for run in each), sum(run.wall for run in each)
        memory = max(run.megabytes for run in each)
        lines.append(f"| {name}, one process each | {cpu:.3f} | {wall:.3f} | {memory:.1f} MB "
                     f"| {cpu / len(many) * 1000:.2f} | {len(many) / wall:.0f} |")
    return lines


def growth(beian, make, folder, runs, quick):
    """What a package costs as it grows in one way and not in the others."""
    sizes = (1, 10, 100) if quick else (1, 10, 100, 500, 1500)
    ways = [("MiB", size, [str(size)], "verify") for size in sizes]
    ways += [("MiB, v1", size, [str(size), "--v1"], "verify") for size in sizes[:4]]
    ways += [("files", count, ["1", "--v1", "--files", str(count)], "verify")
             for count in (10, 100, 1000, 10_000, 60_000)]
    ways += [("KiB of resources", size, ["0", "--resources", str(size)], "inspect")
             for size in (1, 64, 1024, 8192, 61_440)]
    for way, amount, options, command in ways:
        file = folder / "growing.apk"
        subprocess.run([make, "--large", options[0], file, *options[1:]], check=True)
        fast = ["--fast"] if command == "inspect" else []
        found = [Run([beian, command, *fast, "--json", str(file)]) for _ in range(runs)]
        if any(run.status != 0 for run in found):
            sys.exit(f"{way} {amount}: not verified\n{found[0].output}")
        cpu, wall, memory = (statistics.median(getattr(run, fact) for run in found)
                             for fact in ("cpu", "wall", "megabytes"))
        yield (f"| {way} | {amount} | {file.stat().st_size / 1e6:.1f} MB | {command} | {cpu:.4f} | {wall:.4f} "
               f"| {memory:.1f} MB |")
        file.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="smaller packages, for a look")
    parser.add_argument("--runs", type=int, default=7, help="counted runs of each command [7]")
    parser.add_argument("--only", default="", help="only the parts or rows whose names contain this")
    parser.add_argument("--keep", type=Path, help="the folder in which packages are made and kept")
    options = parser.parse_args()
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    subprocess.run(["cargo", "build", "--release", "--quiet", "--workspace"], cwd=ROOT, check=True)
    subprocess.run(["cargo", "build", "--release", "--quiet", "--target-dir", target / "peers"],
                   cwd=ROOT / "benches" / "peers", check=True)
    Run.measure = str(target / "peers" / "release" / "measure")
    beian, make = str(target / "release" / "beian"), str(target / "release" / "beian-fixtures")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        files = packages(make, folder, options.quick)
        print("| work | beian: CPU s / wall s / peak | peer | peer: CPU s / wall s / peak | CPU ratio | wall ratio "
              "| goal |")
        print("|---|---|---|---|---|---|---|", flush=True)
        for work in rows(beian, target / "peers" / "release", files):
            if options.only in work.name or options.only in work.theirs[0]:
                print(measure(work, options.runs), flush=True)
        if options.only in "scan":
            print("\n| work | CPU s | wall s | peak | CPU ms each | each second |\n|---|---|---|---|---|---|")
            print("\n".join(scan(beian, files, options.runs)), flush=True)
        if options.only in "growth":
            print("\n| grows | to | file | command | CPU s | wall s | peak |\n|---|---|---|---|---|---|---|")
            for line in growth(beian, make, folder, min(options.runs, 3), options.quick):
                print(line, flush=True)


if __name__ == "__main__":
    main()
