"""What staff notes about a vendor besides its state."""

from marketplace import audit
from marketplace.audit import Actor
from vendors.models import TaxStatus, Vendor


def set_tax_status(vendor: Vendor, tax_status: TaxStatus, *, by: Actor) -> None:
    """Say as what a vendor pays tax, its papers seen; orders placed before keep what they were placed under."""
    if vendor.tax_status is tax_status:
        return
    before, vendor.tax_status = vendor.tax_status, tax_status
    audit.record("vendor tax status set", vendor, by=by, before=before.value, after=tax_status.value)
