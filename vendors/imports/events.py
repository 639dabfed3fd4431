"""Facts of imports."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class ImportStepDue(Fact):
    """An import goes on with this step of its work; one that was done before is left alone."""

    job_id: int
    step: int
