"""``logicnet fmt``, run as a process: what it writes, tells, and leaves alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from command import run

CLEAN = "targets, factors\nA, B & C\nB, A\nC, C\n"
UNTIDY = "A,B&&C\nB,A\n"
BROKEN = "A, B &\nC, D)\n"


def test_a_file_is_replaced_with_its_permissions_and_through_its_link(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    file, link = tmp_path / "kept" / "model.bnet", tmp_path / "link.bnet"
    file.write_bytes(b"\xef\xbb\xbf" + UNTIDY.encode())
    file.chmod(0o640)
    link.symlink_to(file)
    assert run("fmt", str(link)) == (0, "", f"formatted {link}\n")
    assert link.is_symlink()
    assert file.read_text("utf-8") == CLEAN
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["kept", "link.bnet", "model.bnet"]


def test_a_file_in_form_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "model.bnet"
    file.write_text(CLEAN)
    os.utime(file, (1, 1))
    before = file.stat()
    assert run("fmt", str(file)) == (0, "", "")
    assert run("fmt", "--check", str(file)) == (0, "", "")
    assert run("fmt", "--check", "--diff", str(file)) == (0, "", "")
    after = file.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_check_and_diff_write_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.bnet").write_text(UNTIDY)
    (tmp_path / "b.bnet").write_text(CLEAN)
    assert run("fmt", "--check", "a.bnet", "b.bnet", cwd=tmp_path) == (1, "a.bnet\n", "")
    diff = "--- a.bnet\n+++ a.bnet\n@@ -1,2 +1,4 @@\n-A,B&&C\n-B,A\n+targets, factors\n+A, B & C\n+B, A\n+C, C\n"
    assert run("fmt", "--diff", "a.bnet", "b.bnet", cwd=tmp_path) == (0, diff, "")
    assert run("fmt", "--diff", "--check", "a.bnet", "b.bnet", cwd=tmp_path) == (1, diff, "")
    assert (tmp_path / "a.bnet").read_text() == UNTIDY


def test_all_files_are_processed_and_the_worst_status_counts(tmp_path: Path) -> None:
    parity = "T, " + " ^ ".join(f"x{k}" for k in range(40)) + "\n"
    texts = {"a.bnet": BROKEN, "b.bnet": UNTIDY, "c.bnet": parity, "d.bnet": "A, \0\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    status, out, err = run("fmt", "--check", *texts, "none.bnet", cwd=tmp_path)
    assert (status, out) == (2, "b.bnet\n")
    assert "a.bnet:1:7: error[LN108]" in err
    assert "a.bnet:2:5: error[LN101]" in err
    assert "c.bnet:1:1: the rule of T" in err
    assert "d.bnet:1:4: error[LN001]" in err
    assert "cannot read none.bnet" in err
    assert run("fmt", *texts, cwd=tmp_path)[0] == 2
    assert {name: (tmp_path / name).read_text() for name in texts} == {**texts, "b.bnet": CLEAN}


def test_standard_input_goes_to_standard_output() -> None:
    renamed = "<stdin>: β is now called _\n"
    status, out, err = run("fmt", "-", stdin="A, β\r\nβ, A\r\n".encode())
    assert (status, out, err) == (0, "targets, factors\nA, _\n_, A\n", renamed)
    assert run("fmt", "-", stdin=CLEAN.encode()) == (0, CLEAN, "")
    assert run("fmt", "--check", "-", stdin=UNTIDY.encode()) == (1, "<stdin>\n", "")
    status, out, err = run("fmt", "-", stdin=BROKEN.encode())
    assert (status, out) == (2, "")


def test_a_folder_stands_for_its_rule_files_and_a_bridge_takes_its_names_from_the_parts(tmp_path: Path) -> None:
    bridge = "# logicnet: 1\n# @gather Bone: Cells\ntargets, factors\nA, B\n"
    (tmp_path / "bridges").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name, text in {"b.bnet": UNTIDY, "a.tests": "x", "bridges/a.bnet": bridge, ".hidden/c.bnet": UNTIDY}.items():
        (tmp_path / name).write_text(text)
    assert run("fmt", "--check", ".", cwd=tmp_path) == (1, "./b.bnet\n", "")
    assert run("fmt", "--check", "bridges/", cwd=tmp_path) == (0, "", "")
    (tmp_path / "empty").mkdir()
    assert run("fmt", "empty", cwd=tmp_path) == (2, "", "error: no rule file (.bnet) in the folder empty\n")


def test_near_misses_are_reported(tmp_path: Path) -> None:
    file = tmp_path / "model.bnet"
    file.write_text("targets, factors\nRANKL, RANKLL\n")
    status, _, err = run("fmt", str(file))
    assert status == 0
    assert "model.bnet:2:8: warning[LN104]: RANKLL has no rule" in err
    assert file.read_text() == "targets, factors\nRANKL, RANKLL\n"


def test_what_cannot_be_written_is_left(tmp_path: Path) -> None:
    status, _, err = run("fmt", "core_axis")
    assert (status, "shipped model" in err) == (2, True)
    assert run("fmt", "--check", "core_axis") == (0, "", "")
    file = tmp_path / "model.bnet"
    file.write_text(UNTIDY)
    file.chmod(0o444)
    if not os.access(file, os.W_OK):  # root may write everything
        assert run("fmt", str(file))[0] == 2
    (tmp_path / "out.bnet").symlink_to("/dev/stdin")
    status, _, err = run("fmt", "out.bnet", cwd=tmp_path, stdin=UNTIDY.encode())
    assert (status, "no file that could be replaced" in err) == (2, True)


def test_an_output_that_is_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "model.bnet").write_text(UNTIDY)
    (tmp_path / "out.bnet").symlink_to("kept.bnet")
    for _ in range(2):  # the link leads nowhere at first
        assert run("join", "model.bnet", "-o", "out.bnet", cwd=tmp_path)[0] == 0
        assert (tmp_path / "out.bnet").is_symlink()
        assert "A, B & C" in (tmp_path / "kept.bnet").read_text()


def test_a_name_that_is_no_text_stays_as_it_is(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xfe.bnet")
    (tmp_path / name).write_text(UNTIDY)
    words = (sys.executable, "-m", "logicnet", "fmt", "--check", name)
    listed = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert (listed.returncode, listed.stdout, listed.stderr) == (1, b"\xfe.bnet\n", b"")
    shown = subprocess.run((*words, "--diff"), cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert (shown.returncode, shown.stdout.startswith(b"--- \xfe.bnet\n")) == (1, True)
