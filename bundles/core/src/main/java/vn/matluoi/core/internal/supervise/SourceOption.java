package vn.matluoi.core.internal.supervise;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.source.SourceSettings;

/** The options every source may have, with their ranges. A driver may name further ones of its own. */
public enum SourceOption {
    /** Port of the device's RTSP server, if it is not the one the device names. */
    RTSP_PORT("rtsp.port", 1, 65_535, 554),
    /** Longest one exchange with the device may take, in milliseconds; the client allows no more than the most of it. */
    TIMEOUT("timeout.ms", 500, 15_000, 10_000),
    /** Time between two synchronisations, in minutes. */
    SYNC("sync.minutes", 5, 1_440, 60),
    /** Time between two looks at the device, in seconds. */
    WATCH("watch.seconds", 5, 3_600, 30),
    /** How far the device's clock may be off before the source counts as degraded, in seconds. */
    CLOCK_TOLERANCE("clock.tolerance.seconds", 1, 86_400, 60),
    /** The device's id of the one channel that is meant, 1 to 64 characters; of the others nothing is stated. */
    CHANNEL("channel", 1, 64, 0),
    /** Whether the password may be sent by HTTP Basic without TLS, for very old devices: {@code true} or {@code false}. */
    BASIC("basic.allowed", 0, 0, 0),
    /** Time zone of the device's wall clock, as {@code Asia/Ho_Chi_Minh}, if it is not the driver's usual one. */
    TIME_ZONE("time.zone", 0, 0, 0),
    /** A complete statement that would mark missing more of the source's cameras than this, in per cent, waits for a person. */
    MISSING_PERCENT("missing.percent", 0, 100, 20),
    /** As many cameras must be missing at least before such a statement waits. */
    MISSING_LEAST("missing.least", 1, 1_000_000, 10),
    /** Addresses besides its own that the device sends its events from, with commas between, as where a router stands between. */
    PUSH_FROM("push.from", 1, 8, 0),
    /** By which channel the pictures of its cameras travel unless said otherwise (R4.7): {@code private} or {@code internet}. */
    NETWORK(SourceSettings.NETWORK, 0, 0, 0);

    private static final Pattern ADDRESS = Pattern.compile(
            "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private final String key;
    private final int least;
    private final int most;
    private final int usual;

    SourceOption(String key, int least, int most, int usual) {
        this.key = key;
        this.least = least;
        this.most = most;
        this.usual = usual;
    }

    public String key() {
        return key;
    }

    public static Optional<SourceOption> ofKey(String key) {
        return Arrays.stream(values()).filter(option -> option.key.equals(key)).findFirst();
    }

    /** @return what is wrong with the value; empty if it may be used */
    public Optional<Text> problem(String value) {
        return switch (this) {
            case CHANNEL ->
                value.isBlank() || value.length() > most
                        ? Optional.of(new Text(
                                "tên kênh có từ 1 đến %d ký tự".formatted(most),
                                "a channel has 1 to %d characters".formatted(most)))
                        : Optional.empty();
            case BASIC ->
                value.equals("true") || value.equals("false")
                        ? Optional.empty()
                        : Optional.of(new Text("chỉ nhận true hoặc false", "only true or false"));
            case NETWORK ->
                SourceSettings.NETWORKS.contains(value)
                        ? Optional.empty()
                        : Optional.of(new Text(
                                "phải là private (kênh riêng) hoặc internet, không phải \"%s\"".formatted(value),
                                "must be private or internet, not \"%s\"".formatted(value)));
            case TIME_ZONE ->
                isZone(value)
                        ? Optional.empty()
                        : Optional.of(new Text(
                                "không có múi giờ \"%s\"; ví dụ Asia/Ho_Chi_Minh".formatted(value),
                                "there is no time zone \"%s\"; for example Asia/Ho_Chi_Minh".formatted(value)));
            case PUSH_FROM ->
                areAddresses(value)
                        ? Optional.empty()
                        : Optional.of(new Text(
                                "cần từ 1 đến %d địa chỉ IP, cách nhau bằng dấu phẩy".formatted(most),
                                "1 to %d IP addresses are wanted, with commas between".formatted(most)));
            default ->
                number(value).isPresent()
                        ? Optional.empty()
                        : Optional.of(new Text(
                                "\"%s\" phải là số nguyên từ %d đến %d".formatted(value, least, most),
                                "\"%s\" must be a whole number from %d to %d".formatted(value, least, most)));
        };
    }

    /** @return the value set, or the usual one; for numbers */
    int in(Map<String, String> options) {
        return Optional.ofNullable(options.get(key)).flatMap(this::number).orElse(usual);
    }

    static Duration timeout(Map<String, String> options) {
        return Duration.ofMillis(TIMEOUT.in(options));
    }

    static Duration watch(Map<String, String> options) {
        return Duration.ofSeconds(WATCH.in(options));
    }

    static Duration sync(Map<String, String> options) {
        return Duration.ofMinutes(SYNC.in(options));
    }

    static Duration clockTolerance(Map<String, String> options) {
        return Duration.ofSeconds(CLOCK_TOLERANCE.in(options));
    }

    /** @return the channels that are meant: all, or only the one that is named, if it is among them */
    public static List<Channel> meant(Map<String, String> options, List<Channel> channels) {
        var one = options.get(CHANNEL.key);
        return one == null
                ? channels
                : channels.stream()
                        .filter(channel -> channel.id().value().equals(one.strip()))
                        .toList();
    }

    private boolean areAddresses(String value) {
        var addresses = value.split(",", -1);
        return addresses.length <= most
                && Arrays.stream(addresses).map(String::strip).allMatch(a -> ADDRESS.matcher(a)
                        .matches());
    }

    private static boolean isZone(String value) {
        try {
            ZoneId.of(value);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private Optional<Integer> number(String value) {
        try {
            var number = Integer.parseInt(value.strip());
            return number >= least && number <= most ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
