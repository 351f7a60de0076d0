"""What is stored of a notebook is what JupyterLab would write, and the same whenever it is stored."""

import json

import nbformat
import save
from ipykernel.ipkernel import IPythonKernel
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_server.services.contents.filemanager import FileContentsManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output


def executed(tmp_path, when):
    """A notebook as it comes from an execution at some time."""
    noted = {"papermill": {"start_time": when}, "tags": ["parameters"]}
    cells = [
        new_markdown_cell("# A"),
        new_code_cell("a = 1", metadata=noted),
        new_code_cell("a = 2", metadata={"tags": ["injected-parameters"]}),
        new_code_cell("a", execution_count=2, outputs=[new_output("stream", text="1\nü\n")]),
    ]
    noted = {"papermill": {"output_path": "/home/x"}, "language_info": {"name": "python", "version": "3.11.0"}}
    book = new_notebook(cells=cells, metadata=noted)
    nbformat.write(book, tmp_path / "executed.ipynb")
    save.tidy(tmp_path / "executed.ipynb", tmp_path / "stored.ipynb")
    return (tmp_path / "stored.ipynb").read_bytes()


def test_storing_twice_gives_the_same_bytes(tmp_path):
    assert executed(tmp_path, "10:00") == executed(tmp_path, "11:00")


def test_what_is_stored_tells_nothing_of_the_run(tmp_path):
    book = json.loads(executed(tmp_path, "10:00"))
    assert len(book["cells"]) == 3 and [c["id"] for c in book["cells"]] == ["cell-000", "cell-001", "cell-002"]
    assert [c["metadata"] for c in book["cells"]] == [{}, {"tags": ["parameters"]}, {}]


def test_jupyterlab_writes_the_same_bytes(tmp_path):
    before = executed(tmp_path, "10:00")
    contents = FileContentsManager(root_dir=str(tmp_path))
    model = contents.get("stored.ipynb", content=True)
    metadata, kernel = model["content"]["metadata"], KernelSpecManager().get_kernel_spec("python3")
    assert metadata["kernelspec"]["display_name"] == kernel.display_name
    assert set(metadata["language_info"]) == set(IPythonKernel.language_info) - {"help_links"}
    contents.save({"type": "notebook", "format": "json", "content": model["content"]}, "stored.ipynb")
    assert (tmp_path / "stored.ipynb").read_bytes() == before
