# Runs the shell steps of a pipeline's file as its runner does: run_job.py FILE NAME=VALUE... ; the assignments are inputs of an
# action or variables of a job, over the file's own. Steps of others ("uses") are named and left out. Ends as the first failure did.
import os
import re
import subprocess
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    document = yaml.safe_load(file)
given = dict(argument.split("=", 1) for argument in sys.argv[2:])


def run(script, environment):
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def action(runs, inputs):
    values = {name: given.get(name, declared.get("default", "")) for name, declared in inputs.items()}

    def expanded(text):
        return re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda match: values[match[1]], text)

    status = 0
    for step in runs["steps"]:
        if "uses" in step:
            print("left out:", step["uses"])
            continue
        if status and step.get("if") != "always()":
            continue
        environment = {name: expanded(value) for name, value in step.get("env", {}).items()}
        environment["GITHUB_ACTION_PATH"] = os.path.dirname(os.path.abspath(sys.argv[1]))
        if step["shell"] != "bash":
            sys.exit("not bash: " + step["name"])
        status = status or run(step["run"], environment)
    return status


def job(of):
    variables = {**of["variables"], **given}
    expanded = {name: re.sub(r"\$(\w+)", lambda match: os.environ.get(match[1], ""), value) for name, value in variables.items()}
    return run("\n".join(of["script"]), expanded)


sys.exit(action(document["runs"], document["inputs"]) if "runs" in document else job(document[".windtunnel"]))
