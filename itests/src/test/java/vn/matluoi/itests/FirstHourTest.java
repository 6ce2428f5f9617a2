package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/guide/first-hour.md}, typed as it stands: every block marked {@code sh}, in order, in one shell. Only the ports and the
 * folder of state are other ones, so that it can run beside other tests. A block marked {@code text} after it is what must be seen:
 * each of its lines as a whole, in that order, with {@code …} for what may differ.
 */
@Tag("own-hub")
class FirstHourTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|text)\\n(.*?)^```$");

    @Test
    void tellsTheTruth() throws IOException, InterruptedException {
        var offset = Ports.freeOffset();
        var data = Project.TARGET.resolve("hubs/first-hour");
        RunningHub.deleteAll(data);
        var guide = Files.readString(Project.ROOT.resolve("docs/guide/first-hour.md"))
                .replace("8443", String.valueOf(8443 + offset))
                .replace("8554", String.valueOf(8554 + offset))
                .replace("9090", String.valueOf(9090 + offset));
        var script = new StringBuilder("set -euo pipefail\n");
        var expected = new ArrayList<String>();
        var blocks = BLOCK.matcher(guide);
        while (blocks.find()) {
            if (blocks.group(1).equals("sh")) {
                script.append(blocks.group(2)).append('\n');
            } else {
                blocks.group(2).lines().filter(line -> !line.isBlank()).forEach(expected::add);
            }
        }
        assertThat(script).contains("./hub run");
        Commands.Result typed;
        try {
            typed = Commands.run(
                    List.of("bash", "-c", script.toString()),
                    Map.of("HUB_OFFSET", "" + offset, "HUB_DATA", data.toString(), "DATA", data.toString()),
                    Project.ROOT,
                    420);
        } finally {
            Commands.run(List.of("./hub", "stop", "--data", data.toString()));
        }
        assertThat(typed.status()).as(typed.everything()).isZero();
        var seen = typed.out().lines().map(String::strip).toList();
        var from = 0;
        for (var line : expected) {
            var pattern = Pattern.compile(Arrays.stream(line.strip().split("…", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*")));
            var at = IntStream.range(from, seen.size())
                    .filter(place -> pattern.matcher(seen.get(place)).matches())
                    .findFirst();
            assertThat(at)
                    .as("the guide promises, after what it promised before: %s%nseen: %s", line, typed.out())
                    .isPresent();
            from = at.getAsInt() + 1;
        }
    }
}
