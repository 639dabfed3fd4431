"""A sheet of labels for the jars of a lot: the product, the lot with its dates, and the code of its public page."""

from marketplace.documents.loose import as_loose_pdf, qr_drawing
from marketplace.web.links import absolute
from vendors.models import Vendor
from vendors.stock.models import Lot, StockItem

LABELS_ON_A_SHEET = 24


def label_sheet(vendor: Vendor, item: StockItem, lot: Lot) -> bytes:
    """Set an A4 sheet of 24 equal labels, in Vietnamese as jars are."""
    dates = (("NSX", lot.produced_on), ("HSD", lot.best_before_on))
    data = {
        "producer": vendor.name,
        "product": item.variant.listing.title_vi,
        "variant": item.variant.label,
        "lot": lot.code,
        "dates": [f"{words} {day:%d/%m/%Y}" for words, day in dates if day],
        "qr": qr_drawing(absolute(f"/lot/{lot.token}")),
        "count": LABELS_ON_A_SHEET,
    }
    return as_loose_pdf("lot_labels-1", data)
