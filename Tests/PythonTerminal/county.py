"""An invented county, whose server runs on loopback under a clock that stands still."""

import json
import os
import re
import subprocess


class County:
    """The county that `SyncServer demo` makes; within `with` it serves."""

    def __init__(self, field_program, folder, clock):
        self.program = os.path.join(os.path.dirname(field_program), "SyncServer")
        self.data = os.path.join(folder, "county")
        self.environment = {"PATH": "/usr/bin:/bin", "LANG": "zh_CN.UTF-8", "HOME": folder} | clock.environment()
        self.codes = []
        self("init", "--name", "示例县", "--division", "610326")
        self("demo", "--size", "S", "--seed", "610326")

    def __call__(self, *arguments):
        done = subprocess.run([self.program, *arguments, "--data", self.data], env=self.environment,
                              check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return done.stdout.decode()

    def code(self, name, *scopes, role="teacher"):
        """A code with which a laptop is enrolled."""
        given = [word for scope in scopes for word in ("--scope", scope)]
        code = json.loads(self("enroll", "--name", name, "--role", role, *given, "--json"))["code"]
        self.codes.append(code)
        return code

    @staticmethod
    def stand_in(code):
        """A code of the same form that opens nothing."""
        return re.sub(r"\w", "X", code)

    def __enter__(self):
        self.serving = subprocess.Popen(
            [self.program, "serve", "--data", self.data, "--listen", "127.0.0.1:0"],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        line = self.serving.stdout.readline().decode()
        found = re.search(r"https://\S+", line)
        assert found, f"the county's server said {line!r}"
        self.url = found.group()
        return self

    def __exit__(self, *_):
        self.serving.terminate()
        self.serving.wait()
        self.serving.stdout.close()
