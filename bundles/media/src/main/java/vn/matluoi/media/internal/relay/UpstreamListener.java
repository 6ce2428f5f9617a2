package vn.matluoi.media.internal.relay;

import io.netty.buffer.ByteBuf;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.media.internal.sdp.SessionDescription;

/** Who hears of an upstream. Called on its event loop; nothing comes after {@link #lost}. */
interface UpstreamListener {

    /** The device let us in and told what it offers. */
    void described(SessionDescription description);

    /** Packets are about to come. */
    void playing(FrameWalk walk);

    /** Whole frames came. The buffer is the caller's; what is kept must be retained. */
    void frames(ByteBuf in, int from, int to);

    /** Everything that was there to read was read. */
    void readThrough();

    /** The connection is over, or never came to be. */
    void lost(DeviceException why);
}
