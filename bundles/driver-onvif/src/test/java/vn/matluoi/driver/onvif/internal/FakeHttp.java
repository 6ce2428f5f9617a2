package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DevicePush;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.http.XmlElement;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.DeviceServer.Handler;
import vn.matluoi.driver.testkit.DeviceServer.Request;

/**
 * A device without a net, and with a time of its own: what is asked without waiting is answered when the test says so, and
 * timers run when it lets time pass. One thread, besides the one that may close.
 */
final class FakeHttp implements DeviceHttp {

    private static final DocumentBuilderFactory XML = factory();

    private final Handler device;
    private final List<Held> held = new CopyOnWriteArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private Duration elapsed = Duration.ZERO;
    private boolean takesIn;
    private volatile int open;
    private Optional<DevicePush.Sink> sink = Optional.empty();

    /** A request that is on its way. */
    record Held(Request request, CompletableFuture<DeviceReply> answer, Duration patience) {}

    private static final class Door implements DevicePush {

        @Override
        public URI address() {
            return URI.create("http://192.0.2.9:8480/push/o1/secret");
        }

        @Override
        public void close() {
            // nothing comes
        }
    }

    private record Timer(Duration due, Runnable work) {}

    FakeHttp(Handler device) {
        this.device = device;
    }

    private static DocumentBuilderFactory factory() {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory;
        } catch (ParserConfigurationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** @return requests sent without waiting that were not answered yet */
    List<Held> onTheirWay() {
        return List.copyOf(held);
    }

    /** Lets the device answer everything that is on its way, and what comes of it at once, up to a number. */
    int answer(int most) {
        int answered = 0;
        while (!held.isEmpty() && answered < most) {
            var next = held.remove(0);
            var answer = device.answer(next.request);
            answered++;
            if (answer.status() == 0) {
                next.answer.completeExceptionally(new Unreachable(Text.same("broke off")));
            } else {
                next.answer.complete(new Reply(answer));
            }
        }
        return answered;
    }

    /** Lets time pass: timers that are due run, in order. */
    void pass(Duration time) {
        var until = elapsed.plus(time);
        for (var next = due(until); next.isPresent(); next = due(until)) {
            timers.remove(next.get());
            elapsed = next.get().due;
            next.get().work.run();
        }
        elapsed = until;
    }

    private Optional<Timer> due(Duration until) {
        return timers.stream().filter(t -> t.due.compareTo(until) <= 0).min(Comparator.comparing(Timer::due));
    }

    /** @return how long until the next timer is due; empty if there is none */
    Optional<Duration> next() {
        return timers.stream().map(t -> t.due.minus(elapsed)).min(Comparator.naturalOrder());
    }

    /** From now on devices may send by themselves. */
    void takesIn() {
        takesIn = true;
    }

    /** @return of the last that was opened */
    DevicePush.Sink sink() {
        return sink.orElseThrow();
    }

    @Override
    public Connection connect(Target target) {
        open++;
        return new Connection() {
            private final List<Held> mine = new ArrayList<>();
            private boolean closed;

            @Override
            public DeviceReply call(DeviceRequest request) throws DeviceException {
                var answer = device.answer(new Request(request.method(), request.path(), request.body()));
                if (answer.status() == 0) {
                    throw new Unreachable(Text.same("broke off"));
                }
                return new Reply(answer);
            }

            @Override
            public CompletionStage<DeviceReply> send(DeviceRequest request) {
                var answer = new CompletableFuture<DeviceReply>();
                var sent = new Held(
                        new Request(request.method(), request.path(), request.body()), answer, request.patience());
                if (closed) {
                    broken(sent);
                } else {
                    mine.add(sent);
                    held.add(sent);
                }
                return answer;
            }

            @Override
            public CompletionStage<AutoCloseable> stream(DeviceRequest request, StreamSink sink) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Optional<DevicePush> push(DevicePush.Sink taker) {
                sink = Optional.of(taker);
                return takesIn ? Optional.of(new Door()) : Optional.empty();
            }

            @Override
            public AutoCloseable later(Duration delay, Runnable work) {
                var timer = new Timer(elapsed.plus(delay), work);
                timers.add(timer);
                return () -> timers.remove(timer);
            }

            @Override
            public String certificate() {
                return "";
            }

            @Override
            public void close() {
                open -= closed ? 0 : 1;
                closed = true;
                mine.stream().filter(held::remove).forEach(FakeHttp::broken);
            }
        };
    }

    private static void broken(Held sent) {
        sent.answer.completeExceptionally(new Unreachable(Text.same("the connection is closed")));
    }

    /** @return how many connections are open */
    int open() {
        return open;
    }

    /** An answer whose XML is read by the runtime's own reader. */
    private record Reply(Answer answer) implements DeviceReply {

        @Override
        public int status() {
            return answer.status();
        }

        @Override
        public Optional<String> header(String name) {
            return name.equalsIgnoreCase("Content-Type") ? Optional.of(answer.contentType()) : Optional.empty();
        }

        @Override
        public byte[] bytes() {
            return answer.body();
        }

        @Override
        public String text() {
            return new String(answer.body(), UTF_8);
        }

        @Override
        public XmlElement xml() throws Garbled {
            try {
                var builder = XML.newDocumentBuilder();
                builder.setErrorHandler(null);
                return element(builder.parse(new InputSource(new StringReader(text().strip())))
                        .getDocumentElement());
            } catch (SAXException | IOException e) {
                throw new Garbled(Text.same("not XML"));
            } catch (ParserConfigurationException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String local(String name) {
            return name.substring(name.indexOf(':') + 1);
        }

        private static XmlElement element(Element element) {
            List<XmlElement> children = new ArrayList<>();
            var text = new StringBuilder();
            for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Element child) {
                    children.add(element(child));
                } else {
                    text.append(node.getNodeType() == Node.TEXT_NODE ? node.getNodeValue() : "");
                }
            }
            var attributes = new HashMap<String, String>();
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                var attribute = element.getAttributes().item(i);
                attributes.put(local(attribute.getNodeName()), attribute.getNodeValue());
            }
            return new XmlElement(
                    local(element.getTagName()),
                    attributes,
                    children,
                    text.toString().strip());
        }
    }
}
