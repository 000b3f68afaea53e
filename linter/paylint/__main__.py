"""The program's entry, and ``python -m paylint``."""

from __future__ import annotations

import gc

RARELY = 200_000
"""So many objects more than are freed call for a look for cycles: a run makes many objects at once, and hardly any cycle."""


def main() -> None:
    """Run the command line. What is left at its end goes with the process, and is not looked through for cycles."""
    gc.set_threshold(RARELY, *gc.get_threshold()[1:])
    from paylint.cli import app

    try:
        app.main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
