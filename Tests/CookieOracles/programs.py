"""Programs that answer a line of JSON for each line of JSON."""

import json
import subprocess


class Program:
    def __init__(self, *command):
        self._command = command

    def version(self):
        return subprocess.check_output([*self._command, "version"], timeout=60).decode().strip()

    def ask(self, mode, questions):
        """An answer for each question."""
        done = subprocess.run(
            [*self._command, mode],
            input="".join(json.dumps(question) + "\n" for question in questions).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=120,
        )
        if done.returncode != 0:
            raise SystemExit(f"{self._command[-1]} {mode} failed: {done.stderr.decode()[-2000:]}")
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(answers) == len(questions), f"{self._command[-1]} {mode}: an answer for each question"
        return answers
