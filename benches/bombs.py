#!/usr/bin/env python3
"""What the worst files that we could make cost: one process for each, on one core.

    benches/bombs.py [--only WORD] [--command FILE] [--folder FOLDER]

Builds the command, makes the files (`fixtures/src/bombs/`), and prints a table: size, verdict or error, CPU seconds (user and
system), and peak memory, each the worse of `verify` and `inspect`. Ends with 1 where one takes more than a second or 64 MB
beside what the process takes for nothing. Needs cargo, Python 3.9 and GNU time.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS, MEGABYTES = 1.0, 64.0
# How long one is waited for, in seconds.
PATIENCE = 20


def run(command):
    """CPU seconds, peak memory in MB, and what was said."""
    one_core = ["timeout", str(PATIENCE), "taskset", "-c", str(min(os.sched_getaffinity(0)))]
    timed = ["/usr/bin/time", "-q", "-f", "@ %U %S %M", *one_core, *command]
    environment = {**os.environ, "BEIAN_PASSWORD": "storepw1"}
    done = subprocess.run(timed, capture_output=True, text=True, errors="replace", env=environment)
    lines = done.stderr.splitlines()
    user, system, kilobytes = next(line for line in reversed(lines) if line.startswith("@ ")).split()[1:]
    return float(user) + float(system), int(kilobytes) / 1000, outcome(done.stdout, done.returncode)


def outcome(output, status):
    """The verdict and the first finding's code, or the error's."""
    if status == 124:
        return "not done"
    try:
        document = json.loads(output)
    except ValueError:
        return f"status {status}"
    if "error" in document:
        return document["error"]["code"]
    findings = document.get("findings", [])
    worst = next((it["code"] for it in findings if it["severity"] == "error"), "")
    return " ".join(filter(None, [document.get("verification", {}).get("verdict", "?"), worst]))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--only", default="")
    arguments.add_argument("--command")
    arguments.add_argument("--folder")
    arguments = arguments.parse_args()
    command = arguments.command
    if not command:
        subprocess.run(["cargo", "build", "--release", "-q", "-p", "beian-cli"], cwd=ROOT, check=True)
        command = ROOT / "target/release/beian"
    folder = arguments.folder
    if not folder:
        folder = tempfile.mkdtemp()
        made = ["cargo", "run", "-q", "-p", "beian-fixtures", "--", "--bombs", folder]
        subprocess.run(made, cwd=ROOT, check=True)
    nothing = run([command, "--version"])[1]
    print("| bomb | bytes | outcome | CPU s | MB |\n|---|---:|---|---:|---:|")
    failed = False
    for path in sorted(Path(folder).iterdir()):
        if arguments.only not in path.name:
            continue
        runs = [run([command, *mode, "--json", path]) for mode in (["verify"], ["inspect"])]
        seconds, megabytes = max(it[0] for it in runs), max(it[1] for it in runs)
        bad = seconds > SECONDS or megabytes - nothing > MEGABYTES
        failed |= bad
        mark = "**" if bad else ""
        size = f"{path.stat().st_size:,}"
        print(f"| {path.name} | {size} | {runs[0][2]} | {mark}{seconds:.2f}{mark} | {mark}{megabytes:.0f}{mark} |", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
