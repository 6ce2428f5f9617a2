package vn.matluoi.simulators.control;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import vn.matluoi.simulators.fault.FaultProxy;
import vn.matluoi.simulators.fault.Wrong;

/** {@code GET /state} and {@code POST /fault} on loopback, for one {@link FaultProxy}. */
public final class ProxyControl implements AutoCloseable {

    private final FaultProxy proxy;
    private final JsonServer server;

    /** @param port 0 for any free one */
    public ProxyControl(int port, FaultProxy proxy) throws IOException {
        this.proxy = proxy;
        server = new JsonServer(port, this::answer);
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }

    private Object answer(String method, String path, String body) {
        String line = method + ' ' + path;
        if (line.equals("POST /fault")) {
            Map<String, String> asked = Json.readFlat(body.isBlank() ? "{}" : body);
            proxy.set(new Wrong(
                    Wrong.Kind.of(ControlServer.required(asked, "kind")), ControlServer.number(asked, "after", 0), (int)
                            ControlServer.number(asked, "number", 1)));
        } else if (!line.equals("GET /state")) {
            throw new IllegalArgumentException("GET /state or POST /fault, not: " + line);
        }
        Wrong now = proxy.wrong();
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("kind", now.kind().name().toLowerCase(Locale.ROOT));
        state.put("after", now.after());
        state.put("number", now.number());
        state.put("accepted", proxy.accepted());
        state.put("open", proxy.open());
        state.put("bytes", proxy.bytes());
        return state;
    }
}
