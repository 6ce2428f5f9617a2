package vn.matluoi.forward.file.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where files are laid.
 *
 * @param folder absolute
 * @param rollBytes a file that is so large is closed
 * @param rollAfter so is one that is so old
 * @param folderBytes what may lie there before it takes no more
 */
record DropSettings(String routeName, Path folder, long rollBytes, Duration rollAfter, long folderBytes) {

    static final int ROLL_MIB = 16;
    static final int ROLL_SECONDS = 60;
    static final int FOLDER_MIB = 1024;

    static DropSettings of(UnaryOperator<String> parameters) {
        return new DropSettings(
                text(parameters, "routeName").orElseThrow(),
                Path.of(text(parameters, "folder").orElseThrow()),
                number(parameters, "roll.mib", ROLL_MIB) << 20,
                Duration.ofSeconds(number(parameters, "roll.seconds", ROLL_SECONDS)),
                number(parameters, "folder.mib", FOLDER_MIB) << 20);
    }

    private static long number(UnaryOperator<String> parameters, String key, long otherwise) {
        return text(parameters, key).map(Long::parseLong).orElse(otherwise);
    }

    private static Optional<String> text(UnaryOperator<String> parameters, String key) {
        return Optional.ofNullable(parameters.apply(key)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
