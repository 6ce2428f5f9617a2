package vn.matluoi.registry.internal.intake;

import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Item;
import vn.matluoi.registry.internal.SearchKey;
import vn.matluoi.registry.internal.normalise.Normalised;

/**
 * One row on its way through: as received, as normalised, and the words by which it may be known again.
 *
 * @param area where it says it stands, else where its source stands
 */
record Draft(Item item, Normalised normalised, String area) {

    /** Shorter ones are {@code 0}, {@code N/A} and their like. */
    private static final int SHORTEST_SERIAL = 4;

    Optional<String> channel() {
        return item.channel();
    }

    Optional<String> code() {
        return word(CameraField.CODE);
    }

    Optional<String> serial() {
        return word(CameraField.SERIAL).filter(serial -> serial.length() >= SHORTEST_SERIAL);
    }

    /** @return the word kept as evidence of that kind */
    Optional<String> evidence(Evidence.Kind kind) {
        return switch (kind) {
            case CHANNEL -> channel();
            case CODE -> code();
            case SERIAL -> serial();
        };
    }

    /** @return whether the source itself gives it a name that is unique there */
    boolean named() {
        return channel().isPresent() || code().isPresent();
    }

    String nameKey() {
        return key(CameraField.NAME, 300);
    }

    String addressKey() {
        return key(CameraField.ADDRESS, 500);
    }

    Optional<Spot> spot() {
        return Spot.of(values().get(CameraField.LATITUDE), values().get(CameraField.LONGITUDE));
    }

    Optional<String> word(CameraField field) {
        return Optional.ofNullable(values().get(field)).filter(value -> !value.isBlank());
    }

    Map<CameraField, String> values() {
        return normalised.values();
    }

    private String key(CameraField field, int length) {
        return SearchKey.of(values().getOrDefault(field, ""), length);
    }
}
