package vn.matluoi.driver.dahua.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet.Presets;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition;
import vn.matluoi.api.driver.ChannelFacet.Recordings;
import vn.matluoi.api.driver.ChannelFacet.Snapshots;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelFacet.Tours;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Clock;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.driver.testkit.Targets;

/** Asks a device everything there is to ask: it says what it has in clean words, or why not in words that help. */
final class Asked {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final int MOST_ASKED = 8;

    private Asked() {}

    /** Asks a session something. */
    private interface Question {
        void ask() throws DeviceException;
    }

    static void everything(DeviceHttp http) {
        var driver = new DahuaDriver(http, () -> NOW);
        var target = Targets.at(URI.create("http://192.0.2.1"), "admin", "mật khẩu của nguồn");
        asked(() -> {
            try (var session = driver.open(target)) {
                asked(() -> channels(session));
                asked(() -> isClean(session.facet(Identity.class).orElseThrow().info()));
                asked(() -> isClean(session.facet(Health.class).orElseThrow().health()));
                asked(() -> session.facet(Clock.class).orElseThrow().offset());
            }
        });
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
        session.facet(channel.id(), Streams.class).ifPresent(streams -> {
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
        session.facet(channel.id(), PtzPosition.class).ifPresent(place -> asked(place::position));
        session.facet(channel.id(), Presets.class)
                .ifPresent(presets -> asked(() -> presets.presets().forEach(Asked::isClean)));
        session.facet(channel.id(), Tours.class)
                .ifPresent(tours -> asked(() -> tours.tours().forEach(Asked::isClean)));
        session.facet(channel.id(), Recordings.class)
                .ifPresent(found -> asked(() -> assertThat(found.search(NOW.minusSeconds(3600), NOW))
                        .allSatisfy(r -> assertThat(r.from()).isBefore(r.to()))));
        session.facet(channel.id(), Snapshots.class)
                .ifPresent(pictures -> asked(() -> assertThat(pictures.take()).startsWith(0xff, 0xd8)));
    }

    private static void asked(Question question) {
        try {
            question.ask();
        } catch (DeviceException e) {
            isClean(e.text());
            assertThat(e.text().vi()).isNotBlank();
            assertThat(e.text().en()).isNotBlank().hasSizeLessThan(900);
        }
    }

    /** Nothing in it that is not seen but does something. */
    private static void isClean(Record words) {
        assertThat(words.toString()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    }
}
