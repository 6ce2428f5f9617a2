package vn.matluoi.core.internal.supervise;

/** The stable words for why a source or camera is not online; {@link vn.matluoi.api.State#cause()}. */
public final class Causes {

    /** Nothing answers. */
    public static final String UNREACHABLE = "unreachable";

    /** What answers cannot be read. */
    public static final String GARBLED = "garbled";

    /** User name or password is wrong: a person must act. */
    public static final String CREDENTIALS = "credentials-rejected";

    /** Which of two passwords holds is for another source of the device to find out. */
    public static final String PASSWORD = "password-unsettled";

    /** The device has locked the account or the hub's address. */
    public static final String LOCKED = "locked";

    /** Another device answers than the one pinned: a person must act. */
    public static final String WRONG_DEVICE = "wrong-device";

    /** The certificate is not the one pinned: a person must act. */
    public static final String CERTIFICATE = "certificate-changed";

    /** The address is outside the networks the hub may reach. */
    public static final String NETWORK = "network-not-allowed";

    /** The stored secret does not open under the present master key. */
    public static final String SECRET = "secret-unreadable";

    /** No driver of the family serves. */
    public static final String DRIVER = "driver-missing";

    /** A call to the driver does not come back: its author must act. */
    public static final String DRIVER_STUCK = "driver-stuck";

    /** The device has no room for the hub again and again. */
    public static final String BUSY = "busy";

    /** The account may not do what supervision needs. */
    public static final String RIGHTS = "rights-missing";

    /** The device's clock is off by more than the tolerance. */
    public static final String CLOCK = "clock-wrong";

    /** A disk is not usable. */
    public static final String DISK = "disk-fault";

    /** The device complains of itself. */
    public static final String DEVICE = "device-fault";

    /** Some calls fail while others work. */
    public static final String PARTIAL = "partial-answers";

    /** A recorder's analog input has no picture. */
    public static final String NO_SIGNAL = "no-signal";

    /** The recorder says the channel is offline. */
    public static final String CHANNEL_OFFLINE = "channel-offline";

    /** The slot of the camera is empty now. */
    public static final String CHANNEL_EMPTY = "channel-empty";

    /** The recorder no longer names the channel. */
    public static final String CHANNEL_GONE = "channel-gone";

    /** The source was taken out of supervision. */
    public static final String REMOVED = "source-removed";

    private Causes() {}
}
