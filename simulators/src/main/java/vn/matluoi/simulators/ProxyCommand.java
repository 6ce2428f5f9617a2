package vn.matluoi.simulators;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import vn.matluoi.simulators.control.ProxyControl;
import vn.matluoi.simulators.fault.FaultProxy;
import vn.matluoi.simulators.fault.Wrong;

/** {@code proxy}: spoils what a server on loopback sends, until killed. */
final class ProxyCommand {

    static final String USAGE =
            """
        proxy --to PORT [--port 0] [--control-port 0] [--seed N]
              [--kind none|delay|cut|reset|rate|garbage|silent|flood] [--after BYTES] [--number MILLIS|BYTES]
        """;

    private ProxyCommand() {}

    static void run(String[] arguments) throws IOException, InterruptedException {
        Options options = new Options(
                arguments, 1, Set.of("to", "port", "control-port", "seed", "kind", "after", "number"), Set.of());
        options.required("to");
        int seed = options.number("seed", new SecureRandom().nextInt(1_000_000));
        Wrong wrong = new Wrong(
                Wrong.Kind.of(options.text("kind", "none")), options.number("after", 0), options.number("number", 1));
        try (FaultProxy proxy = new FaultProxy(
                        options.number("port", 0), new InetSocketAddress("127.0.0.1", options.number("to", 0)), seed);
                ProxyControl control = new ProxyControl(options.number("control-port", 0), proxy)) {
            proxy.set(wrong);
            System.out.println("proxy 127.0.0.1:" + proxy.port() + " to " + options.number("to", 0)
                    + "  control http://127.0.0.1:" + control.port() + "  seed " + seed);
            new CountDownLatch(1).await();
        }
    }
}
