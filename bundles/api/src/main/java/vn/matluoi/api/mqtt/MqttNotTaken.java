package vn.matluoi.api.mqtt;

import java.util.Objects;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceWords;

/**
 * A broker is there, lets the hub in, and did not take a message: for what it is, or without a word why. No message ever holds a secret;
 * it may quote the topic, without control and direction characters. Sources: MQTT 5.0, 3.4.2.1 (reason codes of PUBACK), 3.14.2.1 (of
 * DISCONNECT) and 3.2.2.3.6 (Maximum Packet Size).
 */
public final class MqttNotTaken extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 500;

    private final transient Text text;
    private final Why why;

    /** What the broker says of it. */
    public enum Why {
        /** It will never take it: too large, of a topic it does not accept, or of another format than it says. */
        MESSAGE,
        /** An error of its own, or none that it names: it may be the message, and another may be taken. */
        UNSAID,
        /** It ended the connection over a message: over any of those that were on their way, which all fail so. */
        ENDED
    }

    public MqttNotTaken(Text text, Why why) {
        super(DeviceWords.clean(text.en(), LONGEST));
        this.text = new Text(DeviceWords.clean(text.vi(), LONGEST), getMessage());
        this.why = Objects.requireNonNull(why, "why");
    }

    /** @return what happened, for people */
    public Text text() {
        return text;
    }

    public Why why() {
        return why;
    }
}
