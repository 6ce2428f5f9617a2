package vn.matluoi.core.internal.supervise;

/** A file that is fetched over a source's session, which is not idle then. Any thread may call; neither blocks. */
public interface Transfer {

    /** @return whether the device gives it now: then the device lives */
    boolean isLive();

    /** The session is about to be closed: nothing comes over it any more, and its driver tells nobody. */
    void sessionEnds();
}
