package vn.matluoi.camel.internal;

/** A route could not be made or started; what ran before runs again. */
final class RouteFailure extends Exception {

    private static final long serialVersionUID = 1L;

    RouteFailure(Throwable cause) {
        super(rootMessage(cause), cause);
    }

    private static String rootMessage(Throwable cause) {
        var root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
