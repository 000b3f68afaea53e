"""``python -m paylint``."""

from __future__ import annotations

from paylint.cli.app import main

main()
