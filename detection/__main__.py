"""``python -m detection`` is ``mingcha``."""

import sys

from detection.cli import main

sys.exit(main())
