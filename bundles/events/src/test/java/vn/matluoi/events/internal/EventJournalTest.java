package vn.matluoi.events.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.event.StoredEvent;
import vn.matluoi.api.registry.Cameras.Secrets;
import vn.matluoi.api.registry.Identity;
import vn.matluoi.registry.internal.support.Engine;

/** What is published is read again, by whoever may. */
@ParameterizedClass
@EnumSource(Engine.class)
class EventJournalTest extends OpenJournal {

    @Test
    void givesBackWhatWasPublished() throws Exception {
        var event = event("nvr", "1", Type.MOTION, "VMD");
        assertThat(written(journal.publish(event, false))).isTrue();
        assertThat(written(journal.publish(event, true))).isTrue();

        assertThat(all())
                .containsExactly(
                        new StoredEvent(1, event, Optional.of(Catalogue.FIRST), false),
                        new StoredEvent(2, event, Optional.of(Catalogue.FIRST), true));
        assertThat(journal.last()).isEqualTo(2);
    }

    @Test
    void keepsTheOrderOfEachSourceAndLeavesNoGap() throws Exception {
        var answers = new ConcurrentLinkedQueue<CompletableFuture<Boolean>>();
        var threads = IntStream.range(0, 4)
                .mapToObj(source -> new Thread(() -> IntStream.range(0, 200)
                        .forEach(i -> answers.add(publish(event("nvr-" + source, null, Type.INPUT, "t" + i))))))
                .toList();
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        for (var answer : answers) {
            written(answer);
        }

        assertThat(sequences(all()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 800).boxed().toList());
        for (var source = 0; source < 4; source++) {
            var ours = new EventQuery(
                    Optional.empty(),
                    Optional.of(new SourceId("nvr-" + source)),
                    Set.of(),
                    Optional.empty(),
                    Optional.empty());
            assertThat(topics(journal.read(Scope.all(), ours, 0, 1_000)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 200).mapToObj(i -> "t" + i).toList());
        }
    }

    @Test
    void manyEventsShareOneCommit() throws Exception {
        var go = heldUp(event("nvr", null, Type.INPUT, "first"));
        var answers = IntStream.range(0, 400)
                .mapToObj(i -> publish(event("nvr", null, Type.INPUT, "t" + i)))
                .toList();
        assertThat(answers).noneMatch(CompletableFuture::isDone);
        go.countDown();
        for (var answer : answers) {
            written(answer);
        }

        assertThat(interposed.commits).hasValue(2);
    }

    @Test
    void aReaderSeesTheEventsOfItsAreaOnly() throws Exception {
        publish(event("nvr", "1", Type.MOTION, "in Long An"));
        publish(event("nvr", "2", Type.MOTION, "in Tân An"));
        publish(event("nvr", null, Type.DISK_FAULT, "the recorder, in Long An"));
        publish(event("nvr", "9", Type.MOTION, "an unknown channel, as the recorder"));
        written(publish(event("gone", "1", Type.MOTION, "a source that is not there")));

        assertThat(seen(Catalogue.LONG_AN))
                .containsExactly("in Long An", "the recorder, in Long An", "an unknown channel, as the recorder");
        assertThat(seen(Catalogue.TAN_AN)).containsExactly("in Tân An");
        assertThat(seen(Catalogue.PROVINCE)).hasSize(4);
        assertThat(seen(Catalogue.ELSEWHERE)).isEmpty();
        assertThat(journal.read(Scope.nothing(), EventQuery.everything(), 0, 10))
                .isEmpty();
        assertThat(all()).hasSize(5);
    }

    private List<String> seen(AreaCode area) {
        var scope = Scope.of(Set.of(area));
        var read = topics(journal.read(scope, EventQuery.everything(), 0, 10));
        var newest = new ArrayList<>(topics(journal.newest(scope, EventQuery.everything(), 10)));
        java.util.Collections.reverse(newest);
        assertThat(newest).isEqualTo(read);
        return read;
    }

