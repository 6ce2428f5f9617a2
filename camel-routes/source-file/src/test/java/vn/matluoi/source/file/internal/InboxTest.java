package vn.matluoi.source.file.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.simulators.hostile.HeaderCorpus;

class InboxTest {

    @TempDir
    Path folder;

    private final List<DeadLetters.Letter> letters = new CopyOnWriteArrayList<>();
    private final RecordingImports imports = new RecordingImports();
    private final KnownSources sources = new KnownSources();
    private final FileSource source = new FileSource(imports, imports, sources, (route, letter) -> {
        letters.add(letter);
        return letters.size();
    });
    private DefaultCamelContext camel;

    @BeforeEach
    void startCamel() throws Exception {
        camel = new DefaultCamelContext();
        camel.addRoutes(source);
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
        assertThat(names("done")).containsExactlyInAnyOrder("Danh sách camera.csv", "Danh sách camera.csv.report.xlsx");
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
    void noNameOfAFileSteersTheRoute() throws Exception {
        var headers = new CopyOnWriteArrayList<Map<String, Object>>();
        camel.getCamelContextExtension()
                .addInterceptStrategy((context, step, target, next) -> step instanceof RemoveHeadersDefinition
                        ? target
                        : new DelegateAsyncProcessor(target) {
                            @Override
                            public boolean process(Exchange exchange, AsyncCallback callback) {
                                headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
                                return super.process(exchange, callback);
                            }
                        });
        route();
        var names = HeaderCorpus.names().stream()
                .map(name -> name + ".csv")
                .filter(name -> !name.startsWith("."))
                .toList();
        assertThat(names).hasSizeGreaterThan(300);
        for (var name : names) {
            drop(name, "x");
        }
        await().until(() -> names("done").size() == 2 * names.size());
        assertThat(imports.orders())
                .extracting(RecordingImports.Taken::fileName)
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(headers).hasSizeGreaterThan(names.size()).allSatisfy(of -> assertThat(
                        Map.<String, Object>of("MatLuoiSource", "xa-mau"))
                .containsAllEntriesOf(of));
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
            assertThat(added.network()).as("as the route says").contains("private");
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
    void aSheetOfWhichNothingIsTakenIsKeptAndCanBeHandedInAgain() throws Exception {
        imports.refuseEverything();
        route();
        drop("hong.xlsx", "not a sheet");
        await().until(() -> names("failed").size() == 2);
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.name()).isEqualTo("hong.xlsx");
            assertThat(letter.raw()).asString().isEqualTo("not a sheet");
            assertThat(letter.rule()).isEqualTo("sheet.unreadable");
            assertThat(letter.mediaType()).contains("spreadsheetml");
        });
        imports.takeAgain();
        var letter = new DeadLetter(
                7, "inbox", "hong.xlsx", "x", 11, true, "r", Text.same("r"), Instant.EPOCH, Instant.EPOCH, 1, 0);
        assertThat(source.replay("inbox", letter, letters.get(0).raw())).isEmpty();
        source.replay("inbox", letter, letters.get(0).raw()); // a hub that ended before it noted that
        assertThat(imports.orders().subList(1, 3))
                .extracting(RecordingImports.Taken::delivery)
                .allMatch(imports.orders().get(1).delivery()::equals);
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
        await().until(() -> names("done").size() == 2);
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
        assertThat(imports.orders()).singleElement().satisfies(order -> {
            assertThat(order.fileName()).isEqualTo("left.csv");
            assertThat(order.delivery()).hasValueSatisfying(delivery -> assertThat(delivery)
                    .startsWith("0b6f2a1e-9c1d-4a53-8e0f-2d3c4b5a6978:"));
        });
        assertThat(names("done")).containsExactlyInAnyOrder("left.csv", "left.csv.report.xlsx");
        assertThat(names("processing")).isEmpty();
    }

    @Test
    void aMendedSheetDroppedAgainIsTakenAnew() throws Exception {
        imports.refuseEverything();
        route();
        drop("hong.csv", "bad");
        await().until(() -> names("failed").size() == 2);
        assertThat(names("failed")).containsExactlyInAnyOrder("hong.csv", "hong.csv.report.xlsx");
        Files.delete(folder.resolve("failed").resolve("hong.csv"));
        drop("hong.csv", "mended");
        await().until(() -> imports.orders().size() == 2 && names("failed").size() == 2);
        assertThat(imports.orders().get(0).delivery())
                .isNotEqualTo(imports.orders().get(1).delivery());
    }

    @Test
    void aMendedSheetIsTakenAnewEvenUnderTheNameOfAnOldDelivery() throws Exception {
        var name = "0b6f2a1e-9c1d-4a53-8e0f-2d3c4b5a6978~hong.csv";
        route();
        drop(name, "bad");
        await().until(() -> names("done").size() == 2);
        drop(name, "mended");
        await().until(() -> names("done").size() == 4);
        assertThat(imports.orders()).hasSize(2);
        assertThat(imports.orders().get(0).delivery())
                .isNotEqualTo(imports.orders().get(1).delivery());
    }

    @Test
    void sheetsOfTheSameNameDoNotOverwriteEachOther() throws Exception {
        route();
        for (var content : List.of("first", "second", "third")) {
            var before = names("done").size();
            drop("a.csv", content);
            await().until(() -> names("done").size() == before + 2);
        }
        assertThat(names("done"))
                .containsExactlyInAnyOrder(
                        "a.csv",
                        "a.csv.report.xlsx",
                        "a (2).csv",
                        "a (2).csv.report.xlsx",
                        "a (3).csv",
                        "a (3).csv.report.xlsx");
        assertThat(folder.resolve("done").resolve("a.csv")).hasContent("first");
        assertThat(folder.resolve("done").resolve("a (3).csv")).hasContent("third");
    }

    @Test
    void aReportThatAKilledHubPutDownBeforeItsSheetIsWrittenAgainInItsPlace() throws Exception {
        var claimed = Files.createDirectories(folder.resolve("processing"))
                .resolve("0b6f2a1e-9c1d-4a53-8e0f-2d3c4b5a6978~left.csv");
        Files.writeString(claimed, "x");
        Files.writeString(Files.createDirectories(folder.resolve("done")).resolve("left.csv.report.xlsx"), "report");
        route();
        await().until(() -> names("processing").isEmpty() && Files.exists(folder.resolve("done/left.csv")));
        assertThat(names("done")).containsExactlyInAnyOrder("left.csv", "left.csv.report.xlsx");
    }

    @Test
    void aVeryLongNameIsShortenedInItsMiddle() throws Exception {
        route();
        var name = "Đầu " + "ế".repeat(76) + " cuối.csv";
        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(240, 250);
        drop(name, "x");
        await().until(() -> names("done").size() == 2);
        drop(name, "y");
        await().until(() -> names("done").size() == 4);
        assertThat(names("done")).allSatisfy(end -> assertThat(end)
                .startsWith("Đầu ế")
                .contains("ế…ế")
                .doesNotContain("\ufffd")
                .matches(".* cuối( \\(2\\))?\\.csv(\\.report\\.xlsx)?"));
    }

    @Test
    void aSheetThatMeetsAFaultOfTheHubFiveTimesEndsInFailedWithAReference() throws Exception {
        imports.failWith(new IllegalStateException("a defect"));
        var folders = new InboxFolders(folder);
        folders.open();
        var settings = InboxSettings.of(
                Map.of("routeName", "inbox", "folder", folder.toString(), "source", "xa-mau", "area", "27694")::get);
        var inbox =
                new Inbox(settings, folders, new Patience(System::nanoTime, Duration.ofSeconds(1)), sheets(settings));
        drop("a.csv", "x");
        var exchange = new DefaultExchange(camel);
        var file = new GenericFile<File>();
        for (var tries = 1; tries <= 4; tries++) {
            file.setAbsoluteFilePath(folder.resolve(sheets().get(0)).toString());
            inbox.begin(null, null, exchange, file);
            assertThatThrownBy(() -> inbox.take(exchange)).hasMessage("a defect");
            inbox.rollback(null, null, exchange, file);
            assertThat(names("failed")).isEmpty();
        }
        var name = sheets().get(0);
        file.setAbsoluteFilePath(folder.resolve(name).toString());
        inbox.begin(null, null, exchange, file);
        inbox.take(exchange);
        assertThat(names("failed")).containsExactlyInAnyOrder("a.csv", "a.csv.report.xlsx");
        assertThat(sheets()).isEmpty();
        assertThat(imports.reports()).singleElement().satisfies(report -> {
            assertThat(report.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.rule()).isEqualTo("hub.fault");
                assertThat(finding.message().vi()).contains(name.substring(0, name.indexOf('.')));
            });
        });
    }

    @Test
    void onAFullDiskNoSheetIsTakenUntilThereIsRoom() throws Exception {
        var free = new AtomicLong(0);
        var folders = new InboxFolders(folder, any -> free.get());
        folders.open();
        var settings = InboxSettings.of(
                Map.of("routeName", "inbox", "folder", folder.toString(), "source", "xa-mau", "area", "27694")::get);
        var inbox = new Inbox(settings, folders, new Patience(() -> 0L, Duration.ZERO), sheets(settings));
        drop("a.csv", "x");
        var file = new GenericFile<File>();
        file.setFileName("a.csv");
        file.setFileNameOnly("a.csv");
        file.setAbsoluteFilePath(folder.resolve("a.csv").toString());

        assertThat(folders.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).contains("full", folder.toString()));
        assertThat(inbox.accept(file)).isFalse();
        assertThat(inbox.accept(file)).isFalse();

        free.set(1 << 30);
        assertThat(folders.problem()).isEmpty();
        assertThat(inbox.accept(file)).as("seen for the first time").isFalse();
        assertThat(inbox.accept(file)).isTrue();
    }

    @Test
    void aFolderThatIsGoneOrNotWritableIsNamed() throws Exception {
        var check = FolderCheckTest.check(source);
        var settings = Map.of("folder", folder.toString());
        new InboxFolders(folder).open();
        assertThat(check.alive(settings)).isEmpty();
        Files.delete(folder.resolve("done"));
        assertThat(check.alive(settings)).hasValueSatisfying(problem -> assertThat(problem.en())
                .contains(folder.resolve("done").toString(), "make the folder again")
                .doesNotContain("failed"));
        Files.createFile(folder.resolve("done")); // not a folder, whoever runs the tests
        assertThat(check.alive(settings)).isPresent();
    }

    @Test
    void aSourceThatCannotBeMadeIsSaidAndItsSheetIsReturned() throws Exception {
        sources.refuseWith(new HubException(
                HubException.Reason.INVALID, "source.name", new Text("tên quá dài", "the name is too long")));
        route();
        var settings = Map.of("folder", folder.toString());
        var check = FolderCheckTest.check(source);
        await().until(() -> check.alive(settings)
                .filter(why -> why.vi().equals("tên quá dài"))
                .isPresent());
        sources.refuseWith(null);
        await().until(() -> check.alive(settings).isEmpty());
    }

    @Test
    void leavesAloneWhatIsNoFileItself() throws Exception {
        route();
        drop("secret.txt", "not the agency's");
        Files.move(folder.resolve("secret.txt"), folder.resolveSibling(folder.getFileName() + "-secret.txt"));
        Files.createSymbolicLink(
                folder.resolve("link.csv"), folder.resolveSibling(folder.getFileName() + "-secret.txt"));
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe.csv").toString())
                        .start()
                        .waitFor())
                .isZero();
        drop("real.csv", "x");
        await().until(() -> names("done").size() == 2);
        assertThat(names("done")).containsExactlyInAnyOrder("real.csv", "real.csv.report.xlsx");
        assertThat(Files.isSymbolicLink(folder.resolve("link.csv"))).isTrue();
        assertThat(Files.exists(folder.resolve("pipe.csv"))).isTrue();
        assertThat(imports.orders()).hasSize(1);
    }

    @Test
    void aSheetOverWhichTheHubEndedFiveTimesEndsInFailed() throws Exception {
        var number = "0b6f2a1e-9c1d-4a53-8e0f-2d3c4b5a6978";
        var folders = new InboxFolders(folder);
        folders.open();
        drop("a.csv", "x");
        for (var end = 1; end <= 4; end++) {
            var sheet = sheets().get(0);
            Files.move(
                    folder.resolve(sheet), folder.resolve("processing").resolve(end == 1 ? number + "~a.csv" : sheet));
            folders.open(); // as at the start after a kill
        }
        assertThat(sheets()).containsExactly(number + ".4~a.csv");
        Files.move(folder.resolve(sheets().get(0)), folder.resolve("processing").resolve(sheets().get(0)));
        route();
        await().until(() -> names("failed").size() == 2);
        assertThat(names("failed")).containsExactlyInAnyOrder("a.csv", "a.csv.report.xlsx");
        assertThat(imports.orders()).as("what it ended over is not read again").isEmpty();
        assertThat(imports.reports()).singleElement().satisfies(report -> assertThat(
                        report.findings().get(0).message().vi())
                .contains(number));
    }

    @Test
    void aSheetThatSaysItIsFrom1970IsTakenAsAnyOther() throws Exception {
        var other = Files.createDirectory(folder.resolve("other")); // on the same disk, so that a move keeps the time
        for (var time : List.of(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"))) {
            var sheet = Files.writeString(other.resolve(time.getEpochSecond() + ".csv"), "x");
            Files.setLastModifiedTime(sheet, FileTime.from(time));
            Files.move(sheet, folder.resolve(sheet.getFileName()));
        }
        route();
        await().until(() -> names("done").size() == 4);
        assertThat(imports.orders())
                .extracting(RecordingImports.Taken::fileName)
                .containsExactlyInAnyOrder("0.csv", "4102444800.csv");
        assertThat(names("failed")).isEmpty();
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

    private AgencySheets sheets(InboxSettings settings) {
        return new AgencySheets(
                settings.agency(), Text.same("drop it again"), imports, imports, sources, Clock.systemUTC());
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
                        "network",
                        "private",
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
        if (Files.notExists(folder.resolve(sub))) {
            return List.of(); // the route makes them
        }
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
