"""The pictures of the demo: drawn and kept by processes of their own while the market is being written.

Drawing and encoding take longer than everything else together, and the same picture serves several producers.
"""

import os
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from types import TracebackType
from typing import Self

from marketplace.gateways.files import FileStore
from marketplace.pictures import keep_picture
from vendors.listings import photos
from vendors.shop import operations as shops
from workers.seed.pictures import picture_of
from workers.seed.shopfronts import banner_of, logo_of

VARIATIONS = 2
"""So many pictures are drawn of each kind of goods; later producers show them in another order."""


@dataclass(frozen=True)
class GoodsPicture:
    """A picture of goods."""

    product_key: str
    variation: int


@dataclass(frozen=True)
class Banner:
    """A landscape above a shop."""

    ground: str
    variation: int


@dataclass(frozen=True)
class Sign:
    """A square sign with letters."""

    initials: str
    variation: int


Drawing = GoodsPicture | Banner | Sign


class Studio:
    """Draws what is asked for; `key_of` waits until it is kept and gives its key in object storage."""

    def __init__(self, store: FileStore) -> None:
        self._store = store
        self._begun: dict[Drawing, Future[str]] = {}
        self._draughtsmen = ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=get_context("spawn"))

    def __enter__(self) -> Self:
        """Open the studio."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it; what nobody waits for is not drawn any more."""
        self._draughtsmen.shutdown(cancel_futures=True)

    def begin(self, drawings: Iterable[Drawing]) -> None:
        """Ask for drawings in the order in which they will be needed."""
        for drawing in drawings:
            if drawing not in self._begun:
                self._begun[drawing] = self._draughtsmen.submit(_kept, self._store.url, drawing)

    def key_of(self, drawing: Drawing) -> str:
        """The key of a drawing, drawn now if nobody asked for it before."""
        self.begin([drawing])
        return self._begun[drawing].result()


def pictures_of(product_key: str, variation: int) -> list[GoodsPicture]:
    """Two pictures for a listing: which comes first tells producers of the same goods apart."""
    return [GoodsPicture(product_key, (variation + more) % VARIATIONS) for more in (0, 1)]


def _kept(files_url: str, drawing: Drawing) -> str:
    """Draw and keep one picture, in a process that knows nothing else."""
    store = FileStore(files_url)
    match drawing:
        case GoodsPicture(product_key, variation):
            return keep_picture(store, picture_of(product_key, variation=variation), folder=photos.FOLDER)
        case Banner(ground, variation):
            return keep_picture(store, banner_of(ground, variation=variation), folder=shops.FOLDER, square=False)
        case Sign(initials, variation):
            return keep_picture(store, logo_of(initials, variation=variation), folder=shops.FOLDER)
