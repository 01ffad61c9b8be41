"""Introduces a case to a game: graded claims, assumptions, and draws of parameters."""

from standoff.brief.brief import Brief as Brief
from standoff.brief.brief import brief_case as brief_case
from standoff.brief.brief import brief_document as brief_document
from standoff.brief.check import check_file as check_file
from standoff.brief.claim_change import Change as Change
from standoff.brief.claim_change import ClaimChange as ClaimChange
from standoff.brief.claim_change import Replacement as Replacement
from standoff.brief.claim_change import in_words as in_words
from standoff.brief.claim_change import replacements as replacements
from standoff.brief.draw import Sampling as Sampling
from standoff.brief.draw import changed_columns as changed_columns
from standoff.brief.draw import draw_parameters as draw_parameters
from standoff.brief.draw import draw_swapped as draw_swapped
from standoff.brief.factor import Factor as Factor
from standoff.brief.factor import factors as factors
from standoff.brief.plausible import plausible as plausible
