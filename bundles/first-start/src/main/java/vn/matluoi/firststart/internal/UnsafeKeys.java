package vn.matluoi.firststart.internal;

/** The hub must not start with its keys as they are; the message names the file, the rule and the mend. */
final class UnsafeKeys extends Exception {
    private static final long serialVersionUID = 1L;

    UnsafeKeys(String message) {
        super(message);
    }

    UnsafeKeys(String message, Throwable cause) {
        super(message, cause);
    }
}
