package vn.matluoi.benchmarks.ledger;

import java.util.List;
import java.util.Map;

/**
 * What the hub has, as its API tells it.
 *
 * @param rows every row of the sources, units and accounts that the ledgers speak of
 * @param deliveries the imports that name an event, in the order of their numbers: a sheet leaves one each time it is applied
 * @param announced for each camera how often the change feed says that it was made
 * @param feedBroken sequence numbers of the change feed that are missing or come twice
 * @param audited for each event how many records of the audit log name it as done
 * @param chainIntact whether the audit log's hashes still follow from one another
 * @param others how many cameras there are of sources no ledger speaks of
 */
record Stored(
        List<Row> rows,
        List<Event.Id> deliveries,
        Map<String, Integer> announced,
        long feedBroken,
        Map<Event.Id, Integer> audited,
        boolean chainIntact,
        long others) {

    /**
     * One camera, unit, source or account.
     *
     * @param identity the hub's own name for it
     * @param source whose ledger speaks of it
     * @param key what the ledger calls it
     * @param camera whether it is a camera, of which the change feed tells
     * @param by the event that it says it has its values from; null if it names none
     * @param digest of the values as they are stored
     */
    record Row(String identity, String source, String key, boolean camera, Event.Id by, String digest) {}
}
