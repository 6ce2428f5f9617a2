package vn.matluoi.simulators.rtsp;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One RTSP connection and the stream on it. Touched by the server's thread alone. */
final class Viewer {

    final SocketChannel socket;
    final SelectionKey key;
    final String peer;
    final ByteBuffer in = ByteBuffer.allocate(32 * 1024);

    /** What the socket did not take yet; null when it took all. */
    ByteBuffer pending;

    /** To be closed when {@link #pending} is out. */
    boolean closing;

    long heardNanos;

    // the stream, from SETUP on
    String session;
    int channel;
    int interleaved;
    int ssrc;
    int sequence;
    int timestamp;
    long packets;
    long octets;
    long reportNanos;

    /** When the last frame of an ONVIF replay was recorded, in milliseconds since 1970; 0 if it is none. */
    long replayEndMillis;

    // the pace, from PLAY on
    boolean playing;
    boolean needsKey;
    boolean late;
    long dueNanos;
    long frame;
    long position;
    /** Frames of a recording that are still to come; endless when live. */
    long left = Long.MAX_VALUE;

    Viewer(SocketChannel socket, SelectionKey key, String peer, long nowNanos) {
        this.socket = socket;
        this.key = key;
        this.peer = peer;
        heardNanos = nowNanos;
    }
}
