"""Downloads against a server on this machine: whole files or none, resumed, checked, and patient."""

import hashlib
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from helpers import gdelt

NAMES = [f"2024102212{minute:02d}00.gkg.csv.zip" for minute in (0, 15, 30, 45)]
BODY = {name: hashlib.sha256(name.encode()).digest() * 8192 for name in NAMES}  # 256 KiB each


class Handler(BaseHTTPRequestHandler):
    """Serves BODY with ranges; `server` holds what is to go wrong and what was asked."""

    def do_GET(self):
        server, name = self.server, self.path.rsplit("/", 1)[-1]
        server.asked.append((name, self.headers.get("Range")))
        if server.refuse.get(name):
            code, header = server.refuse[name].pop(0)
            self.send_response(code)
            for key, value in header.items():
                self.send_header(key, value)
            self.end_headers()
            return
        body = server.master if name == "masterfilelist.txt" else server.body.get(name)
        if body is None:
            self.send_error(404)
            return
        first = int(self.headers["Range"][6:-1]) if "Range" in self.headers and server.ranges else 0
        self.send_response(206 if first else 200)
        self.send_header("Content-Length", str(len(body) - first))
        self.end_headers()
        cut = server.cut.pop(name, None)
        for at in range(first, len(body) if cut is None else cut, 8192):
            self.wfile.write(body[at : at + 8192])
            time.sleep(server.delay if name in server.body else 0)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.daemon_threads = True
    web.root = f"http://127.0.0.1:{web.server_port}"
    web.asked, web.refuse, web.cut, web.ranges, web.delay, web.body = [], {}, {}, True, 0, dict(BODY)
    listed = [f"{len(body)} {hashlib.md5(body).hexdigest()} {web.root}/gdeltv2/{name}" for name, body in BODY.items()]
    others = [f"9 {'0' * 32} {web.root}/gdeltv2/20241022120000.export.CSV.zip", "a broken line", "77 beef"]
    web.master = "\n".join([*others, *reversed(listed)]).encode()
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield web
    web.shutdown()
    web.server_close()


def fetch(server, folder, start="2024-10-22 12:00", end="2024-10-22 13:00"):
    return gdelt.download(folder, start, end, master=f"{server.root}/gdeltv2/masterfilelist.txt", pause=0.01)


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def test_files_of_the_stretch_arrive_whole_and_are_then_kept(server, tmp_path):
    table = fetch(server, tmp_path, end="2024-10-22 12:30")
    assert table.name.tolist() == NAMES[:2] and table.status.tolist() == ["downloaded"] * 2
    assert names(tmp_path) == NAMES[:2]
    assert fetch(server, tmp_path).status.tolist() == ["kept", "kept", "downloaded", "downloaded"]
    assert [name for name, _ in server.asked].count(NAMES[0]) == 1
    assert all((tmp_path / name).read_bytes() == BODY[name] for name in NAMES)


def test_a_cut_connection_goes_on_where_it_stopped(server, tmp_path):
    server.cut = {NAMES[0]: 65536}
    assert fetch(server, tmp_path).status.tolist() == ["downloaded"] * 4
    assert (NAMES[0], "bytes=65536-") in server.asked
    assert (tmp_path / NAMES[0]).read_bytes() == BODY[NAMES[0]]


def test_a_server_without_ranges_starts_the_file_again(server, tmp_path):
    server.ranges, server.cut = False, {NAMES[1]: 8192}
    assert set(fetch(server, tmp_path).status) == {"downloaded"}
    assert (tmp_path / NAMES[1]).read_bytes() == BODY[NAMES[1]]


def test_a_wrong_file_is_never_named(server, tmp_path):
    server.body[NAMES[2]] = BODY[NAMES[1]]  # right size, wrong content
    server.body[NAMES[3]] = BODY[NAMES[3]] * 3  # does not end where it should
    status = fetch(server, tmp_path).status
    assert status[2] == "failed: MD5 differs from the master list's"
    assert status[3].startswith("failed: ") and "bytes arrived" in status[3]
    assert names(tmp_path) == NAMES[:2]


def test_a_half_file_under_the_right_name_is_not_trusted(server, tmp_path):
    (tmp_path / NAMES[0]).write_bytes(BODY[NAMES[0]][:1000])
    (tmp_path / NAMES[1]).write_bytes(b"x" * len(BODY[NAMES[1]]))
    assert set(fetch(server, tmp_path).status) == {"downloaded"}
    assert all((tmp_path / name).read_bytes() == BODY[name] for name in NAMES)


def test_it_waits_as_long_as_it_is_asked_and_gives_up_in_the_end(server, tmp_path):
    server.refuse = {NAMES[0]: [(429, {"Retry-After": "1"})], NAMES[1]: [(503, {})] * 9, NAMES[2]: [(403, {})]}
    start = time.monotonic()
    status = fetch(server, tmp_path).status.tolist()
    assert time.monotonic() - start > 1
    assert status[0] == status[3] == "downloaded"
    assert "503" in status[1] and "403" in status[2]
    asked = [name for name, _ in server.asked]
    assert asked.count(NAMES[1]) == 5 and asked.count(NAMES[2]) == 1


def test_a_listed_file_that_is_not_there_is_missing(server, tmp_path):
    del server.body[NAMES[1]]
    assert fetch(server, tmp_path).status.tolist() == ["downloaded", "missing", "downloaded", "downloaded"]


def test_no_master_list_is_an_error_that_names_it(server, tmp_path):
    with pytest.raises(ConnectionError, match=r"nowhere\.txt"):
        gdelt.download(tmp_path, "2024-10-22", "2024-10-23", master=f"{server.root}/nowhere.txt", pause=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.02, 0.15, 0.4])
def test_killed_at_any_moment_it_loses_nothing(server, tmp_path, moment):
    server.delay = 0.004
    code = (
        "from helpers import gdelt; "
        f"gdelt.download({str(tmp_path)!r}, '2024-10-22', '2024-10-23', "
        f"master='{server.root}/gdeltv2/masterfilelist.txt', pause=0.01)"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    while child.poll() is None and len(server.asked) < 2:
        time.sleep(0.005)
    time.sleep(moment)
    child.kill()
    child.wait()
    whole = [name for name in names(tmp_path) if not name.endswith(".part")]
    assert len(whole) < len(NAMES) and all((tmp_path / name).read_bytes() == BODY[name] for name in whole)
    parts = {file.name.removesuffix(".part"): file.stat().st_size for file in tmp_path.glob("*.part")}
    server.delay, server.asked = 0, []
    status = fetch(server, tmp_path)
    assert status.set_index("name").status[whole].eq("kept").all() and not status.status.str.startswith("failed").any()
    assert names(tmp_path) == NAMES
    assert all((tmp_path / name).read_bytes() == BODY[name] for name in NAMES)
    for name, size in parts.items():
        assert size == 0 or (name, f"bytes={size}-") in server.asked
