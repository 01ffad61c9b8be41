"""Start a run, or go on with one: compute the chunks that its folder lacks."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from standoff.errors import FileProblem
from standoff.run import lock, manifest, store
from standoff.run.event import Event, Progress, silent
from standoff.run.job import Job
from standoff.run.manifest import Manifest, read_manifest, versions
from standoff.run.problem import RunError, resume_line
from standoff.run.run import Run, open_run
from standoff.run.store import Draft, Missing
from standoff.run.threads import on_threads
from standoff.system import n_processors

if TYPE_CHECKING:
    from distributed import Client


def start(
    job: Job,
    folder: Path | str,
    *,
    workers: int | None = None,
    cluster: str | Client | None = None,
    progress: Progress | None = None,
) -> Run:
    """Compute a job into a folder; where the folder holds a part of this job, only the rest.

    Parameters
    ----------
    job : Job
    folder : path
        A new or empty folder, or one in which this very job was begun.
    workers : int, optional
        Threads on this machine; by default as many as there are processors.
    cluster : str or distributed.Client, optional
        Address of a Dask scheduler, such as "tcp://node1:8786". Its workers compute; this process
        writes, so that they need not see the folder.
    progress : callable, optional
        Told every `Event`.

    Returns
    -------
    Run

    Raises
    ------
    RunError
        If the folder holds something else, is written to by another run, or belongs to another
        version of the packages that compute; if the disk is full; if the cluster cannot be reached
        or has no workers left. Finished chunks are kept in every case; a run of which none is
        finished leaves its folder to any other.

    Notes
    -----
    A chunk depends on its number alone, so that neither threads nor cluster, neither the order nor
    an interruption change a digit. Ctrl-C and kill at any moment cost at most the chunks that are
    being computed. Files found in the folder are read again and compared with their checksums
    first; a damaged one is moved to `damaged/` and computed anew.
    """
    folder = Path(folder)
    wanted = Manifest.of(job)
    with _made(folder), lock.owned(folder):
        if not (folder / manifest.NAME).exists():
            _unused(folder)
            _begin(wanted, job, folder)
        else:
            known = read_manifest(folder)
            if _is_empty(folder) and known.differs(wanted):
                # Of what was begun here nothing is computed: another run may have the folder.
                _remove(folder, known)
                _begin(wanted, job, folder)
            _same(folder, read_manifest(folder), wanted)
        return _compute(job, folder, wanted.bond, workers, cluster, progress or silent)


def resume(
    job: Job,
    folder: Path | str,
    *,
    workers: int | None = None,
    cluster: str | Client | None = None,
    progress: Progress | None = None,
    accept_versions: bool = False,
) -> Run:
    """Go on with a run whose folder exists; as `start`, which would make a new one.

    Parameters
    ----------
    job : Job
        As it was when the run began.
    accept_versions : bool
        Go on although packages that compute have other versions than when the run began. The last
        digits of the chunks may then differ; the manifest keeps both versions.

    Raises
    ------
    RunError
        As `start`, and if the folder is not that of a run.
    """
    folder = Path(folder)
    read_manifest(folder)
    with lock.owned(folder):
        known = read_manifest(folder)
        if accept_versions and known.other_versions(versions()):
            known = known.accepting(versions())
            known.write(folder, known.read_inputs(folder))
        _same(folder, known, Manifest.of(job))
        return _compute(job, folder, known.bond, workers, cluster, progress or silent)


@contextmanager
def _made(folder: Path) -> Generator[None]:
    """Make a folder and those above it; take them away again where no run began in them."""
    above = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(
                f"{folder}: cannot be made",
                found=error.strerror or str(error),
                right="another folder",
            ) from None
        yield
    finally:
        with suppress(OSError):
            # The system refuses to remove one with something in it.
            for each in above:
                each.rmdir()


def _begin(wanted: Manifest, job: Job, folder: Path) -> None:
    """Write what the run is about, all of it or nothing."""
    try:
        wanted.write(folder, job.inputs)
    except (OSError, FileProblem) as error:
        _remove(folder, wanted)
        reason = error.found if isinstance(error, FileProblem) else error.strerror
        raise RunError.unbegun(folder, reason or str(error)) from None


def _remove(folder: Path, about: Manifest) -> None:
    """Remove what a run is about: first the manifest, without which there is none."""
    (folder / manifest.NAME).unlink(missing_ok=True)
    inputs = folder / manifest.INPUTS
    for name in about.inputs:
        (inputs / name).unlink(missing_ok=True)
    with suppress(OSError):
        inputs.rmdir()


def _is_empty(folder: Path) -> bool:
    return not store.files(folder) and not (folder / store.DAMAGED).exists()


def _unused(folder: Path) -> None:
    """Refuse a folder with something else in it; what a killed start left is no hindrance."""
    ours = {lock.NAME, manifest.INPUTS, store.CHUNKS}
    others = sorted(
        each.name
        for each in folder.iterdir()
        if each.name not in ours and not each.name.startswith(f".{manifest.NAME}.")
    )
    if others or store.files(folder):
        raise RunError(
            f"{folder}: the folder is not empty, and is not that of a run",
            found=", ".join([*others[:3], *(["..."] if len(others) > 3 else [])]) or store.CHUNKS,
            right="give a new folder",
        )


def _same(folder: Path, known: Manifest, wanted: Manifest) -> None:
    differences = known.differences(wanted)
    if differences:
        raise RunError(
            f"{folder}: the folder holds another run",
            where="\n  ".join(differences),
            right=f"give a new folder; or go on with that run: {resume_line(folder)}",
        )
    others = known.other_versions(wanted.versions)
    if others:
        raise RunError(
            f"{folder}: this run was begun with other versions, which may differ in last digits",
            where="\n  ".join(others),
            right="use those versions, give a new folder, or accept it: --accept-versions",
        )


def _compute(
    job: Job,
    folder: Path,
    bond: str,
    workers: int | None,
    cluster: str | Client | None,
    progress: Progress,
) -> Run:
    n_chunks, n_done = job.n_chunks, 0
    try:
        store.make(folder)
        store.clean(folder)
        found = store.files(folder, n_chunks)
        n_done = len(found)
        for damage in list(store.check(found, bond)):
            store.set_aside(folder, damage)
            del found[damage.chunk]
            n_done = len(found)
            progress(Event("damaged", n_done, n_chunks, damage.chunk, damage.found))
        for each in store.foreign(folder, n_chunks):
            progress(Event("foreign", n_done, n_chunks, text=f"{each.path}: {each.found}"))
        missing = Missing(n_chunks, found)
        progress(Event("start", n_done, n_chunks))
        with closing(_drafts(job, missing, folder, bond, workers, cluster)) as drafts:
            for made in drafts:
                store.commit(folder, made)
                n_done += 1
                progress(Event("chunk", n_done, n_chunks, made.chunk))
    except OSError as error:
        reason = error.strerror or str(error)
        raise RunError.unwritten(folder, n_done, n_chunks, reason) from error
    finally:
        store.clean(folder)
    progress(Event("end", n_done, n_chunks))
    return open_run(folder)


def _drafts(
    job: Job,
    missing: Missing,
    folder: Path,
    bond: str,
    workers: int | None,
    cluster: str | Client | None,
) -> Generator[Draft, None, None]:
    if cluster is None:
        return on_threads(job, missing, folder, bond, workers or n_processors())
    from standoff.run.cluster import on_cluster

    return on_cluster(job, missing, folder, bond, cluster)
