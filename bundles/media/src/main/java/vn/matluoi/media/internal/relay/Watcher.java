package vn.matluoi.media.internal.relay;

import vn.matluoi.media.internal.sdp.SessionDescription;

/** A connection that wants to watch a stream. Called on the stream's event loop. */
public interface Watcher {

    /** The stream can be set up. */
    void described(SessionDescription description);

    /** The stream cannot be had now; nothing more comes. */
    void unavailable();

    /** The stream is over, or has become another one; nothing more comes. */
    void ended();
}
