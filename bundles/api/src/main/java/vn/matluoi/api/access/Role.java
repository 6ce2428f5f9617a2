package vn.matluoi.api.access;

/** What an account may do. */
public enum Role {
    /** Everything, everywhere. */
    ADMINISTRATOR,
    /** Sees the catalogue and live pictures of its areas; changes nothing. */
    VIEWER
}
