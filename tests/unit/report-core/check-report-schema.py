#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schema and the program's own table of fields say the same: what one
takes the other takes, for a report with everything in it and for every way of
breaking one key of it. TAP on standard output."""

import copy
import json
import subprocess
import sys

import jsonschema

TOOL, SCHEMA = sys.argv[1:3]
with open(SCHEMA, encoding="utf-8") as file:
    schema = json.load(file)
validator = jsonschema.Draft202012Validator(schema)
count = 0
failed = False


def report(ok, name):
    global count, failed
    count += 1
    failed = failed or not ok
    print(f"{'ok' if ok else 'not ok'} {count} {name}")


def tool(*arguments, text=None):
    run = subprocess.run([TOOL, *arguments], input=text, capture_output=True, text=True, check=True)
    return run.stdout


def places(node, path=()):
    """Every object's every key."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield path, key
            yield from places(value, path + (key,))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from places(value, path + (index,))


def at(node, path):
    for step in path:
        node = node[step]
    return node


def ways_to_break(document):
    """Documents that differ from a good one in one key."""
    seen = set()
    for path, key in places(document):
        shape = tuple(step for step in path if isinstance(step, str)) + (key,)
        if shape in seen:
            continue
        seen.add(shape)
        for change in (None, {"wrong": 1}, "\x00remove", -1, True, [None], "no such word"):
            broken = copy.deepcopy(document)
            owner = at(broken, path)
            if change == "\x00remove":
                del owner[key]
            elif change is None and owner[key] is None:
                continue
            else:
                owner[key] = change
            yield "/".join(shape), change, broken
        broken = copy.deepcopy(document)
        at(broken, path)["noSuchKey"] = None
        yield "/".join(shape), "added", broken


def check_samples():
    for seed in range(8):
        document = json.loads(tool("sample", str(seed)))
        errors = [f"{list(e.absolute_path)}" for e in validator.iter_errors(document)]
        report(not errors, f"sample {seed} is valid {errors[:3]}")


def check_broken():
    document = json.loads(tool("sample", "1"))
    broken = list(ways_to_break(document))
    answers = tool("read", text="".join(json.dumps(b[2]) + "\n" for b in broken)).split()
    # The schema can't know what an id points at, nor which study a page belongs
    # to: there the program may say no where the schema says yes, never the
    # other way round.
    keys_of_references = {"id", "uid", "studyUid", "documentId", "questionId", "pairId", "frontKeyImage",
                          "start", "end", "findingIds", "kind", "points", "text"}
    bad = []
    for (place, change, doc), answer in zip(broken, answers):
        by_schema = validator.is_valid(doc)
        if by_schema and answer == "no" and place.split("/")[-1] in keys_of_references:
            continue
        if by_schema != (answer == "yes"):
            bad.append((place, change, by_schema, answer))
    report(len(broken) > 1000 and not bad, f"{len(broken)} broken documents: schema and program agree {bad[:8]}")


def check_words():
    bad = []
    lines = tool("words").splitlines()
    for line in lines:
        owner, key, *words = line.split()
        part = schema if owner == "report" else schema["$defs"][owner]
        if part["properties"][key].get("enum") != words:
            bad.append((owner, key))
    report(len(lines) > 10 and not bad, f"the words of {len(lines)} enumerations are equal {bad}")


def check_documentation():
    bad = []
    for name, part in [("report", schema), *schema["$defs"].items()]:
        if part.get("additionalProperties") is not False or sorted(part["required"]) != sorted(part["properties"]):
            bad.append(name)
        bad += [f"{name}.{key}" for key, value in part["properties"].items()
                if key != "schemaVersion" and not value.get("description")]
    report(not bad, f"every part is closed, whole and described {bad}")


jsonschema.Draft202012Validator.check_schema(schema)
check_samples()
check_broken()
check_words()
check_documentation()
print(f"1..{count}")
sys.exit(1 if failed else 0)
