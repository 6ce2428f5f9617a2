package vn.matluoi.api.access;

/** What an account may do. */
public enum Role {
    /** Everything, everywhere. */
    ADMINISTRATOR,
    /** Sees what a viewer sees, moves the cameras of its areas, and finds and plays their recorded footage (R3.4). */
    OPERATOR,
    /** Sees the catalogue and live pictures of its areas; changes nothing. */
    VIEWER,
    /**
     * A program of one agency, by a key of its source: tells what that source has to say, and sees nothing. No account has it; see
     * {@link SourceKeys}.
     */
    AGENCY
}
