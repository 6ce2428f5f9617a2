package vn.matluoi.benchmarks.ledger;

/** What a producer knows of one sending. */
enum Outcome {
    /** The hub said that it has it. */
    OK,
    /** The hub definitely refused it, or nothing was sent. */
    FAIL,
    /** Timed out, cut off, or the hub did not know itself: it may be in or out. */
    UNKNOWN
}
