"""`python -m tests.live.stopped HOST PORT`: the server, whose bounds count the seconds that a test lets pass.

What they refuse is then no matter of how fast the machine is.
"""

import sys

from mas_hub import serve  # first, as it patches
from mas_hub.config import settings_from

if __name__ == "__main__":
    seconds = settings_from().data / "seconds"
    for allowance in vars(serve.app.extensions["bounds"]).values():
        allowance._now = lambda: float(seconds.read_text())
    serve.serve(sys.argv[1], int(sys.argv[2]))
