"""The 27 columns of a GKG 2.1 row, under the names that GDELT gives them.

GDELT's public BigQuery tables use the same names and types, so an expression written for a landed file
also runs there. Source: GDELT Global Knowledge Graph codebook, version 2.1 (2015).
"""

FIELDS = (
    "GKGRECORDID",
    "DATE",
    "SourceCollectionIdentifier",
    "SourceCommonName",
    "DocumentIdentifier",
    "Counts",
    "V2Counts",
    "Themes",
    "V2Themes",
    "Locations",
    "V2Locations",
    "Persons",
    "V2Persons",
    "Organizations",
    "V2Organizations",
    "V2Tone",
    "Dates",
    "GCAM",
    "SharingImage",
    "RelatedImages",
    "SocialImageEmbeds",
    "SocialVideoEmbeds",
    "Quotations",
    "AllNames",
    "Amounts",
    "TranslationInfo",
    "Extras",
)
NUMBERS = frozenset({"DATE", "SourceCollectionIdentifier"})
# A number sign inside a quotation, told apart from the separator between two quotations (private-use character).
INNER_SIGN = "\ue000"
