package vn.matluoi.source.file.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;

class InboxTest {

    @TempDir
    Path folder;

    private final RecordingImports imports = new RecordingImports();
    private final KnownSources sources = new KnownSources();
    private DefaultCamelContext camel;

    @BeforeEach
    void startCamel() throws Exception {
        camel = new DefaultCamelContext();
        camel.addRoutes(new FileSource(imports, sources, new OneArea()));
        camel.start();
    }

    @AfterEach
    void stopCamel() {
        camel.stop();
    }

    @Test
    void takesASheetAndPutsItsReportBeside() throws Exception {
        route();
        drop("Danh sách camera.csv", "STT,Tên camera\n1,Cổng UBND\n");
        await().until(() -> names("done").size() == 2);
        assertThat(names("done")).anyMatch(n -> n.endsWith("~Danh sách camera.csv"));
        assertThat(names("done")).anyMatch(n -> n.endsWith("~Danh sách camera.csv.report.xlsx"));
        assertThat(imports.orders()).singleElement().satisfies(order -> {
            assertThat(order.fileName()).isEqualTo("Danh sách camera.csv");
            assertThat(order.source()).isEqualTo(new SourceId("xa-mau"));
            assertThat(order.by()).isEqualTo("route:inbox");
            assertThat(order.area()).isEqualTo("27694");
        });
        assertThat(names("processing")).isEmpty();
        assertThat(sheets()).isEmpty();
    }

    @Test
    void registersItsSourceOnce() throws Exception {
        route();
        drop("a.csv", "x");
        drop("b.csv", "y");
        await().until(() -> names("done").size() == 4);
        assertThat(sources.added()).singleElement().satisfies(added -> {
            assertThat(added.id()).isEqualTo(new SourceId("xa-mau"));
            assertThat(added.driver()).isEmpty();
        });
    }

    @Test
    void aSheetWithNothingUsableEndsInFailed() throws Exception {
        imports.refuseEverything();
        route();
        drop("hong.xlsx", "not a sheet");
        await().until(() -> names("failed").size() == 2);
        assertThat(names("failed")).anyMatch(n -> n.endsWith("hong.xlsx.report.xlsx"));
        assertThat(names("done")).isEmpty();
    }

    @Test
    void anUnknownProfileEndsInFailedWithTheReason() throws Exception {
        imports.failWith(new HubException(
                HubException.Reason.INVALID, "profile.unknown", new Text("không có hồ sơ", "no such profile")));
        route();
        drop("a.csv", "x");
        await().until(() -> names("failed").size() == 2);
        assertThat(imports.reports()).last().satisfies(report -> assertThat(
                        report.findings().get(0).message().en())
                .isEqualTo("no such profile"));
    }

    @Test
    void waitsForTheDatabaseInsteadOfFailingTheSheet() throws Exception {
        imports.failOnceWith(new HubException(
                HubException.Reason.UNAVAILABLE, "database", new Text("mất kết nối", "database away")));
        route();
        drop("a.csv", "x");
        await().atMost(Duration.ofSeconds(20)).until(() -> names("done").size() == 2);
        assertThat(names("failed")).isEmpty();
        assertThat(imports.orders()).hasSize(2);
        assertThat(imports.orders().get(0).delivery())
                .isEqualTo(imports.orders().get(1).delivery());
    }

    @Test
    void takesUpWhatAKilledHubLeftWithTheSameDelivery() throws Exception {
        var claimed = Files.createDirectories(folder.resolve("processing"))
                .resolve("0b6f2a1e-9c1d-4a53-8e0f-2d3c4b5a6978~left.csv");
        Files.writeString(claimed, "x");
        Files.writeString(folder.resolve("processing").resolve("old.part"), "half a report");
        route();
        await().until(() -> names("done").size() == 2);
        assertThat(imports.orders()).singleElement().satisfies(order -> assertThat(order.delivery())
                .contains("0b6f2a1e-9c1d-4a53-8e0f-2d3c4b5a6978"));
        assertThat(names("processing")).isEmpty();
    }

    @Test
    void leavesAloneWhatIsNotASheetYet() throws Exception {
        route();
        drop(".hidden.csv", "x");
        drop("~$open.xlsx", "x");
        drop("copying.csv.part", "x");
        drop("real.csv", "x");
        await().until(() -> names("done").size() == 2);
        assertThat(sheets()).containsExactlyInAnyOrder(".hidden.csv", "~$open.xlsx", "copying.csv.part");
    }

    private void route() throws Exception {
        TemplatedRouteBuilder.builder(camel, FileSource.NAME)
                .routeId("inbox")
                .parameter("routeName", "inbox")
                .parameters(Map.of(
                        "folder",
                        folder.toString(),
                        "source",
                        "xa-mau",
                        "area",
                        "27694",
                        "poll.ms",
                        "50",
                        "stable.ms",
                        "100"))
                .add();
    }

    private void drop(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private List<String> names(String sub) throws IOException {
        try (var files = Files.list(folder.resolve(sub))) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }

    private List<String> sheets() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> f.getFileName().toString())
                    .toList();
        }
    }
}
