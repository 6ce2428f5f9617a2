package vn.matluoi.media.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Decision;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.audit.AuditEntry;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.StatedValue;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.api.source.Footage;
import vn.matluoi.api.source.FootageFile;
import vn.matluoi.api.source.PtzAbility;
import vn.matluoi.api.source.PtzOrder;
import vn.matluoi.media.internal.relay.Timing;

/** The rest of the hub, as far as media sees it, with knobs; and media itself on any free port. */
final class FakeHub implements AutoCloseable {

    static {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
    }

    static final CameraId CAMERA = CameraId.of("80", 1);
    static final Caller VIEWER = new Caller("xem-1", Role.VIEWER, Set.of(new AreaCode("80")), false);

    final List<AuditRecord> audited = new CopyOnWriteArrayList<>();
    final List<SourceId> rejected = new CopyOnWriteArrayList<>();
    final Map<CameraId, StreamAddress> addresses = new ConcurrentHashMap<>();
    final AtomicLong nanos = new AtomicLong(1);
    volatile boolean allowed = true;
    volatile boolean auditWorks = true;
    volatile boolean reachable = true;

    /** Until they are open, nobody's account can be asked for, and no stranger be recorded. */
    volatile CountDownLatch accountsAnswer = new CountDownLatch(0);

    volatile CountDownLatch strangersRecorded = new CountDownLatch(0);
    final MediaPlane media;

