package vn.matluoi.rest.internal.v1;

import java.net.URI;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.json.LimitCheck;

/**
 * A source as a caller writes it.
 *
 * @param id its name in addresses; made from {@code name} if left out
 * @param driver device family; left out for a source that speaks through a route
 * @param secret the device's password; never in an answer. Left out of a change it stays as it is
 * @param channel the device's channel, for a source that is one camera of it; the same as the option {@code channel}
 * @param network by which channel the pictures of its cameras travel unless said otherwise (R4.7); the same as the option
 *     {@code network}
 * @param acceptedCertificate fingerprint that the test showed and a person accepts, for an https device
 */
public record SourceBody(
        @Limit(max = 60, pattern = "[a-z0-9][a-z0-9-]*") String id,
        @Limit(max = 200, required = true) String name,
        @Limit(max = 40, pattern = "[a-z][a-z0-9-]*") String driver,
        @Limit(max = 300) String address,
        @Limit(max = 100) String username,
        @Limit(max = 300, secret = true) char[] secret,
        @Limit(max = 60) String unit,
        @Limit(max = 5, required = true) String area,
        @Limit(max = 40) String sector,
        @Limit(max = 64) String channel,
        @Limit(max = 8, pattern = "private|internet") String network,
        @Limit(max = 500, items = 50) Map<String, String> options,
        Boolean suspended,
        @Limit(max = 100) String acceptedCertificate) {

    private static final int LONGEST_ID = 60;

    Optional<char[]> newSecret() {
        return Optional.ofNullable(secret).filter(given -> given.length > 0);
    }

    /**
     * @param path id from the address; empty for a new source
     * @throws vn.matluoi.api.HubException {@code INVALID} with every field at fault
     */
    SourceSettings settings(Optional<SourceId> path) {
        var errors = new ArrayList<FieldError>();
        if (path.isPresent() && id != null && !id.equals(path.get().value())) {
            errors.add(new FieldError(
                    "id",
                    "source.renamed",
                    new Text("Mã nguồn không đổi được.", "The id of a source cannot be changed.")));
        }
        var uri = uri(errors);
        if (!area.matches("\\d{2}|\\d{3}|\\d{5}")) {
            errors.add(new FieldError(
                    "area",
                    "area.code",
                    new Text(
                            "Mã đơn vị hành chính có 2, 3 hoặc 5 chữ số.",
                            "An area code is two, three or five digits.")));
        }
        var settings = new HashMap<String, String>(options == null ? Map.of() : options);
        option("channel", channel, settings, errors);
        option(SourceSettings.NETWORK, network, settings, errors);
        LimitCheck.refuse(errors);
        return new SourceSettings(
                path.orElseGet(this::newId),
                Normalizer.normalize(name.strip(), Normalizer.Form.NFC),
                Values.text(driver),
                uri,
                Values.text(username),
                new AreaCode(area),
                Values.text(unit),
                Values.text(sector),
                settings,
                Boolean.TRUE.equals(suspended));
    }

    /** An option that has a field of its own as well. */
    private static void option(String key, String given, Map<String, String> options, List<FieldError> errors) {
        if (given != null && !given.equals(options.getOrDefault(key, given))) {
            errors.add(new FieldError(
                    key,
                    "source." + key,
                    new Text(
                            "Hai giá trị “%s” khác nhau.".formatted(key),
                            "There are two different values of \"%s\".".formatted(key))));
        }
        Values.text(given).ifPresent(value -> options.put(key, value));
    }

    private Optional<URI> uri(List<FieldError> errors) {
        var given = Values.text(address);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        try {
            var uri = URI.create(given.get());
            var known =
                    uri.getScheme() != null && List.of("http", "https", "rtsp").contains(uri.getScheme());
            if (known && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException unreadable) {
            // falls to the error below, which says how an address looks
        }
        errors.add(
                new FieldError(
                        "address",
                        "source.address",
                        new Text(
                                "Địa chỉ có dạng http://máy:cổng, https://máy:cổng hoặc rtsp://máy:cổng, không kèm tên và mật khẩu.",
                                "An address looks like http://host:port, https://host:port or rtsp://host:port, without user name and password.")));
        return Optional.empty();
    }

    /** The given id, or the name without accents, its words joined by hyphens. */
    private SourceId newId() {
        if (id != null) {
            return new SourceId(id);
        }
        var words = Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replace('đ', 'd')
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        if (words.isEmpty()) {
            throw Values.invalid("id", "source.id", new Text("Hãy đặt mã cho nguồn này.", "Give this source an id."));
        }
        return new SourceId(words.substring(0, Math.min(words.length(), LONGEST_ID)));
    }
}
