package vn.matluoi.registry.internal.normalise;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import vn.matluoi.api.intake.BlockedModels.BlockedModel;
import vn.matluoi.api.intake.CameraField;

/** The models of which the authorities warned, made ready for comparing (R2.8). */
final class Blocklist {

    private final List<Entry> entries;

    Blocklist(List<BlockedModel> models) {
        this.entries = models.stream().map(Entry::of).toList();
    }

    /** @return who warned of the device; empty if nobody did */
    Optional<String> warning(Facts facts) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        var manufacturer = fold(facts.value(CameraField.MANUFACTURER));
        var model = fold(facts.value(CameraField.MODEL));
        var firmware = fold(facts.value(CameraField.FIRMWARE));
        return entries.stream()
                .filter(entry -> entry.manufacturer().fits(manufacturer)
                        && entry.model().fits(model)
                        && entry.firmware().fits(firmware))
                .map(Entry::warning)
                .findFirst();
    }

    /** Full stops count: firmware 1.* is not 10.2. */
    private static String fold(String words) {
        return Arrays.stream(words.split("\\.", -1)).map(Words::fold).collect(Collectors.joining("."));
    }

    private record Entry(Pattern manufacturer, Pattern model, Pattern firmware, String warning) {

        static Entry of(BlockedModel model) {
            return new Entry(
                    Pattern.of(model.manufacturer()),
                    Pattern.of(model.model()),
                    Pattern.of(model.firmware()),
                    model.warning());
        }
    }

    /** A word, or how a word begins. */
    private record Pattern(String word, boolean begins) {

        static Pattern of(Optional<String> written) {
            return new Pattern(
                    fold(written.orElse("")), written.isEmpty() || written.get().endsWith("*"));
        }

        boolean fits(String folded) {
            return begins ? folded.startsWith(word) : folded.equals(word);
        }
    }
}
