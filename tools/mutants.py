"""Break one formula at a time and see whether a test notices: ``mutants.py [--count N] [--seed N] [--word WORD]``.

Mutants are drawn from all comparisons, operators, numbers, truth values, least and greatest, tie-breaks of sorted
tables and quoted orders of the modules in `TESTS`, by a seed and not picked. Each runs the tests of its module in a
process of its own, which is stopped after two minutes of the processor. A line a mutant goes to build/mutants.csv; the
exit code is 1 where fewer than 95 of 100 are killed. Numbers that only set portions of work stand in `SAME`.
"""

import argparse
import ast
import copy
import csv
import importlib.abc
import importlib.util
import multiprocessing
import os
import random
import resource
import sys
import time
from fnmatch import fnmatch

from books import OUT, ROOT

SRC = ROOT / "src"
TESTS = {
    "stats": "foundations history network_significance",
    "reliability/discovery/comparison": "comparison",
    "reliability/discovery/explanation": "explanation",
    "reliability/discovery/sensitivity": "sensitivity",
    "reliability/discovery/*": "discovery modesty scoring",
    "reliability/provenance": "origins",
    "reliability/relays": "origins grades",
    "reliability/changes": "answers_cases grades",
    "reliability/credibility": "grades answers_cases answers_properties",
    "reliability/admiralty": "grades answers_cases",
    "reliability/track_record": "history",
    "reliability/outcomes": "history",
    "reliability/evaluation": "scoring history",
    "reliability/*": "answers_cases answers_properties grades origins",
    "network/relations": "network_relations network_claims",
    "network/structure": "network_structure",
    "network/robustness": "network_structure",
    "network/changes": "network_structure",
    "network/significance": "network_significance network_units",
    "network/null_model": "network_significance network_units",
    "network/ibis_backend": "engine network_units",
    "network/*": "network network_units network_structure",
    "funding/*": "funding funding_answers funding_properties",
    "reading/money/*": "money reading_cases",
}  # the first that fits; the examples of the module itself and test_formulas come before them
WARM = "numpy pandas scipy.stats scipy.sparse.csgraph igraph networkx ibis hypothesis pytest pandera"
SECONDS = 120
SAME = {
    "PORTION": "portions of work: the same sums",
    "BATCH": "portions of work: the same sums",
    "STEPS": "an upper limit that is not reached",
    "CONVERGED": "far below what is shown",
}
COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COUNTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
NAMED = {"min": "max", "minimum": "maximum", "cummin": "cummax", "ffill": "bfill", "lt": "le", "gt": "ge", "any": "all"}
NAMED |= {other: one for one, other in NAMED.items()}
QUOTED = {"first": "last", "last": "first", "forward": "backward"}
SORTED = ("sort_values", "sorted", "min", "max")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=150, help="how many mutants are drawn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--word", default="", help="only files whose path holds this word")
    parser.add_argument("--fast", action="store_true", help="leave out tests that are marked slow")
    parser.add_argument("--unchecked", action="store_true", help="take it that all tests pass as they are")
    options = parser.parse_args(arguments)
    files = modules()
    places = [(file, n) for file in sorted(files) if options.word in file for n in range(len(sites(_tree(file))))]
    drawn = random.Random(options.seed).sample(
        places, min(options.count, len(places))
    )  # in no order: a part is a sample
    print(f"{len(drawn)} of {len(places)} places, seed {options.seed}", flush=True)
    _warm()
    if (
        not options.unchecked
        and run("", None, " ".join({files[file] for file, _ in drawn}), options.fast, 3600) != "survived"
    ):
        raise SystemExit("The tests do not pass as they are: mend them first.")
    rows = []
    for number, (file, place) in enumerate(drawn, 1):
        tree, line, before, after = mutant(file, place)
        began = time.monotonic()
        result = run(file, tree, files[file], options.fast)
        rows.append({"file": file, "line": line, "before": before, "after": after, "result": result})
        shown = f"{number}/{len(drawn)} {file}:{line} {before} -> {after}: {result} ({time.monotonic() - began:.0f} s)"
        print(shown, flush=True)
        write(rows, OUT / "build" / "mutants.csv")
    survivors = sum(row["result"] == "survived" for row in rows)
    print(f"{len(rows)} mutants, {len(rows) - survivors} killed, {survivors} survived; see build/mutants.csv")
    return int(survivors > 0.05 * len(rows))


def modules():
    """Each module with the tests it answers to."""
    paths = sorted((SRC / "helpers").rglob("*.py"))
    names = [path.relative_to(SRC / "helpers").with_suffix("").as_posix() for path in paths]
    found = {}
    for name in names:
        for pattern, tests in TESTS.items():
            if fnmatch(name, pattern) and not name.endswith("__init__"):
                found.setdefault(f"helpers/{name}.py", tests)
    return found


def _tree(file):
    return ast.parse((SRC / file).read_text(encoding="utf-8"))


