"""Noise that is known in GKG rows, marked in the open so that a reader can count it before leaving it out."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

# Services that carry the news and whose names stand on the page as buttons, credits and embeds.
PLATFORMS = (
    "discord",
    "facebook",
    "flickr",
    "google",
    "google news",
    "instagram",
    "linkedin",
    "messenger",
    "myspace",
    "pinterest",
    "reddit",
    "rumble",
    "signal",
    "skype",
    "snapchat",
    "spotify",
    "substack",
    "telegram",
    "threads",
    "tiktok",
    "truth social",
    "tumblr",
    "twitch",
    "twitter",
    "viber",
    "vimeo",
    "vkontakte",
    "weibo",
    "whatsapp",
    "youtube",
)
LONG_TITLE = 5  # words; shorter ones ("Business", "Page not found") name a page, not a story
_LETTER = r"^[^\p{L}\p{N}]*\p{L}[^\p{L}\p{N}]*$"
_INITIALS = r"^[^\p{L}\p{N}]*\p{L}([^\p{L}\p{N}]+\p{L})*[^\p{L}\p{N}]*$"


def flag(mentions: ir.Table) -> ir.Table:
    """Mark mentions that are probably not the actor they claim to be.

    Parameters
    ----------
    mentions
        report_id, start, surface, actor, kind, of a whole pile: a place that nobody there calls a place is not noticed.

    Returns
    -------
    Ibis table
        The mentions with `noise`: "place as person" (a person whose name is a place's in this pile), "platform as
        organisation", "single letters" (a name of one letter, or a person
        of initials only), or missing.

    Examples
    --------
    >>> rows = {"report_id": ["r", "r"], "start": [0, 9], "surface": ["Lake Ladoga", "Lake Ladoga, Russia"]}
    >>> rows |= {"actor": rows["surface"], "kind": ["person", "place"]}
    >>> flag(ibis.memtable(rows)).order_by("start").noise.to_pandas().tolist()[0]
    'place as person'
    """
    places = (
        mentions.filter(mentions.kind == "place").select(known=mentions.actor.split(",")[0].strip().lower()).distinct()
    )
    rows = mentions.mutate(plain=mentions.actor.strip().lower()).left_join(places, [("plain", "known")])
    noise = ibis.cases(
        (rows.actor.re_search(_LETTER) | ((rows.kind == "person") & rows.actor.re_search(_INITIALS)), "single letters"),
        ((rows.kind == "person") & rows.known.notnull(), "place as person"),
        ((rows.kind == "organisation") & rows.plain.isin(PLATFORMS), "platform as organisation"),
    )
    return rows.select(*mentions.columns, noise=noise)


def stories(reports: ir.Table) -> ir.Table:
    """Join syndicated copies: reports of several outlets under the same title are one story.

    Parameters
    ----------
    reports
        With report_id, outlet, title.

    Returns
    -------
    Ibis table
        report_id, story (the first report's identifier, so that ``within=["story"]`` counts a story once), copies
        (reports of the story) and outlets (distinct). A title of fewer than five words, or one that a single outlet
        repeats, joins nothing: such titles belong to pages ("Subscribe to continue") rather than to stories.

    Examples
    --------
    >>> rows = {"report_id": ["1", "2"], "outlet": ["a", "b"]}
    >>> rows["title"] = ["Five men held after a raid", "five men held after a  RAID"]
    >>> stories(ibis.memtable(rows)).order_by("report_id").story.to_pandas().tolist()
    ['1', '1']
    """
    key = reports.title.fill_null("").lower().re_replace(r"[\t ]+", " ").strip()
    words = key.length() - key.replace(" ", "").length() + 1
    rows = reports.select("report_id", "outlet", key=key, long=words >= LONG_TITLE)
    shared = (
        rows.filter(rows.long)
        .group_by("key")
        .agg(first=rows.report_id.min(), copies=rows.report_id.nunique(), outlets=rows.outlet.nunique())
    )
    rows = rows.left_join(shared.filter(shared.outlets > 1).rename(title="key"), [("key", "title")])
    return rows.select(
        "report_id",
        story=rows["first"].fill_null(rows.report_id),
        copies=rows.copies.fill_null(1),
        outlets=rows.outlets.fill_null(1),
    )


def summary(flagged: ir.Table, copies: ir.Table) -> ir.Table:
    """How much of each noise there is: noise, found, of, share.

    Parameters
    ----------
    flagged
        From `flag`; persons are counted among persons, organisations among organisations, single letters among both.
    copies
        From `stories`; a copy is every report of a story but its first.
    """
    named = flagged.filter(flagged.kind != "place")
    kinds = (
        ("single letters", ["person", "organisation"]),
        ("place as person", ["person"]),
        ("platform as organisation", ["organisation"]),
    )
    marks = [
        (noise, named.filter(named.kind.isin(of)).select(hit=named.noise.fill_null("") == noise)) for noise, of in kinds
    ]
    marks.append(("syndicated copy", copies.select(hit=copies.story != copies.report_id)))
    rows = [
        mark.agg(found=mark.hit.sum().fill_null(0), of=mark.count()).mutate(noise=ibis.literal(noise))
        for noise, mark in marks
    ]
    table = ibis.union(*rows)
    return table.select("noise", "found", "of", share=table.found / table.of.nullif(0))
