package vn.matluoi.driver.dahua.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.http.XmlElement;

/**
 * A device that answers from a text, without a net: a line {@code == 200 /path} begins the answer to that path, byte for
 * byte; nothing else is there.
 */
final class ScriptedHttp implements DeviceHttp {

    private final Map<String, DeviceReply> answers = new HashMap<>();

    static ScriptedHttp of(byte[] script) {
        var scripted = new ScriptedHttp();
        for (var answer : new String(script, ISO_8859_1).split("(?m)^== ")) {
            var head = answer.split("\n", 2);
            if (head[0].matches("[2-5]\\d\\d /\\S*")) {
                var status = Integer.parseInt(head[0].substring(0, 3));
                var body = head.length > 1 ? head[1].getBytes(ISO_8859_1) : new byte[0];
                scripted.answers.put(head[0].substring(4), new Reply(status, body));
            }
        }
        return scripted;
    }

    /** Answers every path alike. */
    static DeviceHttp always(byte[] body) {
        var scripted = new ScriptedHttp();
        return target -> scripted.connection(new Reply(200, body));
    }

    @Override
    public Connection connect(Target target) {
        return connection(new Reply(404, new byte[0]));
    }

    private Connection connection(DeviceReply otherwise) {
        return new Connection() {
            @Override
            public DeviceReply call(DeviceRequest request) {
                return answers.getOrDefault(request.path(), otherwise);
            }

            @Override
            public CompletionStage<DeviceReply> send(DeviceRequest request) {
                throw new UnsupportedOperationException();
            }

            @Override
            public CompletionStage<AutoCloseable> stream(DeviceRequest request, StreamSink sink) {
                throw new UnsupportedOperationException();
            }

            @Override
            public AutoCloseable later(Duration delay, Runnable work) {
                throw new UnsupportedOperationException();
            }

            @Override
            public String certificate() {
                return "";
            }

            @Override
            public void close() {
                // there is nothing to close
            }
        };
    }

    /** An answer of this family is never XML. */
    private record Reply(int status, byte[] bytes) implements DeviceReply {

        @Override
        public Optional<String> header(String name) {
            return Optional.empty();
        }

        @Override
        public String text() {
            throw new UnsupportedOperationException();
        }

        @Override
        public XmlElement xml() {
            throw new UnsupportedOperationException();
        }
    }
}
