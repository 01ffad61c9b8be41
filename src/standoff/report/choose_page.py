"""The documentation page that leads from questions about a crisis to models.

Run ``python -m standoff.report.choose_page docs/how-to/choose-a-model.md`` from a working copy.
"""

from __future__ import annotations

import sys
from pathlib import Path

from standoff.models import get, names
from standoff.models.base import Model
from standoff.models.features import QUESTIONS, Feature
from standoff.study.case_questions import questions
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
- *Who can hold out longer, once the harm is being done?* [A war of
  attrition](../reference/models/war-of-attrition.md).
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

reads the same off a case: the codes and dates of events, who acts against whom, a few whole words
in the roles of actors, and in the claims that assess, justify, explain or forecast. A phrase that
its sentence negates is not counted. For each feature the command names the events, claims, actors
or conflicts that speak for it or against it, with their lines, so that you can check them.

Then it says of **every** model why it fits or not. A feature of a model is

- *present* if the file or your answer says so,
- *contradicted* if the file or your answer says the opposite,
- *missing* if the file could show it and does not,
- *unknown* if no file can show it, such as whether power is shifting.

A model *fits* if what it is about first of all (in bold in the table above) is present, nothing
that it needs is contradicted, the case has nothing that the model has no room for, and more of its
features are present than are needed and not known. Among models that fit, the best of each kind
comes first: otherwise five models of a public threat could stand before the first one of waiting.
The best five are explained in full and the others in a line each; `--all` explains all of them,
and `--format json` has everything for other programs.

Last come the questions that the file leaves open, and where each answer would move which model.
Answer them on the command line:

```text
standoff models suggest case.yaml --answers carried-out=yes who-decides=third-party
```

| Question | Answers | Asks |
|---|---|---|
{questions}

An answer counts before the file. Where the two disagree, the output says which elements it
overrules. From Python:

```python
>>> from standoff.study.case_questions import read_answers
>>> from standoff.study.suggestions import suggest
>>> from standoff.text.document import read_document
>>> document = read_document("case.yaml")
>>> suggestions = suggest(document)
>>> suggestions.fitting[0].model.name
'linkage-crisis'
>>> [trace.element for trace in suggestions.shown["arrest of a person"]]
['event arrest']
>>> waiting = suggest(document, read_answers(["carried-out=yes", "waiting-contest=yes"]))
>>> "war-of-attrition" in [fit.model.name for fit in waiting.fitting]
True
```

These are rules about a file and not judgments of a crisis. What nobody coded is not found. No model
here has a third party that decides in the place of the target: *linkage-crisis* and
*uncertain-ratifier* have somebody who may refuse what the target agrees to, and that comes closest.

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
    asked = [f"| `{q.id}` | {', '.join(q.words)} | {q.text} |" for q in questions()]
    return _HEAD + "\n".join(rows) + "\n" + _TAIL.replace("{questions}", "\n".join(asked))


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
