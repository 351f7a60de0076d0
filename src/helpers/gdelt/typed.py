"""The 27 fields of a GKG row with their types: times, numbers, lists and structures instead of one string each."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from .fields import INNER_SIGN

_PLACE = {"type": "int64", "name": "string", "country": "string", "adm1": "string"}
_POINT = {"latitude": "float64", "longitude": "float64", "feature": "string"}
_COUNT = {"counted": "string", "number": "float64", "object": "string"} | _PLACE | _POINT
_TONE = ("tone", "positive", "negative", "polarity", "activity", "self_group", "words")
_DATE = {"resolution": "int64", "month": "int64", "day": "int64", "year": "int64", "start": "int64"}
_NAME = {"name": (r"(?s)^(.*),[0-9]+\z", "string"), "start": (r"(?s),([0-9]+)\z", "int64")}
_AMOUNT = {"number": (r"(?s)^([0-9.eE+-]+),", "float64"), "object": (r"(?s)^[^,]*,(.*),[0-9]+\z", "string")} | {
    "start": _NAME["start"]
}
_QUOTATION = {
    "start": (r"(?s)^([0-9]+)\|", "int64"),
    "length": (r"(?s)^[0-9]+\|([0-9]+)\|", "int64"),
    "verb": (r"(?s)^[0-9]+\|[0-9]+\|([^|]*)\|", "string"),
    "text": (r"(?s)^[0-9]+\|[0-9]+\|[^|]*\|(.*)\z", "string"),
}


def reports(rows: ir.Table) -> ir.Table:
    """One typed row for each GKG row.

    Parameters
    ----------
    rows
        An Ibis table with GDELT's 27 columns.

    Returns
    -------
    Ibis table
        report_id, published (UTC, when GDELT saw it), collection, outlet (domain), url, and the 22 further fields.
        Offsets (`start`) count characters into the article; `..._at` fields carry them, their namesakes do not. `tone`
        holds percentages and the number of words; `gcam` is a list of (dimension, value). Then title, language (three
        letters; untranslated rows are English) and, for landed files, file, line and repaired.
    """
    lists = _named_lists(rows) | _plain_lists(rows)
    where = [name for name in ("file", "line", "repaired") if name in rows.columns]
    return rows.select(
        report_id="GKGRECORDID",
        published=_time(rows.DATE),
        collection="SourceCollectionIdentifier",
        outlet="SourceCommonName",
        url="DocumentIdentifier",
        **lists,
        tone=ibis.struct({name: _part(rows.V2Tone, ",", at, 7, "float64") for at, name in enumerate(_TONE)}),
        image="SharingImage",
        translation=_search(
            rows.TranslationInfo, {"source": (r"srclc:([A-Za-z]+)", "string"), "engine": (r"eng:([^;]*)", "string")}
        ),
        extras=_extras(rows.Extras),
        title=_tag(rows.Extras, "PAGE_TITLE"),
        language=rows.TranslationInfo.re_extract(r"srclc:([A-Za-z]+)", 1).nullif("").fill_null("eng"),
        **{name: rows[name] for name in where},
    )


def _named_lists(rows: ir.Table) -> dict[str, ir.ArrayColumn]:
    """List fields whose entries have parts."""
    at, adm2 = {"start": "int64"}, {"adm2": "string"}
    return {
        "counts": _structs(rows.Counts, "#", _COUNT),
        "counts_at": _structs(rows.V2Counts, "#", _COUNT | at),
        "themes_at": _matches(rows.V2Themes, ";", _NAME),
        "locations": _structs(rows.Locations, "#", _PLACE | _POINT),
        "locations_at": _structs(rows.V2Locations, "#", _PLACE | adm2 | _POINT | at),
        "persons_at": _matches(rows.V2Persons, ";", _NAME),
        "organisations_at": _matches(rows.V2Organizations, ";", _NAME),
        "dates": _structs(rows.Dates, "#", _DATE),
        "gcam": _structs(rows.GCAM, ":", {"dimension": "string", "value": "float64"}, between=","),
        "quotations": _matches(rows.Quotations, "#", _QUOTATION),
        "names": _matches(rows.AllNames, ";", _NAME),
        "amounts": _matches(rows.Amounts, ";", _AMOUNT),
    }


def _plain_lists(rows: ir.Table) -> dict[str, ir.ArrayColumn]:
    """List fields whose entries are single values."""
    plain = {"themes": "Themes", "persons": "Persons", "organisations": "Organizations", "images": "RelatedImages"}
    plain |= {"social_images": "SocialImageEmbeds", "social_videos": "SocialVideoEmbeds"}
    return {name: _split(rows[field], ";") for name, field in plain.items()}


def _split(column: ir.StringColumn, separator: str) -> ir.ArrayColumn:
    return column.split(separator).filter(lambda entry: entry != "")


def _structs(column: ir.StringColumn, inner: str, parts: dict[str, str], between: str = ";") -> ir.ArrayColumn:
    """A list of structures whose parts stand in a fixed order."""

    def structure(entry):
        return ibis.struct(
            {name: _part(entry, inner, at, len(parts), kind) for at, (name, kind) in enumerate(parts.items())}
        )

    return _split(column, between).map(structure)


def _matches(column: ir.StringColumn, between: str, parts: dict[str, tuple[str, str]]) -> ir.ArrayColumn:
    """A list of structures whose parts are told apart by patterns, since a name may hold the separator."""
    return _split(column, between).map(lambda entry: _search(entry, parts))


def _search(text: ir.StringValue, parts: dict[str, tuple[str, str]]) -> ir.StructValue:
    groups = {
        name: text.re_extract(pattern, 1).replace(INNER_SIGN, "#").nullif("") for name, (pattern, _) in parts.items()
    }
    return ibis.struct(
        {
            name: value if parts[name][1] == "string" else value.try_cast(parts[name][1])
            for name, value in groups.items()
        }
    )


def _part(text: ir.StringValue, separator: str, at: int, width: int, kind: str) -> ir.Value:
    # Padded, because Spark raises where DuckDB gives nothing for a part that is not there.
    value = (text + separator * width).split(separator)[at].nullif("")
    return value if kind == "string" else value.try_cast(kind)


def _time(date: ir.IntegerColumn) -> ir.TimestampColumn:
    # As text, because Ibis makes no timestamp out of numbers on Spark.
    stamp = date.cast("string")
    day = stamp.substr(0, 4) + "-" + stamp.substr(4, 2) + "-" + stamp.substr(6, 2)
    return (day + " " + stamp.substr(8, 2) + ":" + stamp.substr(10, 2) + ":" + stamp.substr(12, 2)).cast("timestamp")


def _tag(extras: ir.StringColumn, tag: str) -> ir.StringColumn:
    return extras.re_extract(f"(?s)<{tag}>(.*?)</{tag}>", 1).nullif("")


def _extras(extras: ir.StringColumn) -> ir.StructColumn:
    return ibis.struct(
        {
            "title": _tag(extras, "PAGE_TITLE"),
            "authors": _split(_tag(extras, "PAGE_AUTHORS"), ";"),
            "links": _split(_tag(extras, "PAGE_LINKS"), ";"),
            "published": _tag(extras, "PAGE_PRECISEPUBTIMESTAMP"),
            "raw": extras,
        }
    )
