"""Where and how many solves run: a job in chunks, on threads or a cluster, kept so that it resumes.

Nothing here knows of cases or games. A `Job` says how many chunks it has and what is in each;
`start` computes those that its folder lacks; `Run` gives what is there as tables.
"""

from standoff.run.event import Event as Event
from standoff.run.event import Progress as Progress
from standoff.run.job import Columns as Columns
from standoff.run.job import Job as Job
from standoff.run.manifest import Manifest as Manifest
from standoff.run.problem import RunError as RunError
from standoff.run.run import Run as Run
from standoff.run.run import open_run as open_run
from standoff.run.starting import resume as resume
from standoff.run.starting import start as start
from standoff.run.store import Damage as Damage
