"""RUN lines in a checkout whose path holds spaces."""

import os

import lit.TestRunner
import lit.formats


def quoted(name, path):
    """Substitutions of %name by a path that may hold spaces.

    RUN lines write it bare or as the beginning of a quoted word; in the first
    case spaces are escaped.
    """
    escaped = path.replace(" ", "\\ ")
    return [('"' + name + r"\b", '"' + path), (name + r"\b", escaped)]


class ShTest(lit.formats.ShTest):
    """lit's own, for a checkout whose path holds spaces."""

    def execute(self, test, litConfig):
        source = test.getSourcePath()
        _, base = lit.TestRunner.getTempPaths(test)
        self.extra_substitutions = (
            quoted("%s", source)
            + quoted("%S", os.path.dirname(source))
            + quoted("%t", base + ".tmp")
        )
        return super().execute(test, litConfig)