    FakeHub(Settings settings, Timing timing) {
        try {
            media = new MediaPlane(settings, timing, Clock.systemUTC(), nanos::get, neighbours());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the rest of the hub */
    Neighbours neighbours() {
        return new Neighbours(devices(), networks(), accounts(), decisions(), cameras(), audit());
    }

    FakeHub() {
        this(settings(), quick());
    }

    /** A hub before one open camera. */
    static FakeHub before(SimulatedCamera camera) {
        return before(camera, settings(), quick());
    }

    static FakeHub before(SimulatedCamera camera, Settings settings, Timing timing) {
        var hub = new FakeHub(settings, timing);
        hub.addresses.put(CAMERA, address(camera, "", ""));
        return hub;
    }

    static StreamAddress address(SimulatedCamera camera, String user, String secret) {
        return new StreamAddress(new SourceId("nvr-1"), camera.uri(), user, secret);
    }

    static Settings settings() {
        return settings(Duration.ofMillis(300));
    }

    static Settings settings(Duration linger) {
        return new Settings("127.0.0.1", 0, "127.0.0.1", linger, 64 << 20, 2 << 20, 4096, 2048);
    }

    /** As in use, with shorter waits where a test waits, and longer ones where a busy machine may be late. */
    static Timing quick() {
        return quick(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    /** The same, but for how long a silent stream, a stalled viewer, a request and a ticket's proof may take. */
    static Timing quick(Duration silence, Duration stalled, Duration request, Duration proof) {
        return new Timing(
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                silence,
                Duration.ofMillis(50),
                Duration.ofMillis(50),
                Duration.ofMillis(400),
                Duration.ofMillis(300),
                stalled,
                request,
                proof,
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ZERO);
    }

    /** As {@link #quick()}, but for how long one answer and the opening of a stream may take. */
    static Timing quickToOpen(Duration answer, Duration opening) {
        var quick = quick();
        return new Timing(
                quick.connect(),
                answer,
                opening,
                quick.silence(),
                quick.reopenFirst(),
                quick.reopenJitter(),
                quick.reopenLongest(),
                quick.reports(),
                quick.stalled(),
                quick.request(),
                quick.proof(),
                quick.rights(),
                quick.rightsUnknown(),
                quick.ticket(),
                quick.rest());
    }

    /** @return the address of a fresh ticket for the camera */
    URI ticket() {
        return ticket(CAMERA);
    }

    URI ticket(CameraId camera) {
        return media.issue(VIEWER, camera, StreamKind.MAIN).rtsp();
    }

    List<String> actions() {
        return audited.stream()
                .map(entry -> entry.action() + " " + entry.outcome())
                .toList();
    }

    @Override
    public void close() {
        media.close();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CameraDevices devices() {
        return new CameraDevices() {
            @Override
            public CompletionStage<StreamAddress> stream(CameraId camera, StreamKind kind) {
                return Optional.ofNullable(addresses.get(camera))
                        .<CompletionStage<StreamAddress>>map(CompletableFuture::completedFuture)
                        .orElseGet(() -> CompletableFuture.failedFuture(
                                new DeviceException.Unreachable(Text.same("no such camera"))));
            }

            @Override
            public CompletionStage<Picture> snapshot(CameraId camera) {
                throw new UnsupportedOperationException("media asks for no snapshots");
            }

            @Override
            public CompletionStage<PtzAbility> ptz(CameraId camera) {
                throw new UnsupportedOperationException("media moves no cameras");
            }

            @Override
            public boolean begins(CameraId camera, String account) {
                throw new UnsupportedOperationException("media moves no cameras");
            }

            @Override
            public CompletionStage<Optional<Preset>> order(CameraId camera, String account, PtzOrder order) {
                throw new UnsupportedOperationException("media moves no cameras");
            }

            @Override
            public void release(String account) {
                throw new UnsupportedOperationException("media moves no cameras");
            }

            @Override
            public CompletionStage<List<Recording>> recordings(CameraId camera, Instant from, Instant to) {
                throw new UnsupportedOperationException("media searches for no recordings");
            }

            @Override
            public CompletionStage<Footage> playback(CameraId camera, Instant from, Instant to) {
                return stream(camera, StreamKind.MAIN).thenApply(address -> new Footage(address, from, to));
            }

            @Override
            public CompletionStage<FootageFile> download(CameraId camera, Instant from, Instant to) {
                throw new UnsupportedOperationException("media fetches no files");
            }

            @Override
            public void credentialsRejected(SourceId source) {
                rejected.add(source);
            }
        };
    }

    private DeviceNetworks networks() {
        return (host, port) -> {
            if (!reachable) {
                throw new DeviceException.Refused(Why.NETWORK, Text.same("not allowed"));
            }
            return new InetSocketAddress(host, port);
        };
    }

    private Accounts accounts() {
        return new Accounts() {
            @Override
            public Optional<Caller> current(String username) {
                waitFor(accountsAnswer);
                return VIEWER.account().equals(username) ? Optional.of(VIEWER) : Optional.empty();
            }

            @Override
            public Caller authenticate(String username, char[] password, String surface, String origin) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Caller authenticateKey(char[] key, String surface, String origin) {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<Account> list() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Account create(Caller by, String username, char[] password, Role role, Set<AreaCode> areas) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void changePassword(Caller by, String username, char[] oldPassword, char[] newPassword) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void remove(Caller by, String username) {
                throw new UnsupportedOperationException();
            }

            @Override
            public char[] createKey(Caller by, String username, String label) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private AccessDecisions decisions() {
        return new AccessDecisions() {
            @Override
            public Decision decide(Caller caller, Action action) {
                return new Decision(allowed, Scope.of(caller.areas()), Text.same("test"));
            }

            @Override
            public Scope require(Caller caller, Action action) {
                if (!allowed || action != Action.LIVE_VIEW && action != Action.PLAYBACK) {
                    throw new HubException(Reason.FORBIDDEN, "test", Text.same("not allowed"));
                }
                return Scope.of(caller.areas());
            }

            @Override
            public void require(Caller caller, Action action, AreaCode area) {
                require(caller, action);
            }
        };
    }

    private static Cameras cameras() {
        return new Cameras() {
            @Override
            public Optional<Camera> find(Scope scope, CameraId id) {
                return Optional.of(new Camera(
                        id,
                        new AreaCode("80"),
                        new SourceId("nvr-1"),
                        Optional.of("1"),
                        Map.of(),
                        State.unknown(Instant.EPOCH),
                        Instant.EPOCH,
                        Instant.EPOCH));
            }

            @Override
            public Secrets secrets() {
                return Secrets.none();
            }

            @Override
            public Page<Camera> list(Scope scope, CameraQuery query) {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<StatedValue> values(Scope scope, CameraId id) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Optional<Camera> ofChannel(SourceId source, String channel) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void observe(Collection<Observation> observations) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private AuditLog audit() {
        return new AuditLog() {
            @Override
            public AuditEntry append(AuditRecord entry) {
                if ("anonymous".equals(entry.actor())) {
                    waitFor(strangersRecorded);
                }
                if (!auditWorks) {
                    throw new HubException(Reason.UNAVAILABLE, "test", Text.same("no audit"));
                }
                audited.add(entry);
                return new AuditEntry(audited.size(), Instant.EPOCH, entry, "", "", "");
            }

            @Override
            public List<AuditEntry> read(long after, int limit) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Verification verify() {
                throw new UnsupportedOperationException();
            }
        };
    }
}
