package vn.matluoi.api.driver;

/** Which of a channel's streams. */
public enum StreamKind {
    /** Full size. */
    MAIN,
    /** Reduced, for walls and browsers. */
    SUB,
    THIRD
}
