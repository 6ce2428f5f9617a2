package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;

/** The files that a guide has people write. */
final class Guide {

    /** {@code etc/NAME} on a line of its own, and what stands in it. */
    static final Pattern FILE = Pattern.compile("(?ms)^`etc/([\\w./-]+)`\\n\\n```(?:properties|xml)\\n(.*?)^```$");

    /** What stands in a guide where the fingerprint of the reader's own certificate belongs. */
    static final String FINGERPRINT = "0".repeat(64);

    private Guide() {}

    /**
     * @param page in {@code docs/guide}
     * @param file in {@code etc}
     */
    static String file(String page, String file) throws IOException {
        var found = FILE.matcher(
                        Files.readString(Project.ROOT.resolve("docs/guide").resolve(page)))
                .results()
                .filter(block -> block.group(1).equals(file))
                .toList();
        assertThat(found).as("%s of %s", file, page).hasSize(1);
        return found.get(0).group(2);
    }
}
