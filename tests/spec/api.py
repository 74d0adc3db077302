#!/usr/bin/env python3
"""Whether docs/spec/api.md lists the routes that a node has, and its metrics. usage: api.py FOLDER, which holds
openapi.json and metrics as a node gave them. Prints what differs and ends with 1."""
import json
import os
import re
import sys

here = os.path.dirname(os.path.realpath(__file__))
docs = os.path.join(here, "../../docs/spec")
pages = {name: open(os.path.join(docs, name), encoding="utf-8").read()
         for name in ("api.md", "encoding.md", "proof-format.md")}
page = pages["api.md"]
with open(os.path.join(sys.argv[1], "openapi.json"), encoding="utf-8") as file:
    openapi = json.load(file)
with open(os.path.join(sys.argv[1], "metrics"), encoding="utf-8") as file:
    metrics = re.findall(r"# TYPE (\w+) (\w+)", file.read())

structs, name = {}, ""
for line in "\n".join(pages.values()).splitlines():
    row = re.match(r"\| (\w*) ?\| `(\w+)` \| ", line)
    if row:
        name = row.group(1) or name
        structs.setdefault(name, []).append(row.group(2))

documented = {}
for method, path, parameters, body, answer, operation in re.findall(
        r"\| (GET|POST) \| `(/v1[^`]*)` \| ([^|]*)\| ([^|]*)\| ([^|]*) \| `(\w+)` \|", page):
    documented[method, path] = (operation, sorted(re.findall(r"`(\w+)`", parameters)), body.strip(),
                                re.split(r"[ ,]", answer.removeprefix("page of "))[0], answer.startswith("page of "))

problems, routes = [], {}
for path, operations in openapi["paths"].items():
    for method, route in operations.items():
        query = sorted(one["name"] for one in route.get("parameters", []) if one["in"] == "query")
        given = re.findall(r"\{(\w+)\}", path)
        if sorted(given) != sorted(one["name"] for one in route.get("parameters", []) if one["in"] == "path"):
            problems.append(f"{path}: other parameters than its own text has")
        body = next(iter(route.get("requestBody", {}).get("content", {})), "")
        schema = route["responses"]["200"].get("content", {}).get("application/json", {}).get("schema")
        routes[method.upper(), path] = (route["operationId"], query, body, schema)

for key in sorted(set(documented) | set(routes)):
    if key not in documented or key not in routes:
        problems.append(f"{key}: {'only in the page' if key in documented else 'missing in the page'}")
        continue
    operation, query, body, answer, paged = documented[key]
    real = routes[key]
    kind = "" if not body else "application/octet-stream" if body == "binary" else "application/json"
    if (operation, query, kind) != real[:3]:
        problems.append(f"{key}: the page says {operation} {query} {kind}, the node {real[:3]}")
    if real[3] is None:
        if answer not in ("proof", "event"):
            problems.append(f"{key}: the answer is no {answer}")
        continue
    properties = real[3].get("properties", {})
    if paged:
        if list(properties) != structs["Page"]:
            problems.append(f"{key}: the answer is no page")
        properties = properties.get("items", {}).get("items", {}).get("properties", {})
    if list(properties) != structs.get(answer):
        problems.append(f"{key}: {answer} has {structs.get(answer)}, the node answers {list(properties)}")

listed = re.findall(r"\| `(freehold_\w+)` \| (\w+) \|", page)
if listed != metrics:
    problems.append(f"metrics: the page says {listed}, the node {metrics}")
for problem in problems:
    print(problem)
print(f"api: {len(routes)} routes, {len(metrics)} metrics, {len(problems)} problems")
sys.exit(1 if problems or len(routes) < 20 else 0)
