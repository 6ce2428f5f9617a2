package vn.matluoi.driver.onvif.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet.Presets;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition;
import vn.matluoi.api.driver.ChannelFacet.Recordings;
import vn.matluoi.api.driver.ChannelFacet.Snapshots;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelFacet.Tours;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Clock;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.driver.testkit.Targets;

/** Asks a device everything there is to ask: it says what it has in clean words, or why not in words that help. */
final class Asked {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final int MOST_ASKED = 4;

    private Asked() {}

    /** Asks a session something. */
    private interface Question {
        void ask() throws DeviceException;
    }

    static void everything(FakeHttp http) {
        var driver = new OnvifDriver(http, () -> NOW);
        var target = Targets.at(URI.create("http://192.0.2.1"), "admin", "mật khẩu của nguồn");
        asked(() -> {
            try (var session = driver.open(target)) {
                asked(() -> channels(session));
                asked(() -> isClean(session.facet(Identity.class).orElseThrow().info()));
                asked(() -> isClean(session.facet(Health.class).orElseThrow().health()));
                asked(() -> session.facet(Clock.class).orElseThrow().offset());
                asked(() -> events(session, http));
            }
        });
    }

    private static void events(DeviceSession session, FakeHttp http) throws DeviceException {
        var events = session.facet(Events.class);
        if (events.isEmpty()) {
            return;
        }
        var taken = new Taken();
        events.get().subscribe(taken);
        for (int i = 0; i < 20; i++) {
            http.answer(3);
            http.pass(Duration.ofSeconds(10));
        }
        taken.events.forEach(event -> {
            assertThat(event.topic()).isNotBlank().hasSizeLessThanOrEqualTo(200);
            assertThat(event.payload()).hasSizeLessThanOrEqualTo(16 * 1024);
            isCleanText(event.topic());
        });
        taken.ended.forEach(Asked::isReason);
    }

    private static void channels(DeviceSession session) throws DeviceException {
        var ids = new HashSet<String>();
        var channels = session.channels();
        for (var channel : channels) {
            isClean(channel);
            assertThat(ids.add(channel.id().value())).isTrue();
            assertThat(channel.number()).isEqualTo(ids.size());
        }
        for (var channel : channels.subList(0, Math.min(channels.size(), MOST_ASKED))) {
            facets(session, channel);
        }
    }

    private static void facets(DeviceSession session, Channel channel) {
        var id = channel.id();
        session.facet(id, Streams.class).ifPresent(streams -> {
            asked(() -> {
                for (var stream : streams.streams()) {
                    isClean(stream);
                    assertThat(stream.frameRate()).isNotNegative();
                    assertThat(stream.bitrateKbps()).isNotNegative();
                }
            });
            asked(() -> assertThat(streams.address(StreamKind.MAIN).uri())
                    .hasScheme("rtsp")
                    .hasHost("192.0.2.1"));
        });
        session.facet(id, Snapshots.class)
                .ifPresent(pictures -> asked(() -> assertThat(pictures.take()).startsWith(0xff, 0xd8)));
        session.facet(id, PtzPosition.class).ifPresent(position -> asked(position::position));
        session.facet(id, Presets.class).ifPresent(presets -> asked(() -> areClean(presets.presets())));
        session.facet(id, Tours.class).ifPresent(tours -> asked(() -> areClean(tours.tours())));
        session.facet(id, Recordings.class)
                .ifPresent(recordings -> asked(() -> areClean(recordings.search(Instant.EPOCH, NOW))));
    }

    private static void asked(Question question) {
        try {
            question.ask();
        } catch (DeviceException e) {
            isReason(e);
        }
    }

    private static void isReason(DeviceException e) {
        isClean(e.text());
        assertThat(e.text().vi()).isNotBlank().doesNotContain("mật khẩu của nguồn");
        assertThat(e.text().en()).isNotBlank().hasSizeLessThan(900);
    }

    private static void areClean(List<? extends Record> all) {
        all.forEach(Asked::isClean);
    }

    /** Nothing in it that is not seen but does something. */
    private static void isClean(Record words) {
        isCleanText(words.toString());
    }

    private static void isCleanText(String words) {
        assertThat(words).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    }
}