    @Test
    void aReaderOfAnAreaSeesNothingOfAStateSecretThereNorOfItsRecorder() throws Exception {
        for (var i = 0; i < 150; i++) { // more than are looked at together
            publish(event("nvr", "1", Type.MOTION, "of a secret"));
        }
        publish(event("nvr", null, Type.DISK_FAULT, "of the recorder that carries it"));
        publish(event("nvr", "9", Type.MOTION, "of a channel that may be it"));
        publish(event("nvr", "2", Type.MOTION, "of another camera there"));
        publish(event("nvr-2", null, Type.DISK_FAULT, "of another recorder"));
        written(publish(event("nvr", "1", Type.MOTION, "of a secret")));
        catalogue.secrets = new Secrets(Set.of(Catalogue.FIRST), Set.of(Catalogue.NVR));

        assertThat(seen(Catalogue.PROVINCE)).containsExactly("of another camera there", "of another recorder");
        assertThat(seen(Catalogue.LONG_AN)).containsExactly("of another recorder");
        var first = new EventQuery(
                Optional.of(Catalogue.FIRST), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
        assertThat(journal.read(Scope.of(Set.of(Catalogue.PROVINCE)), first, 0, 10))
                .isEmpty();
        assertThat(topics(journal.read(Scope.of(Set.of(Catalogue.PROVINCE)), EventQuery.everything(), 0, 1)))
                .containsExactly("of another camera there");
        assertThat(all()).as("the province sees them").hasSize(155);
    }

    @Test
    void findsByCameraTypeAndTimeInBothDirections() throws Exception {
        for (var i = 0; i < 4_500; i++) { // more than two windows
            var odd = i % 1_500 == 7;
            publish(event("nvr", odd ? "2" : "1", odd ? Type.TAMPER : Type.MOTION, "t" + i));
            if (i % 2_000 == 0) {
                written(publish(event("nvr", "1", Type.MOTION, "and one to wait for")));
            }
        }
        written(publish(event("nvr", "1", Type.MOTION, "last")));

        var second = new EventQuery(
                Optional.of(Catalogue.SECOND), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
        assertThat(topics(journal.read(Scope.all(), second, 0, 10))).containsExactly("t7", "t1507", "t3007");
        assertThat(topics(journal.newest(Scope.all(), second, 2))).containsExactly("t3007", "t1507");
        var tampered = new EventQuery(
                Optional.empty(), Optional.empty(), Set.of(Type.TAMPER), Optional.empty(), Optional.empty());
        assertThat(topics(journal.read(Scope.all(), tampered, 100, 10))).containsExactly("t1507", "t3007");
        assertThat(journal.read(Scope.all(), within(NOON.plusMillis(1), NOON.plusSeconds(1)), 0, 10))
                .isEmpty();
        assertThat(journal.read(Scope.all(), within(NOON, NOON.plusMillis(1)), 0, 10))
                .hasSize(10);
        assertThat(topics(journal.newest(Scope.all(), EventQuery.everything(), 1)))
                .containsExactly("last");
        assertThat(journal.newest(Scope.all(), EventQuery.everything(), 1_000)).hasSize(1_000);
    }

    private static EventQuery within(Instant from, Instant to) {
        return new EventQuery(Optional.empty(), Optional.empty(), Set.of(), Optional.of(from), Optional.of(to));
    }

    @Test
    void anAnswerDoesNotGrowWithoutEnd() throws Exception {
        var large = "x".repeat(Texts.PAYLOAD + 1);
        for (var i = 0; i < 20; i++) {
            written(publish(new CameraEvent(
                    Catalogue.NVR, Optional.empty(), Type.OTHER, Phase.PULSE, Optional.empty(), NOON, "big", large)));
        }
        assertThat(all())
                .hasSize(16)
                .allMatch(stored -> stored.event().payload().length() == Texts.PAYLOAD);
        assertThat(sequences(journal.newest(Scope.all(), EventQuery.everything(), 100)))
                .hasSize(16)
                .startsWith(20L, 19L);
    }

    @Test
    void platesAndFacesAreNotKeptUnlessSomebodySwitchedItOn() throws Exception {
        assertThat(written(publish(event("nvr", "1", Type.PLATE_READ, "ANPR")))).isFalse();
        assertThat(written(publish(event("nvr", "1", Type.FACE_SEEN, "faceSnap"))))
                .isFalse();
        assertThat(written(publish(event("nvr", "1", Type.PERSON_SEEN, "person"))))
                .isTrue();
        assertThat(topics(all())).containsExactly("person");
        assertThat(journal.health().detail().en()).contains("2 not kept");
        assertThat(journal.load()).isEqualTo(new EventLog.Load(1, 2, 0, 0, 0));

        journal.close();
        journal = journal(Keeping.of("30", "1000", "2048", "60", "4096", "true"));
        assertThat(written(publish(event("nvr", "1", Type.PLATE_READ, "ANPR")))).isTrue();
        assertThat(topics(all())).containsExactly("person", "ANPR");
    }

    @Test
    void whatWaitsIsWrittenAtTheEnd() throws Exception {
        var answers = IntStream.range(0, 700)
                .mapToObj(i -> publish(event("nvr", null, Type.INPUT, "t" + i)))
                .toList();
        journal.close();

        for (var answer : answers) {
            assertThat(written(answer)).isTrue();
        }
        assertThat(publish(event("nvr", null, Type.INPUT, "late"))).isCompletedExceptionally();
    }

    @Test
    void textsNoEngineTakesAreMended() throws Exception {
        written(publish(new CameraEvent(
                Catalogue.NVR,
                Optional.of(new ChannelId("a\u0000b")),
                Type.OTHER,
                Phase.PULSE,
                Optional.of(Instant.MAX),
                NOON,
                "t\u0000" + "x".repeat(1_000),
                "half \uD83D, whole \uD83D\uDCF7, half \uDCF7")));

        var kept = all().get(0).event();
        assertThat(kept.channel()).contains(new ChannelId("a\uFFFDb"));
        assertThat(kept.topic()).hasSize(Texts.TOPIC).startsWith("t\uFFFDx");
        assertThat(kept.payload()).isEqualTo("half \uFFFD, whole \uD83D\uDCF7, half \uFFFD");
    }

    @Test
    void whoWatchesIsToldOfNewsUntilItEnds() throws Exception {
        var told = new ConcurrentLinkedQueue<Long>();
        journal.watch(last -> {
            throw new IllegalStateException("another's fault");
        });
        var watch = journal.watch(told::add);
        written(publish(event("nvr", "1", Type.MOTION, "VMD")));
        await().untilAsserted(() -> assertThat(told).containsExactly(1L));
        watch.close();
        written(publish(event("nvr", "1", Type.MOTION, "VMD")));
        written(publish(event("nvr", "1", Type.MOTION, "VMD")));

        assertThat(told).containsExactly(1L);
    }

    @Test
    void theCatalogueIsNotAskedForEveryEvent() throws Exception {
        for (var i = 0; i < 50; i++) {
            written(publish(event("nvr", "1", Type.MOTION, "VMD")));
        }
        assertThat(catalogue.asked)
                .as("for the camera, and for its source's sector")
                .hasValue(2);
        nanos.addAndGet(Places.REMEMBERED.toNanos());
        written(publish(event("nvr", "1", Type.MOTION, "VMD")));
        assertThat(catalogue.asked).hasValue(4);
    }

    @Test
    void aCameraThatIsNewIsFoundByTheNextOfItsEvents() throws Exception {
        written(publish(event("nvr", "9", Type.VIDEO_LOST, "before")));
        catalogue.add(CameraId.of("80", 9), "9");
        written(publish(event("nvr", "9", Type.VIDEO_LOST, "after")));

        assertThat(ofCamera(CameraId.of("80", 9))).containsExactly("after");
    }

    @Test
    void aSourceThatIsNewIsFoundByTheNextOfItsEvents() throws Exception {
        written(publish(event("late", null, Type.INPUT, "before")));
        catalogue.add(new SourceId("late"));
        written(publish(event("late", null, Type.INPUT, "after")));

        assertThat(seen(Catalogue.LONG_AN)).containsExactly("after");
    }

    @Test
    void whatNobodyKnowsIsAskedForAgainWhenTheCatalogueChangedAndNotTooOften() throws Exception {
        var most = Places.MOST_AGAIN;
        for (var round = 0; round < 3; round++) {
            for (var i = 0; i < most + 100; i++) {
                publish(event("nvr", "made-up-" + i, Type.MOTION, "VMD"));
            }
            written(publish(event("nvr", null, Type.INPUT, "and one to wait for")));
            assertThat(catalogue.asked).as("once each, and the source").hasValue(most + 101);
        }
        catalogue.changed.incrementAndGet();
        for (var i = 0; i < most + 100; i++) {
            publish(event("nvr", "made-up-" + i, Type.MOTION, "VMD"));
        }
        written(publish(event("nvr", null, Type.INPUT, "and one to wait for")));
        assertThat(catalogue.asked).hasValue(2 * most + 101);
    }

    @Test
    void oneQuestionIsAboutAllIdsOfACamera() throws Exception {
        written(publish(event("nvr", "1", Type.MOTION, "a")));
        written(publish(event("nvr", "2", Type.MOTION, "b")));
        assertThat(ofCamera(Catalogue.FIRST)).containsExactly("a");

        catalogue.merged.put(Catalogue.SECOND, Catalogue.FIRST);
        journal.identity = merges();
        assertThat(ofCamera(Catalogue.FIRST)).containsExactly("a", "b");
        assertThat(ofCamera(Catalogue.SECOND)).containsExactly("a", "b");
        assertThat(journal.read(Scope.of(Set.of(Catalogue.TAN_AN)), of(Catalogue.FIRST), 0, 10))
                .as("where its scope ends another id does not reach")
                .extracting(one -> one.event().topic())
                .containsExactly("b");
    }

    private List<String> ofCamera(CameraId camera) {
        return journal.read(Scope.all(), of(camera), 0, 10).stream()
                .map(one -> one.event().topic())
                .toList();
    }

    private static EventQuery of(CameraId camera) {
        return new EventQuery(Optional.of(camera), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
    }

    /** Answers which ids were merged into a camera, and nothing else. */
    private Identity merges() {
        return (Identity) Proxy.newProxyInstance(
                Identity.class.getClassLoader(), new Class<?>[] {Identity.class}, (self, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("aliases");
                    return catalogue.merged.entrySet().stream()
                            .filter(one -> one.getValue().equals(arguments[0]))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet());
                });
    }
}
