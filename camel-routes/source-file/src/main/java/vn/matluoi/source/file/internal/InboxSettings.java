package vn.matluoi.source.file.internal;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;

/**
 * What one inbox is told to do.
 *
 * @param routeName name of its route
 * @param stableMillis how long a file must lie unchanged before it is taken
 */
record InboxSettings(
        String routeName,
        Path folder,
        SourceId source,
        String name,
        AreaCode area,
        String profile,
        Optional<String> unit,
        Optional<String> sector,
        boolean complete,
        long stableMillis) {

    static InboxSettings of(UnaryOperator<String> parameters) {
        var source = text(parameters, "source").orElseThrow();
        return new InboxSettings(
                text(parameters, "routeName").orElseThrow(),
                Path.of(text(parameters, "folder").orElseThrow()),
                new SourceId(source),
                text(parameters, "name").orElse(source),
                new AreaCode(text(parameters, "area").orElseThrow()),
                text(parameters, "profile").orElse("commune"),
                text(parameters, "unit"),
                text(parameters, "sector"),
                text(parameters, "complete").map(Boolean::parseBoolean).orElse(false),
                text(parameters, "stable.ms").map(Long::parseLong).orElse(1000L));
    }

    Imports.Order order(String fileName, String delivery) {
        return new Imports.Order(
                source,
                profile,
                fileName,
                Intake.Mode.COMMIT,
                "route:" + routeName,
                "route",
                Optional.of(delivery),
                complete,
                Optional.of(area),
                unit,
                sector);
    }

    private static Optional<String> text(UnaryOperator<String> parameters, String key) {
        return Optional.ofNullable(parameters.apply(key)).map(String::strip).filter(t -> !t.isEmpty());
    }
}
