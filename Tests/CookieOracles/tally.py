"""What has been compared, and what came out."""

import collections


class Tally:
    def __init__(self):
        self._rows = {}
        self.classes = collections.Counter()
        self.unexplained = 0

    def add(self, comparison, shown, ours, peers, expected, used):
        """Counts one comparison: `used` are the ids of the steps that led from our reading to the expected one."""
        row = self._rows.setdefault(comparison, collections.Counter())
        row["compared"] += 1
        if peers != expected:
            row["unexplained"] += 1
            self.unexplained += 1
            if self.unexplained <= 20:
                print(f"UNEXPLAINED, {comparison}\n  header    {shown!r}\n  ours      {ours!r}")
                print(f"  expected  {expected!r} by {sorted(used) or 'no class'}\n  theirs    {peers!r}")
        elif used:
            row["explained"] += 1
            self.classes.update((comparison, each) for each in used)
        else:
            row["equal"] += 1

    def show(self):
        columns = ["compared", "equal", "explained", "unexplained"]
        print(f"\n{'':34}" + "".join(f"{column:>13}" for column in columns))
        for comparison, row in self._rows.items():
            print(f"{comparison:34}" + "".join(f"{row[column]:>13}" for column in columns))
            for (where, identifier), count in sorted(self.classes.items()):
                if where == comparison:
                    print(f"    {identifier:43}{'':13}{count:>17}")

    def unused(self, identifiers):
        """Classes that explained nothing: they have gone out of date."""
        return sorted(set(identifiers) - {identifier for _, identifier in self.classes})
