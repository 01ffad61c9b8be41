"""The documentation page that leads from questions about a crisis to models.

Run ``python -m standoff.report.choose_page docs/how-to/choose-a-model.md`` from a working copy.
"""

from __future__ import annotations

import sys
from pathlib import Path

from standoff.models import get, names
from standoff.models.base import Model
from standoff.models.features import QUESTIONS, Feature
from standoff.text.file import write_text

_HEAD = """\
# Choose a model

% Written by `python -m standoff.report.choose_page` from what the models say of themselves.

A model is worth choosing for what it leaves out. Begin with what puzzles you about the crisis,
take the smallest model that has it, and read on its page what it does not find. Most puzzles are
one of these:

- *Why was a doubtful threat believed, or a serious one not?* A threat, doubt, and a price of
  backing down: [audience costs](../reference/models/audience-costs.md).
- *Why in private, why in public?* [Private or
  public](../reference/models/private-or-public-threat.md).
- *Why this threat and not a harsher one?* [A menu of
  threats](../reference/models/threat-menu.md).
- *What will be conceded next time?* If it is known what the target likes, [the chain
  store](../reference/models/chain-store.md); if others are in doubt about it,
  [reputation](../reference/models/reputation.md); if a concession is simply followed by more
  demands, [precedent](../reference/models/precedent.md).
- *Will the promise be kept?* [A promise after
  release](../reference/models/promise-after-release.md).
- *All of this at once, over an arrest?* [The linkage
  crisis](../reference/models/linkage-crisis.md).

## From questions

Go down the questions and keep those that you answer with yes. A model in bold is about this
before anything else; the others have it among other things.

| If yes to | look at |
|---|---|
"""

_TAIL = """
A model fits if it is in bold at one of your questions and you would say yes to most of what else
it is about. If two fit, the one with fewer parameters comes first: what it cannot explain tells
you what the larger one is for.

## From a case file

```text
standoff models suggest case.yaml
```

reads the same off a case: the codes of events, who acts against whom, what kind of assertion a
claim is, and a few words in the roles of actors. For each feature it names the element and the
line that shows it, then the models that are about these features, best first. From Python:

```python
>>> from standoff.study.suggest import suggest
>>> from standoff.text.document import read_document
>>> found = suggest(read_document("case.yaml"))
>>> found.fitting[0].model.name
'linkage-crisis'
>>> [trace.element for trace in found.shown["arrest of a person"]]
['event arrest']
```

These are rules about a file and not judgements of a crisis. What nobody coded is not found;
whether power is shifting, or whether both sides are in doubt, cannot be read off any element, and
is left to you as a question.

## When none fits

`suggest` says *None fits* when no model is about what the file shows first of all. Then, or when
the assumptions of a model ("When it answers", on its page) are not those of your crisis:

- [write a game of your own](../reference/game-file.md), beginning with `standoff new`;
- or begin with the tree of a model that comes close, `standoff draw NAME`, and change what
  differs.

A model that refuses most of the plausible numbers does not fit either: `standoff analyze` reports
the share of draws outside its assumptions, and which assumption it is.
"""


def page() -> str:
    """Return the page in Markdown."""
    models = [get(name) for name in names()]
    rows = [f"| {question} | {_models(f, models)} |" for f, question in QUESTIONS.items()]
    return _HEAD + "\n".join(rows) + "\n" + _TAIL


def _models(feature: Feature, models: list[Model]) -> str:
    """Name the models that have a feature, first those that are about it above all."""
    first = [m for m in models if m.features[:1] == (feature,)]
    others = [m for m in models if feature in m.features[1:]]
    links = [f"**{_link(m)}**" for m in first] + [_link(m) for m in others]
    return ", ".join(links) or "none of the models"


def _link(model: Model) -> str:
    return f"[{model.name}](../reference/models/{model.name}.md)"


if __name__ == "__main__":
    write_text(Path(sys.argv[1]), page())
