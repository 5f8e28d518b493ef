"""The time that programs see: a file that libfaketime reads whenever they look at the clock.

It stands still until somebody moves it, so that what is shown is the same on every day.
"""

import datetime
import glob
import os
import pathlib
import subprocess

LIBRARIES = "/usr/lib/*/faketime/libfaketimeMT.so.1"


class Clock:
    """The time within `with`."""

    def __init__(self, folder):
        found = glob.glob(LIBRARIES)
        if not found:
            raise AssertionError("libfaketime is missing; run Scripts/setup")
        self.path = os.path.join(folder, "clock")
        self.own = {"LD_PRELOAD": found[0], "FAKETIME_TIMESTAMP_FILE": self.path, "FAKETIME_NO_CACHE": "1",
                    "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1", "TZ": "Asia/Shanghai"}

    def at(self, moment):
        """Sets the time, such as `2026-11-27 07:10`."""
        self.moment = datetime.datetime.fromisoformat(moment)
        # In one step, because others read it meanwhile.
        with open(self.path + ".new", "w") as file:
            file.write(f"{self.moment:%Y-%m-%d %H:%M:%S}\n")
        os.replace(self.path + ".new", self.path)
        return self

    def passes(self, minutes=1):
        return self.at(str(self.moment + datetime.timedelta(minutes=minutes)))

    def environment(self):
        return self.own

    def __enter__(self):
        # The library shares memory among programs. The first one makes it, and writes its name into its own
        # environment; a Swift program in which that happens finds its arguments no more.
        self.first = subprocess.Popen(["/bin/sh", "-c", 'echo "$FAKETIME_SHARED"; read -r _'], env=self.own,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.shared = self.first.stdout.readline().strip()
        self.own = self.own | {"FAKETIME_SHARED": self.shared}
        return self

    def __exit__(self, *_):
        self.first.communicate("\n")
        semaphore, memory = self.shared.split()
        for name in ["sem." + semaphore[1:], memory[1:]]:
            pathlib.Path("/dev/shm", name).unlink(missing_ok=True)
