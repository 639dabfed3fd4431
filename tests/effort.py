"""How hard the tests try: `make test` within minutes, `make soak` for as long as it takes."""

import os

IS_SOAK = bool(os.environ.get("SOAK"))
