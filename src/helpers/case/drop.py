"""Take a report out of a case, with all its rows and files, so that it stays out when the case is drafted again."""

from datetime import date
from pathlib import Path

import pandas as pd

from .. import schema
from . import tables, write
from .cells import suggestion
from .draft import written
from .errors import CaseError, Problem
from .load import load
from .versions import FOLDER

__all__ = ["drop", "dropped"]

LIST = "drafted/dropped.csv"
COLUMNS = ["report_id", "source", "sha256", "dropped_on"]


def drop(path, report_id):
    """Take the report `report_id` out of the case in the folder `path`.

    Its rows go from every table, its text, former versions and original file from the folder. ``drafted/dropped.csv``
    notes where it came from, so that `helpers.case.create` leaves it out; to have it back, delete its line there.

    Returns
    -------
    dict
        Table -> number of rows taken out.

    Raises
    ------
    CaseError
        No such report, or a case that cannot be read or written.
    """
    path = Path(path)
    with write.locked(path):
        before, case = write.seen(path), load(path)
        if report_id not in set(case.reports["report_id"]):
            near = suggestion(str(report_id), case.reports["report_id"])
            remedy = f"Did you mean {near}?" if near else "Give the report_id that stands in reports.csv."
            raise CaseError([Problem("reports.csv", None, "report_id", repr(report_id), "one of its reports", remedy)])
        if len(case.reports) == 1:
            remedy = "Delete the folder if the case is not wanted."
            raise CaseError([Problem("reports.csv", None, None, "its only report", "a case with reports", remedy)])
        files, counts, gone = {}, {}, []
        for row in case.texts[case.texts["report_id"] == report_id].itertuples():
            stem = Path(row.path).with_suffix("").as_posix()
            versions = f"{FOLDER}/{Path(row.path).stem}."
            gone += [n for n in before if n.rpartition(".")[0] == stem or n.startswith(versions)]
            note = [report_id, getattr(row, "source", None), row.sha256, date.today().isoformat()]
            files[LIST] = written(pd.concat([dropped(path), pd.DataFrame([note], columns=COLUMNS)]))
        for name in schema.TABLES:
            table = getattr(case, name)
            if "report_id" in table and (mine := table["report_id"] == report_id).any():
                counts[name] = int(mine.sum())
                setattr(case, name, table[~mine].reset_index(drop=True))
                files[f"{name}.csv"] = written(getattr(case, name))
        flows = set(case.figures["flow_id"].dropna())
        lost = ~(case.parts["child"].isin(flows) & case.parts["parent"].isin(flows))
        if lost.any():
            counts["parts"] = int(lost.sum())
            files["parts.csv"] = written(case.parts[~lost])
        for name in ("claims", "figures"):
            if f"drafted/{name}.csv" in before and (sheet := _sheet(path, name)) is not None:
                files[f"drafted/{name}.csv"] = written(sheet[sheet["report_id"] != report_id])
        write.replace(path, files, before, gone)
    return counts


def dropped(path):
    """Reports that were taken out: report_id, source, sha256, dropped_on.

    >>> list(dropped(Path("nowhere")))
    ['report_id', 'source', 'sha256', 'dropped_on']
    """
    file = Path(path) / LIST
    if not file.is_file():
        return pd.DataFrame(columns=COLUMNS, dtype="str")
    return pd.read_csv(file, dtype="str", keep_default_na=False).reindex(columns=COLUMNS)


def _sheet(path, name):
    return tables.cells(path / "drafted" / f"{name}.csv", name, [])
