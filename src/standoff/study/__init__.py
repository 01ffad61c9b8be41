"""Questions asked of a case: what follows, what it rests on, what would change it.

`analyze` asks all that a report shows. Every question is also a function of its own, from a case,
or a subject at some values of its parameters, to a frozen finding; `under` puts the same question
under another rule of selection, and `rule_dependence` under each.
"""

# Modules and functions share names: what is imported from a module replaces it here for good, so
# that all are imported now and none later, when the module would take the place of the function.
from standoff.study.along import along as along
from standoff.study.analyze import analyze as analyze
from standoff.study.asked import ask as ask
from standoff.study.boundary import boundary_map as boundary_map
from standoff.study.boxes import find_boxes as find_boxes
from standoff.study.claim_value import claim_values as claim_values
from standoff.study.comparison import compare as compare
from standoff.study.condition import parse_condition as parse_condition
from standoff.study.counterfactual import WhatIf as WhatIf
from standoff.study.counterfactual import counterfactuals as counterfactuals
from standoff.study.evaluate import answer_all as answer_all
from standoff.study.findings import Findings as Findings
from standoff.study.given_data import given_data as given_data
from standoff.study.inverse import how_much as how_much
from standoff.study.local import local as local
from standoff.study.logit_slopes import logit_slopes as logit_slopes
from standoff.study.rule_dependence import rule_dependence as rule_dependence
from standoff.study.rules import RULES as RULES
from standoff.study.rules import under as under
from standoff.study.shares import answer_shares as answer_shares
from standoff.study.sobol_indices import sobol_indices as sobol_indices
from standoff.study.subject import Subject as Subject
from standoff.study.subject import subject_of as subject_of
from standoff.study.suggestions import suggest as suggest
from standoff.study.sweep_plan import plan_sweep as plan_sweep
from standoff.study.target import parse_target as parse_target
from standoff.study.timeline import timeline as timeline
from standoff.study.totals import totals as totals
from standoff.study.version import versions_of as versions_of
