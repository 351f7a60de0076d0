"""Install the extras named on the command line into this environment, with uv if it is there, else with pip."""

import shutil
import subprocess
import sys
from pathlib import Path

extras = ",".join(sys.argv[1:])
uv = shutil.which("uv", path=str(Path(sys.executable).parent))
installer = [uv, "pip", "install", "--python", sys.executable] if uv else [sys.executable, "-m", "pip", "install"]
sys.exit(subprocess.call([*installer, "--quiet", "-e", f".[{extras}]"]))
