"""The command line: thin commands over the layers below, and the one place where an error becomes an exit code.

Exit codes: 0 done, 1 refused with a message for a person, 2 wrong usage.
"""

from __future__ import annotations

import sys

from lightwell.cli.app import app
from lightwell.cli.failures import report_defect
from lightwell.errors import LightwellError


def main() -> None:
    """Run the command line; what a person can put right is said in sentences, and no traceback reaches them."""
    try:
        app()
    except LightwellError as error:
        print(f"Refused. {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("Stopped. Nothing that was not finished has been kept.", file=sys.stderr)
        sys.exit(1)
    except Exception as error:  # whatever it is, a person gets a sentence and we get a report
        print(report_defect(error), file=sys.stderr)
        sys.exit(1)


__all__ = ["main"]
