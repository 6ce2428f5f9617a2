package vn.matluoi.simulators.dahua;

import java.util.Arrays;

/** Something firmware of the family was seen to do otherwise than the rest. Any number of them may be on. */
public enum Quirk {
    /** JSON of events ends in the middle. */
    CUT_JSON("dahuaCutJson"),
    /** Event parts have no {@code Content-Type} and no blank line before {@code Code=}. */
    NO_BLANK_LINE("dahuaNoBlankLine"),
    /** What writes fails with {@code Error} and HTTP 200. */
    ERROR_WITH_200("dahuaErrorWith200"),
    /** Events are given for {@code [All]} and for no list of codes. */
    ALL_CODES_ONLY("dahuaAllCodesOnly"),
    /** The event stream ends with its head. */
    STREAM_CLOSED_AT_ONCE("dahuaStreamClosedAtOnce"),
    /** No pictures and no streams of cameras that speak ONVIF to the recorder. */
    ONVIF_CHILD("dahuaOnvifChild"),
    /** Every answer promises 40 bytes more than it has. */
    LENGTH_LONGER_THAN_BODY("contentLengthLongerThanBody");

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
        return Arrays.stream(values())
                .filter(quirk -> quirk.token.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("quirk is one of "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Quirk::token).toList()) + "; not: " + text));
    }
}
