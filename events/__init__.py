"""News text in, dated and placed events out: documents -> language -> timex, toponyms -> extractor -> storage -> views."""

import os

# The matrices are small: several BLAS threads only wait for one another, and much the longer the busier the machine is.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
