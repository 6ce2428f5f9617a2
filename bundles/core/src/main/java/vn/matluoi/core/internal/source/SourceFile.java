package vn.matluoi.core.internal.source;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.source.SourceSettings;

/**
 * What a file {@code etc/vn.matluoi.source-NAME.cfg} says: the keys of the REST body; whatever else it holds is an option.
 *
 * @param secret the clear text; to be cleared by the caller
 * @param certificate fingerprint of the device's certificate that is accepted
 */
record SourceFile(SourceSettings settings, Optional<char[]> secret, Optional<String> certificate) {

    static final String PREFIX = "vn.matluoi.source-";
    static final String SUFFIX = ".cfg";

    private static final Set<String> KEYS = Set.of(
            "name", "driver", "address", "username", "secret", "unit", "area", "sector", "certificate", "suspended");

    /**
     * @throws HubException {@code INVALID} with every key at fault
     */
    static SourceFile read(SourceId id, Dictionary<String, ?> properties) {
        var values = values(properties);
        var errors = new ArrayList<FieldError>();
        var address = address(values, errors);
        var area = area(values, errors);
        var suspended = suspended(values, errors);
        if (!errors.isEmpty()) {
            throw new HubException(
                    Reason.INVALID,
                    "source.invalid",
                    new Text(
                            "tệp có %d giá trị không dùng được".formatted(errors.size()),
                            "the file has %d values that cannot be used".formatted(errors.size())),
                    errors);
        }
        var options = new HashMap<>(values);
        options.keySet().removeAll(KEYS);
        var settings = new SourceSettings(
                id,
                values.getOrDefault("name", id.value()),
                text(values, "driver"),
                address,
                text(values, "username"),
                area.orElseThrow(),
                text(values, "unit"),
                text(values, "sector"),
                options,
                suspended);
        return new SourceFile(settings, text(values, "secret").map(String::toCharArray), text(values, "certificate"));
    }

    /** @return the source a file of that name is for; empty if the name is none of a source's file */
    static Optional<SourceId> idOf(String fileName) {
        if (!fileName.startsWith(PREFIX) || !fileName.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SourceId(fileName.substring(PREFIX.length(), fileName.length() - SUFFIX.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> address(Map<String, String> values, List<FieldError> errors) {
        var text = text(values, "address");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var address = URI.create(text.get());
            if (address.getRawUserInfo() == null) {
                return Optional.of(address);
            }
            errors.add(error(
                    "address",
                    "address.credentials",
                    "đặt tên đăng nhập vào username và mật khẩu vào secret, không đặt trong địa chỉ",
                    "put credentials in username and secret, not in the address"));
        } catch (IllegalArgumentException e) {
            errors.add(error(
                    "address",
                    "address.format",
                    "địa chỉ không đúng dạng, ví dụ http://192.0.2.10:80",
                    "that is no address; for example http://192.0.2.10:80"));
        }
        return Optional.empty();
    }

    private static Optional<AreaCode> area(Map<String, String> values, List<FieldError> errors) {
        var text = text(values, "area");
        try {
            if (text.isPresent()) {
                return Optional.of(new AreaCode(text.get()));
            }
            errors.add(error(
                    "area",
                    "area.required",
                    "cần mã xã/phường (5 chữ số) nơi đặt camera",
                    "the code of the commune (5 digits) where the cameras stand is needed"));
        } catch (IllegalArgumentException e) {
            errors.add(error(
                    "area",
                    "area.format",
                    "mã \"%s\" không đúng dạng: 2, 3 hoặc 5 chữ số".formatted(text.get()),
                    "\"%s\" is no area code: two, three or five digits".formatted(text.get())));
        }
        return Optional.empty();
    }

    private static boolean suspended(Map<String, String> values, List<FieldError> errors) {
        var text = values.getOrDefault("suspended", "false");
        if (!text.equals("true") && !text.equals("false")) {
            errors.add(error("suspended", "suspended.boolean", "chỉ nhận true hoặc false", "only true or false"));
        }
        return text.equals("true");
    }

    private static Optional<String> text(Map<String, String> values, String key) {
        return Optional.ofNullable(values.get(key)).filter(text -> !text.isBlank());
    }

    /** What the container adds (its own ids, the file's name) is left out. */
    private static Map<String, String> values(Dictionary<String, ?> properties) {
        var values = new HashMap<String, String>();
        for (var keys = properties.keys(); keys.hasMoreElements(); ) {
            var key = keys.nextElement();
            if (!key.startsWith("service.") && !key.startsWith("felix.") && !key.startsWith("org.apache.")) {
                var text = asUtf8(String.valueOf(properties.get(key)));
                values.put(key, key.equals("secret") ? text : text.strip());
            }
        }
        return values;
    }

    /** File Install reads files as ISO-8859-1 unless told otherwise; people write them in UTF-8. */
    static String asUtf8(String text) {
        if (text.chars().allMatch(c -> c < 0x80) || text.chars().anyMatch(c -> c > 0xFF)) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return text; // really was ISO-8859-1
        }
    }

    private static FieldError error(String field, String rule, String vi, String en) {
        return new FieldError(field, rule, new Text(vi, en));
    }
}
