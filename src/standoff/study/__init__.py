"""Questions asked of a case: what follows, what it rests on, what would change it."""

from standoff.study.analyze import analyze as analyze
from standoff.study.findings import Findings as Findings
from standoff.study.subject import Subject as Subject
from standoff.study.subject import subject_of as subject_of
