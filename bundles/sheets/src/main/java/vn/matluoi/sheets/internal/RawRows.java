package vn.matluoi.sheets.internal;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.registry.ImportLog;

/** The rows of an import as received, one after the other; beyond the last, and of a dry run, they are empty. */
final class RawRows {

    private static final int PAGE = 1_000;

    private final ImportLog log;
    private final long importId;
    private int from;
    private boolean ended;
    private Iterator<Map<String, String>> page = List.<Map<String, String>>of().iterator();

    RawRows(ImportLog log, long importId) {
        this.log = log;
        this.importId = importId;
        this.ended = importId == 0;
    }

    Map<String, String> next() {
        if (!page.hasNext() && !ended) {
            // whoever holds the report was let see it
            var rows = log.rawRows(Scope.all(), importId, from, PAGE);
            from += rows.size();
            ended = rows.size() < PAGE;
            page = rows.iterator();
        }
        return page.hasNext() ? page.next() : Map.of();
    }
}
