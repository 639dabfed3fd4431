"""Facts of exports."""

from dataclasses import dataclass

from marketplace.outbox import Fact


@dataclass(frozen=True)
class ExportStepDue(Fact):
    """An export goes on with this table; one that was made before is left alone."""

    export_id: int
    step: int
