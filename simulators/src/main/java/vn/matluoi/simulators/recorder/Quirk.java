package vn.matluoi.simulators.recorder;

/** How recorders and cameras of the family were seen to be odd, besides being ill ({@code Fault}). */
public enum Quirk {
    DOUBLED_BOUNDARY("doubledBoundary"),
    BOUNDARY_LF_CR_LF("boundaryLfCrLf"),
    WRONG_PART_LENGTH("wrongPartLength"),
    JPEG_BETWEEN_PARTS("jpegBetweenParts"),
    /** The end of an alarm is never told. */
    NEVER_INACTIVE("neverInactive"),
    /** Inputs without a camera say so every second. */
    ENDLESS_VIDEO_LOSS("endlessVideoLoss"),
    NO_HEARTBEAT("noHeartbeat"),
    /** Analog inputs are called {@code I-1}. */
    STRING_CHANNEL_ID("stringChannelId"),
    /** Every log-in is answered with a lock-out of half an hour. */
    LOCKED_USER_CHECK("lockedUserCheck"),
    /** The older snapshot path refuses digital channels. */
    PICTURE_BAD_XML_CONTENT("pictureBadXmlContent"),
    /** There is no alarm stream. */
    NO_ALERT_STREAM("noAlertStream"),
    /** Alarms are sent to servers with a picture behind. */
    ALARM_WITH_PICTURE("alarmWithPicture"),
    /** A server's address is taken, and not kept. */
    ALARM_SERVER_NOT_KEPT("alarmServerNotKept"),
    /** Places for servers that are free do not stand in their list: they are made and removed. */
    ALARM_SERVERS_UNLISTED("alarmServersUnlisted");

    private final String token;

    Quirk(String token) {
        this.token = token;
    }

    /** As in the control interface. */
    public String token() {
        return token;
    }

    /** @throws IllegalArgumentException naming the known ones */
    public static Quirk of(String text) {
        for (Quirk quirk : values()) {
            if (quirk.token.equals(text)) {
                return quirk;
            }
        }
        throw new IllegalArgumentException("quirk is one of "
                + String.join(
                        ", ",
                        java.util.Arrays.stream(values()).map(Quirk::token).toList())
                + "; not: " + text);
    }
}
