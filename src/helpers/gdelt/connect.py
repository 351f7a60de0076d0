"""Connections to the engines, set up so that they finish within their memory and give the same answers."""

from __future__ import annotations

import contextlib
import os
import tempfile
import weakref
from pathlib import Path

import ibis
from duckdb import InvalidInputException


def duckdb(
    memory: str = "4GiB", threads: int = 2, spill: str | os.PathLike | None = None, database: str = ":memory:"
) -> ibis.BaseBackend:
    """DuckDB on this machine; what does not fit into `memory` goes to disk.

    Parameters
    ----------
    memory
        Limit on DuckDB's own memory, such as "4GiB".
    threads
        Number of threads.
    spill
        Folder for what does not fit. If missing, one that only this user can enter, under a name that nobody can guess,
        deleted when the connection is gone.
    database
        A file, or ":memory:".

    Examples
    --------
    >>> duckdb(memory="1GiB").raw_sql("SELECT current_setting('memory_limit')").fetchone()
    ('1.0 GiB',)
    """
    own = None if spill else tempfile.TemporaryDirectory(prefix="duckdb-spill-", ignore_cleanup_errors=True)
    folder = Path(spill or own.name)
    settings = {
        "memory_limit": memory,
        "threads": threads,
        "temp_directory": str(folder),
        "preserve_insertion_order": False,
    }
    connection = ibis.duckdb.connect(database, **settings)
    if own is not None:
        weakref.finalize(connection, own.cleanup)
    # A progress bar in a notebook is output that differs from run to run.
    with contextlib.suppress(InvalidInputException):  # raised in Jupyter without ipywidgets, where no bar can be drawn
        connection.raw_sql("SET enable_progress_bar = false")
    return connection


def spark(memory: str = "2g", threads: int = 2, folder: str | os.PathLike | None = None) -> ibis.BaseBackend:
    """Spark on this machine (PySpark 4.0 and Java 17), bound to 127.0.0.1, in UTC, without console progress.

    For a cluster, make the session as its operator says and give it to `ibis.pyspark.connect`.

    Parameters
    ----------
    memory
        Memory of the driver, such as "2g".
    threads
        Number of threads, also of partitions after a shuffle.
    folder
        Where Spark puts its warehouse and what does not fit into memory; a temporary one if missing.
    """
    from pyspark.sql import SparkSession

    folder = Path(folder or tempfile.mkdtemp(prefix="spark-"))
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": memory,
        "spark.local.dir": str(folder),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": str(2 * threads),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    session = SparkSession.builder.master(f"local[{threads}]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return ibis.pyspark.connect(session)
