package vn.matluoi.core.internal.source;

import java.util.Map;
import java.util.TreeMap;
import vn.matluoi.api.Text;

/** The source files that were refused, and why. Any thread. */
final class RefusedFiles {

    private final Map<String, Text> problems = new TreeMap<>(); // guarded by this

    /** @return whether this problem is new: what is told once need not be told again */
    synchronized boolean put(String file, Text problem) {
        return !problem.equals(problems.put(file, problem));
    }

    synchronized void clear(String file) {
        problems.remove(file);
    }

    synchronized Map<String, Text> all() {
        return new TreeMap<>(problems);
    }
}
