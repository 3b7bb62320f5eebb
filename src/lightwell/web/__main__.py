"""`python -m lightwell.web`: Django's own commands, and ours (`serve`, `add_person`), with Lightwell's settings."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one command."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "lightwell.web.settings"  # whatever another project may have left there
    from django.core.management import execute_from_command_line

    execute_from_command_line([f"{os.path.basename(sys.executable)} -m lightwell.web", *sys.argv[1:]])


if __name__ == "__main__":
    main()
