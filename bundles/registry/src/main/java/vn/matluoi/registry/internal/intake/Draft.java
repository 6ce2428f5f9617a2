package vn.matluoi.registry.internal.intake;

import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Item;
import vn.matluoi.registry.internal.SearchKey;
import vn.matluoi.registry.internal.identity.Subjects;
import vn.matluoi.registry.internal.identity.Weights;
import vn.matluoi.registry.internal.intake.Evidence.Kind;
import vn.matluoi.registry.internal.normalise.Normalised;

/**
 * One row on its way through: as received, as normalised, and the words by which it may be known again.
 *
 * @param area where it says it stands, else where its source stands
 * @param origin the device it comes from
 * @param source id of the source that says it
 */
record Draft(Item item, Normalised normalised, String area, Origin origin, String source) {

    Optional<String> channel() {
        return item.channel();
    }

    Optional<String> code() {
        return word(CameraField.CODE);
    }

    Optional<String> serial() {
        return word(CameraField.SERIAL).filter(Weights.shipped()::tells);
    }

    Optional<String> mac() {
        return word(CameraField.MAC).filter(Weights.shipped()::tells);
    }

    /** @return the word by which a camera is looked for in evidence of that kind */
    Optional<String> evidence(Kind kind) {
        return switch (kind) {
            case CHANNEL -> channel();
            case CODE -> code();
            case SERIAL -> serial();
            case MAC -> mac();
            case RECORDER -> origin.word(kind, channel()).or(() -> Listed.recorder(this::word));
            case ENDPOINT -> origin.word(kind, channel());
            case HOST -> Listed.address(this::word);
            case LISTED -> origin.word(Kind.HOST, channel());
            case SPOT -> spot().map(Spot::cell);
        };
    }

    /** @return by what a person's answer about it is found again, when its source says it once more */
    String subject() {
        if (named()) {
            return Subjects.named(source, channel().orElse(""), code().orElse(""));
        }
        return Subjects.row(
                source,
                serial().map(serial -> "serial " + serial)
                        .orElseGet(() -> "place " + nameKey() + "\u001f" + addressKey() + "\u001f" + spot()));
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
