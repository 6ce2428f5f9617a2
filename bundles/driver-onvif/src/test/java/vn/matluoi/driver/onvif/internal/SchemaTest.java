package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import vn.matluoi.api.driver.ChannelFacet.Presets;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.driver.ChannelFacet.Recordings;
import vn.matluoi.api.driver.ChannelFacet.Snapshots;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelFacet.Tours;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.driver.testkit.Targets;
import vn.matluoi.simulators.onvif.Mode;
import vn.matluoi.simulators.onvif.OnvifDevice;
import vn.matluoi.simulators.onvif.OnvifSettings.Auth;

/** What the driver asks and what the simulated device answers, held against {@link PublishedSchemas}. */
class SchemaTest extends Simulated {

    /** Of these there is no schema: Profile G is in no package that can be reached. */
    private static final Set<String> UNPROVED = Set.of(Service.SEARCH.namespace(), Service.REPLAY.namespace());

    /** Answers of events whose parts are WS-BaseNotification's: each of these is held against the published schema. */
    private static final Set<String> BORROWED =
            Set.of("CreatePullPointSubscriptionResponse", "PullMessagesResponse", "GetEventPropertiesResponse");

    /** Attributes of capabilities that are newer than the classes: Media 2 and PTZ service specifications, 5.1. */
    private static final Pattern NEWER = Pattern.compile(
            ".*Attribute '(Mask|MoveStatus)' is not allowed to appear in element '[a-z0-9]+:Capabilities'.*");

    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]*)\"");
    private static final Pattern BODY = Pattern.compile("<s:Body><(\\w+):(\\w+)");

    private final Overheard overheard = new Overheard(Targets.http());

    /** Everything the driver can ask, of a device that tells and takes everything. */
    private void askEverything(OnvifDevice device) throws Exception {
        var session = new OnvifDriver(overheard).open(target(device));
        try (session) {
            session.channels();
            session.facet(DeviceFacet.Identity.class).orElseThrow().info();
            session.facet(DeviceFacet.Health.class).orElseThrow().health();
            session.facet(DeviceFacet.Clock.class).orElseThrow().follows();
            session.facet(DeviceFacet.Clock.class).orElseThrow().set(Instant.now());
            session.facet(TWO, Streams.class).orElseThrow().address(StreamKind.MAIN);
            session.facet(TWO, Snapshots.class).orElseThrow().take();
            turn(session);
            var recordings = session.facet(TWO, Recordings.class).orElseThrow();
            var found = recordings.search(Instant.now().minus(Duration.ofHours(30)), Instant.now());
            recordings.playback(found.get(0));
            listen(device, session);
            session.facet(DeviceFacet.Credentials.class).orElseThrow().rotate("new-" + secret);
        }
    }

    private static void turn(DeviceSession session) throws DeviceException {
        var ptz = session.facet(ONE, Ptz.class).orElseThrow();
        ptz.move(0.5, -0.5, 0);
        ptz.move(0, 0, 1);
        ptz.stop();
        var position = session.facet(ONE, PtzPosition.class).orElseThrow();
        position.go(new Position(0.5, 0.5, 0.5));
        position.position();
        var presets = session.facet(ONE, Presets.class).orElseThrow();
        var kept = presets.save(Optional.empty(), "Chợ");
        presets.save(Optional.of(kept.token()), "Chợ mới");
        presets.presets();
        presets.recall(kept.token());
        presets.remove(kept.token());
        var tours = session.facet(ONE, Tours.class).orElseThrow();
        tours.start(tours.tours().get(0).token());
        tours.stop("Tour_1");
    }

    private void listen(OnvifDevice device, DeviceSession session) throws Exception {
        var taken = new Taken();
        var subscription = session.facet(Events.class).orElseThrow().subscribe(taken);
        await().until(() -> device.requests().containsKey("tev:PullMessages"));
        device.happen(motion(true));
        await().until(() -> !taken.events.isEmpty());
        var onvif = ((OnvifSession) session).onvif();
        var another = Reference.read((Answer.Found) onvif.answer(Reference.create()), onvif);
        onvif.answer(another.renew(), another.place());
        onvif.answer(another.unsubscribe(), another.place());
        subscription.close();
        await("given back").until(() -> device.subscriptions() == 0);
    }

    /** @return what is wrong with an envelope, one line each; and of which namespaces its body was */
    private static List<String> wrongs(byte[] envelope, Set<String> bodies) throws Exception {
        var factory = DocumentBuilderFactory.newDefaultNSInstance();
        var root = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(envelope))
                .getDocumentElement();
        var wrongs = new ArrayList<String>();
        check(root, PublishedSchemas::checkEnvelope, wrongs);
        for (var part : children(root)) {
            for (var block : children(part)) {
                boolean body = part.getLocalName().equals("Body");
                if (body) {
                    bodies.add(block.getNamespaceURI());
                }
                if (!body || !UNPROVED.contains(block.getNamespaceURI())) {
                    block(block, wrongs);
                }
            }
        }
        return wrongs;
    }

    private static void block(Element block, List<String> wrongs) {
        if (BORROWED.contains(block.getLocalName())) {
            children(block).stream()
                    .filter(c -> !block.getNamespaceURI().equals(c.getNamespaceURI()))
                    .forEach(c -> block(c, wrongs));
        } else if (PublishedSchemas.knows(block.getNamespaceURI())) {
            check(block, PublishedSchemas::check, wrongs);
        } else {
            wrongs.add("no schema of " + block.getNamespaceURI());
        }
    }

    /** Says what is wrong with an element. */
    private interface Judge {
        void check(Element element) throws SAXException;
    }

    private static void check(Element element, Judge judge, List<String> wrongs) {
        try {
            judge.check(element);
        } catch (SAXException e) {
            if (!NEWER.matcher(e.getMessage()).matches()) {
                wrongs.add(element.getLocalName() + ": " + e.getMessage());
            }
        }
    }

    private static List<Element> children(Element of) {
        var found = new ArrayList<Element>();
        for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    private Set<String> everyEnvelopeIsRight() throws Exception {
        var wrongs = new TreeSet<String>();
        var bodies = new TreeSet<String>();
        for (var exchange : overheard.exchanges) {
            if (exchange.request().method().equals("POST")) {
                wrongs.addAll(wrongs(exchange.request().body(), bodies));
                wrongs.addAll(wrongs(exchange.reply().bytes(), bodies));
            }
        }
        assertThat(wrongs).isEmpty();
        return bodies;
    }

    @ParameterizedTest
    @EnumSource(
            value = Auth.class,
            names = {"TOKEN", "DIGEST"})
    void whatIsAskedAndAnsweredIsAsTheStandardsSchemasWantIt(Auth auth) throws Exception {
        askEverything(plug(settings().withAuth(auth)));
        assertThat(everyEnvelopeIsRight())
                .contains(
                        Service.DEVICE.namespace(),
                        Service.MEDIA.namespace(),
                        Service.MEDIA2.namespace(),
                        Service.PTZ.namespace(),
                        Service.EVENTS.namespace(),
                        "http://docs.oasis-open.org/wsn/b-2")
                .containsAll(UNPROVED);
    }

    @Test
    void theOlderMediaServiceIsAskedAsItsSchemaWantsIt() throws Exception {
        askEverything(plug(settings().withMedia2(false)));
        assertThat(overheard.exchanges).anyMatch(e -> new String(e.request().body()).contains("<trt:GetStreamUri>"));
        everyEnvelopeIsRight();
    }

    /**
     * Devices that compare the action do so letter by letter. It is the namespace and the name of the operation, but for events,
     * and for Device IO, whose WSDL has it in small letters.
     */
    @Test
    void soapActionCase() throws Exception {
        askEverything(recorder());
        var media2Only = recorder();
        media2Only.set(Mode.MEDIA2_ONLY, true);
        try (var session = new OnvifDriver(overheard).open(target(media2Only))) {
            session.channels();
        }
        var odd = new TreeSet<String>();
        for (var exchange : overheard.exchanges) {
            var action = ACTION.matcher(exchange.request().contentType().orElse(""));
            var body = BODY.matcher(new String(exchange.request().body(), UTF_8));
            if (action.find()
                    && body.find()
                    && !action.group(1).equals(namespace(body.group(1)) + "/" + body.group(2))) {
                odd.add(action.group(1));
            }
        }
        var events = "http://www.onvif.org/ver10/events/wsdl/";
        assertThat(odd)
                .containsExactlyInAnyOrder(
                        "http://www.onvif.org/ver10/deviceio/wsdl/GetVideoSources",
                        events + "EventPortType/CreatePullPointSubscriptionRequest",
                        events + "PullPointSubscription/PullMessagesRequest",
                        events + "PullPointSubscription/SetSynchronizationPointRequest",
                        "http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/RenewRequest",
                        "http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/UnsubscribeRequest");
    }

    private static String namespace(String prefix) {
        return Arrays.stream(Service.values())
                .filter(service -> service.prefix().equals(prefix))
                .map(Service::namespace)
                .findFirst()
                .orElse("");
    }

    @Test
    void whatElseTheDeviceCanAnswerIsRightToo() throws Exception {
        var device = recorder();
        try (var session = new OnvifDriver(overheard).open(target(device))) {
            var onvif = ((OnvifSession) session).onvif();
            for (var name : List.of("GetHostname", "GetEndpointReference", "GetNetworkProtocols", "GetUsers")) {
                onvif.ask(Operation.of(Service.DEVICE, name));
            }
            for (var service : List.of(Service.DEVICE, Service.MEDIA, Service.PTZ, Service.EVENTS)) {
                onvif.ask(Operation.of(service, "GetServiceCapabilities"));
            }
            for (var name : List.of("GetVideoSourceConfigurations", "GetVideoEncoderConfigurations")) {
                onvif.ask(Operation.of(Service.MEDIA, name));
                onvif.ask(Operation.of(Service.MEDIA2, name));
            }
            onvif.ask(Operation.of(Service.MEDIA, "GetProfile", Soap.element("trt:ProfileToken", "Profile_101")));
            onvif.ask(Operation.of(Service.MEDIA, "GetVideoEncoderConfigurationOptions"));
            onvif.ask(Operation.of(Service.PTZ, "GetConfigurations"));
            onvif.ask(Operation.of(Service.EVENTS, "GetEventProperties"));
            onvif.answer(Operation.of(Service.DEVICE, "GetDot11Capabilities"));
        }
        assertThat(everyEnvelopeIsRight()).as("with a fault").contains(PublishedSchemas.SOAP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<trt:GetStreamUri xmlns:trt=\"http://www.onvif.org/ver10/media/wsdl\"/>",
                "<wsnt:Renew xmlns:wsnt=\"http://docs.oasis-open.org/wsn/b-2\"/>",
                "<tds:GetNoSuchThing xmlns:tds=\"http://www.onvif.org/ver10/device/wsdl\"/>",
                "<tse:FindNothing xmlns:tse=\"http://www.onvif.org/ver10/nothing/wsdl\"/>"
            })
    void whatIsWrongIsFound(String body) throws Exception {
        var envelope =
                "<s:Envelope xmlns:s=\"%s\"><s:Body>%s</s:Body></s:Envelope>".formatted(PublishedSchemas.SOAP, body);
        assertThat(wrongs(envelope.getBytes(), new TreeSet<>())).hasSize(1);
    }
}