def sites(tree):
    """Each place that can be broken, with what breaks it: (node, change), where `change` alters the node in place."""
    found = []
    for node in _formulas(tree):
        if isinstance(node, ast.Compare):
            found += [(node, _operator(i, COMPARED)) for i, op in enumerate(node.ops) if type(op) in COMPARED]
        elif isinstance(node, ast.BinOp) and type(node.op) in COUNTED and not any(map(_text, (node.left, node.right))):
            found.append((node, lambda n: setattr(n, "op", COUNTED[type(n.op)]())))
        elif isinstance(node, ast.BoolOp):
            found.append((node, lambda n: setattr(n, "op", ast.Or() if isinstance(n.op, ast.And) else ast.And())))
        elif isinstance(node, ast.Constant):
            found += [(node, _constant)] if isinstance(node.value, (bool, int, float)) or node.value in QUOTED else []
        elif isinstance(node, ast.Attribute) and node.attr in NAMED:
            found.append((node, lambda n: setattr(n, "attr", NAMED[n.attr])))
        elif isinstance(node, ast.Name) and node.id in ("min", "max", "any", "all"):
            found.append((node, lambda n: setattr(n, "id", NAMED[n.id])))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
            found.append((node, _bare))
        elif isinstance(node, ast.Call) and _called(node) in SORTED:
            found += [(keys, lambda n: n.elts.pop()) for keys in _keys(node)]
    return found


def _formulas(tree):
    """Every node but docstrings, types, messages of errors, lists of names and constants that only set portions."""
    todo = [tree]
    while todo:
        node = todo.pop(0)
        named = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id
        if isinstance(node, (ast.Raise, ast.JoinedStr, ast.Import, ast.ImportFrom)) or named in ("__all__", *SAME):
            continue
        yield node
        left_out = {"annotation", "returns", "decorator_list"}
        fields = [value for field, value in ast.iter_fields(node) if field not in left_out]
        todo += [n for v in fields for n in (v if isinstance(v, list) else [v]) if isinstance(n, ast.AST)]


def _text(node):
    return isinstance(node, (ast.JoinedStr, ast.List)) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _called(node):
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _keys(node):
    """The lists of columns or tuples of a lambda that a call sorts by, where ties are broken."""
    by = [a for a in node.args[:1] if isinstance(a, ast.List) and _called(node) == "sort_values"]
    by += [k.value.body for k in node.keywords if k.arg == "key" and isinstance(k.value, ast.Lambda)]
    return [keys for keys in by if isinstance(keys, (ast.List, ast.Tuple)) and len(keys.elts) > 1]


def _operator(place, others):
    return lambda node: node.ops.__setitem__(place, others[type(node.ops[place])]())


def _constant(node):
    value = node.value
    if isinstance(value, str):
        node.value = QUOTED[value]
    else:
        node.value = not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else value * 1.1


def _bare(node):
    node.op = ast.UAdd() if isinstance(node.op, ast.USub) else ast.Not()
    if isinstance(node.op, ast.Not):
        node.operand = ast.UnaryOp(ast.Not(), node.operand)


def mutant(file, place):
    """The broken tree, with its line and what stood and stands there."""
    tree = copy.deepcopy(_tree(file))
    node, change = sites(tree)[place]
    before = ast.unparse(node)
    change(node)
    return ast.fix_missing_locations(tree), node.lineno, before, ast.unparse(node)


class _Broken(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module broken, all others as they are."""

    def __init__(self, file, tree):
        self.path, self.tree = SRC / file, tree
        self.name = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def find_spec(self, name, path=None, target=None):
        if name == self.name:
            inside = [str(self.path.parent)] if self.path.name == "__init__.py" else None
            return importlib.util.spec_from_file_location(
                name, self.path, loader=self, submodule_search_locations=inside
            )

    def exec_module(self, module):
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)


class _Plugin:
    """Puts the broken module before pytest's own import hook, which would read files named to it as they are."""

    def __init__(self, file, tree):
        self.broken = _Broken(file, tree)

    def pytest_sessionstart(self):
        sys.meta_path.insert(0, self.broken)


def _warm():
    """Import what takes long once; the processes of the mutants begin as copies of this one."""
    for name in WARM.split():
        importlib.import_module(name)


def _pytest(file, tree, names, fast, seconds):
    import pytest

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    tests = [f"tests/test_{name}.py" for name in dict.fromkeys(["formulas", *names.split()])]
    tests = [str(SRC / file), *tests] if file else tests
    common = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
    plugins = [_Plugin(file, tree)] if file else []
    code = pytest.main([*common, "-m", "not slow"], plugins)
    if not code and not fast:
        code = pytest.main([*common, "-m", "slow"], plugins)
    os._exit(int(code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)))


def run(file, tree, names, fast, seconds=SECONDS):
    """Whether a mutant is killed, stopped after so many seconds of the processor, or has survived."""
    work = multiprocessing.get_context("fork").Process(target=_pytest, args=(file, tree, names, fast, seconds))
    work.start()
    work.join(20 * seconds)
    if work.is_alive():
        work.kill()
        work.join()
    return "stopped" if work.exitcode < 0 else "killed" if work.exitcode else "survived"


def write(rows, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0], lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
