"""Holds the schema against the loader: schema.py SCHEMA GOOD... -- BAD...

Markets before the two dashes must pass the schema, those behind it must not, except for faults
that lie between places of a file, which a schema cannot see; each of these is named below."""
import json
import os
import re
import sys

try:
    import jsonschema
    import yaml
except ImportError:
    sys.exit(77)

BEYOND = {
    "base-after-from": "order of two periods",
    "market-period": "order of two periods",
    "no-start": "a rate needs a level elsewhere",
    "paths": "paths name nodes elsewhere",
    "period-too-long": "distance of two periods",
    "sources": "sources stand elsewhere",
    "step": "step of periods elsewhere",
    "wrong-year": "distance of two periods",
}


class Loader(yaml.SafeLoader):
    """Scalars by the core schema of YAML 1.2, keys as texts, and no key twice."""


Loader.yaml_implicit_resolvers = {}
Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(~|null|Null|NULL|)$"),
                             ["~", "n", "N", ""])
Loader.add_implicit_resolver("tag:yaml.org,2002:bool",
                             re.compile(r"^(true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"),
                             list("-+0123456789"))
Loader.add_implicit_resolver("tag:yaml.org,2002:float",
                             re.compile(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"),
                             list("-+.0123456789"))


def number(loader, node):
    return float(node.value)


def mapping(loader, node):
    keys = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in keys:
            raise yaml.YAMLError("key")
        keys[key.value] = loader.construct_object(value, deep=True)
    return keys


Loader.add_constructor("tag:yaml.org,2002:int", lambda l, n: int(n.value, 10))
Loader.add_constructor("tag:yaml.org,2002:float", number)
Loader.add_constructor("tag:yaml.org,2002:map", mapping)


def passes(validator, name):
    try:
        with open(name, encoding="utf-8") as file:
            return validator.is_valid(yaml.load(file, Loader))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        return False


def main(schema, names):
    with open(schema, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    middle = names.index("--")
    failed = 0
    for i, name in enumerate(names):
        if i == middle:
            continue
        good = i < middle
        case = os.path.splitext(os.path.basename(name))[0]
        if passes(validator, name) != (good or case in BEYOND):
            failed += 1
            print(f"{name}: the loader {'takes' if good else 'refuses'} it, the schema does not")
            if good:
                with open(name, encoding="utf-8") as file:
                    for error in validator.iter_errors(yaml.load(file, Loader)):
                        print("  ", list(error.absolute_path), error.message[:200])
    print(f"{middle} good, {len(names) - middle - 1} bad, {failed} seen otherwise")
    return failed > 0


sys.exit(main(sys.argv[1], sys.argv[2:]))
