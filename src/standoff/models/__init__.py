"""Published crisis games, one file each, found without a central list.

A module of this package that declares `MODEL` is a model; its file is called like the model.
"""

from standoff.models.answers import Answers as Answers
from standoff.models.answers import Assessment as Assessment
from standoff.models.answers import Category as Category
from standoff.models.answers import Equilibrium as Equilibrium
from standoff.models.base import Citation as Citation
from standoff.models.base import Model as Model
from standoff.models.base import ModelAssumption as ModelAssumption
from standoff.models.features import QUESTIONS as QUESTIONS
from standoff.models.features import Feature as Feature
from standoff.models.registry import get as get
from standoff.models.registry import names as names
