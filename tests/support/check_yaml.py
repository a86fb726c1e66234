# Checks YAML files by a JSON Schema, as an editor does: check_yaml.py SCHEMA FILE...; YAML 1.2, where `on` is a word.
import json
import re
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    pass


def is_word(tag):
    return tag in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not is_word(tag)]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))

schema = json.load(open(sys.argv[1], encoding="utf-8"))
validator = jsonschema.validators.validator_for(schema)
validator.check_schema(schema)
wrong = 0
for file in sys.argv[2:]:
    for error in validator(schema).iter_errors(yaml.load(open(file, encoding="utf-8"), Loader)):
        print(f"{file}: {list(error.absolute_path)}: {error.message[:300]}")
        wrong += 1
sys.exit(1 if wrong else 0)
