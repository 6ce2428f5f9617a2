package vn.matluoi.api.access;

/** Things a surface asks leave for. A new operation of a surface needs one of these, or adds one. */
public enum Action {
    CATALOGUE_READ,
    CHANGES_READ,
    EVENTS_READ,
    /** Tell events of a source. */
    EVENTS_SUBMIT,
    LIVE_VIEW,
    SNAPSHOT_VIEW,
    /** Move a camera, and keep its places. */
    PTZ,
    /** Find and play recorded footage. */
    PLAYBACK,
    SOURCE_READ,
    SOURCE_CHANGE,
    SOURCE_TEST,
    DRIVER_READ,
    DRIVER_CHANGE,
    ROUTE_READ,
    ROUTE_CHANGE,
    IMPORT_READ,
    IMPORT_SUBMIT,
    PROFILE_READ,
    PROFILE_CHANGE,
    /** Apply or put aside an import that waits for a person. */
    IMPORT_DECIDE,
    /** See which descriptions may be one camera, and what speaks for it. */
    IDENTITY_READ,
    /** Answer "same camera?", merge, split, and undo it. */
    IDENTITY_DECIDE,
    ACCOUNT_READ,
    ACCOUNT_CHANGE,
    AUDIT_READ,
    METRICS_READ
}
