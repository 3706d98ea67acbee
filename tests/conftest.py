"""For all tests: interrupts are heeded. A shell that starts them in the background has them ignored, and the programs they start, too."""

import signal

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
