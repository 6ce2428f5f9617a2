package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.SourceKeys;
import vn.matluoi.api.route.Routes;
import vn.matluoi.api.source.Sources;

/** Keys of sources: for whom one is made, and until when it is good. */
class KeyCommandsTest extends CommandFixture {

    @Test
    void aKeyForASourceThatIsNotThereIsMadeAndSaidToBeForNone() throws Exception {
        keyFor("khu-do-thj");
        assertThat(printed()).contains("mls_x", "chưa có tuyến hay nguồn nào tên khu-do-thj", "hub:key-remove abc");
        console.reset();
        keyFor("khu-do-thi");
        assertThat(printed()).contains("mls_x").doesNotContain("chưa có");
    }

    private void keyFor(String source) throws Exception {
        var command = ready(new KeyAdd());
        command.words = List.of(source);
        command.keys = fake(
                SourceKeys.class,
                (method, given) -> new SourceKeys.NewKey(
                        new SourceKeys.SourceKey(
                                "abc",
                                (SourceId) given[1],
                                "webhook",
                                Instant.EPOCH,
                                "admin",
                                Instant.EPOCH.plusSeconds(60),
                                Optional.empty()),
                        "mls_x"));
        command.sources = fake(Sources.class, (method, given) -> Optional.empty());
        command.routes = fake(
                Routes.class,
                (method, given) -> List.of(new Routes.Route(
                        "cong",
                        "source-webhook",
                        Optional.of(new SourceId("khu-do-thi")),
                        true,
                        Routes.Status.STARTED,
                        Optional.empty(),
                        0,
                        0,
                        Optional.empty(),
                        Duration.ZERO,
                        Optional.empty(),
                        Map.of())));
        command.execute();
    }

    @Test
    void tellsTheTimesOfKeysAsVietNamsToTheSecond() throws Exception {
        var key = new SourceKeys.SourceKey(
                "k1",
                new SourceId("a"),
                "webhook",
                Instant.parse("2026-11-29T17:00:00.5Z"),
                "admin",
                Instant.parse("2026-12-29T17:36:41.711476288Z"),
                Optional.of(Instant.parse("2026-11-29T17:33:38.083Z")));
        var list = ready(new KeyList());
        list.keys = fake(SourceKeys.class, (method, given) -> List.of(key));
        list.execute();
        assertThat(printed())
                .contains("2026-12-30 00:36:41", "2026-11-30 00:33:38")
                .doesNotContain("Z");

        var add = ready(new KeyAdd());
        add.words = List.of("a");
        add.keys = fake(SourceKeys.class, (method, given) -> new SourceKeys.NewKey(key, "mls_x"));
        add.execute();
        assertThat(printed())
                .contains("hạn đến 2026-12-30 00:36:41 (giờ Việt Nam)")
                .doesNotContain("711476288");
    }
}
