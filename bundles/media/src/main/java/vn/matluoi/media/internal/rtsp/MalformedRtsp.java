package vn.matluoi.media.internal.rtsp;

/** The other side did not speak RTSP, or went over a limit: the connection is to be closed. */
public final class MalformedRtsp extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message which rule was broken; never the offending bytes, which may hold a secret */
    public MalformedRtsp(String message) {
        super(message);
    }
}
