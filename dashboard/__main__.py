"""`python -m dashboard` is `casethread`."""

import sys

from dashboard.cli import main

sys.exit(main())
