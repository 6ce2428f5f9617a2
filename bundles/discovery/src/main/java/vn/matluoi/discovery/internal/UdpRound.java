package vn.matluoi.discovery.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import vn.matluoi.api.discovery.Found;

/**
 * Sends WS-Discovery Probes, each twice, no faster than a narrow line carries, and hands on what answers until a while after the
 * last. On the caller's thread; one socket.
 */
final class UdpRound {

    private static final int LARGEST = 65_536;
    private static final int TIMES = 2;
    private static final long BETWEEN_NANOS = Duration.ofMillis(5).toNanos();

    private final Duration patience;
    private final int port;
    private final BooleanSupplier stopped;
    private final Consumer<Claim> found;
    private final Consumer<Integer> progress;

    /**
     * @param patience how long answers are waited for after the last Probe
     * @param port devices listen on, {@link Probe#PORT} but in tests
     * @param stopped whether to end now
     * @param progress told how many addresses have been asked for the last time
     */
    UdpRound(Duration patience, int port, BooleanSupplier stopped, Consumer<Claim> found, Consumer<Integer> progress) {
        this.patience = patience;
        this.port = port;
        this.stopped = stopped;
        this.found = found;
        this.progress = progress;
    }

    /** Asks each address by itself; only what comes from one of them is taken. */
    void unicast(List<InetAddress> addresses) throws IOException {
        var asked = Set.copyOf(addresses);
        round(addresses, Optional.empty(), Found.How.UNICAST, asked::contains);
    }

    /** Asks all on the network of one interface. */
    void multicast(NetworkInterface on, java.util.function.Predicate<InetAddress> allowed) throws IOException {
        round(List.of(InetAddress.getByName(Probe.GROUP)), Optional.of(on), Found.How.MULTICAST, allowed);
    }

    private void round(
            List<InetAddress> to,
            Optional<NetworkInterface> on,
            Found.How how,
            java.util.function.Predicate<InetAddress> taken)
            throws IOException {
        var probes = Probe.all();
        var ids = probes.stream().map(Probe.Message::id).collect(Collectors.toSet());
        try (var channel = DatagramChannel.open(StandardProtocolFamily.INET);
                var selector = Selector.open()) {
            if (on.isPresent()) {
                channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, on.get());
                channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
            }
            channel.bind(null);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            var buffer = ByteBuffer.allocate(LARGEST);
            for (int time = 1; time <= TIMES; time++) {
                for (int n = 0; n < to.size() && !stopped.getAsBoolean(); n++) {
                    for (var probe : probes) {
                        send(channel, probe, to.get(n));
                        receive(channel, selector, buffer, BETWEEN_NANOS, ids, how, taken);
                    }
                    if (time == TIMES) {
                        progress.accept(n + 1);
                    }
                }
            }
            receive(channel, selector, buffer, patience.toNanos(), ids, how, taken);
        }
    }

    private void send(DatagramChannel channel, Probe.Message probe, InetAddress to) {
        try {
            channel.send(ByteBuffer.wrap(probe.bytes()), new InetSocketAddress(to, port));
        } catch (IOException e) {
            // no way there, or an earlier datagram was refused: that address does not answer
        }
    }

    private void receive(
            DatagramChannel channel,
            Selector selector,
            ByteBuffer buffer,
            long nanos,
            Set<String> ids,
            Found.How how,
            java.util.function.Predicate<InetAddress> taken)
            throws IOException {
        long until = System.nanoTime() + nanos;
        for (long left; (left = until - System.nanoTime()) > 0 && !stopped.getAsBoolean(); ) {
            selector.select(Math.max(1, Math.min(left / 1_000_000, 200)));
            selector.selectedKeys().clear();
            // bounded by the time as well: one that answers without end must not keep a scan from ending
            do {
                buffer.clear();
                InetSocketAddress from;
                try {
                    from = (InetSocketAddress) channel.receive(buffer);
                } catch (IOException e) {
                    continue; // an ICMP refusal of something sent before
                }
                if (from == null) {
                    break;
                }
                if (taken.test(from.getAddress())) {
                    var bytes = new byte[buffer.flip().remaining()];
                    buffer.get(bytes);
                    ProbeMatches.read(bytes, from.getAddress(), ids, how).forEach(found);
                }
            } while (System.nanoTime() < until && !stopped.getAsBoolean());
        }
    }
}
