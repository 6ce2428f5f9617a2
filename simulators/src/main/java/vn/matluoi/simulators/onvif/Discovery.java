package vn.matluoi.simulators.onvif;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * WS-Discovery (April 2005) over UDP: answers each Probe whose types and scopes fit with a ProbeMatches for each device,
 * to the address it came from. One thread.
 */
final class Discovery implements AutoCloseable {

    private static final String GROUP = "239.255.255.250";
    private static final String WSA = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    private static final String WSD = "http://schemas.xmlsoap.org/ws/2005/04/discovery";
    private static final List<String> TYPES = List.of("NetworkVideoTransmitter", "Device");
    private static final int MAX_PROBE = 16 * 1024;

    private final DatagramChannel channel;
    private final Supplier<List<OnvifDevice>> devices;

    /**
     * @param port 0 for any free one; the standard's is 3702
     * @param multicast whether to hear the standard's group on the loopback interface, too
     */
    Discovery(int port, boolean multicast, Supplier<List<OnvifDevice>> devices) throws IOException {
        this.devices = devices;
        channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            // a socket bound to 127.0.0.1 would not hear the group
            channel.bind(new InetSocketAddress(multicast ? "0.0.0.0" : "127.0.0.1", port));
            if (multicast) {
                channel.join(
                        InetAddress.getByName(GROUP),
                        NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1")));
            }
        } catch (IOException e) {
            channel.close();
            throw new IOException("UDP port " + port + ": " + e.getMessage(), e);
        }
        Thread thread = new Thread(this::run, "ws-discovery");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return channel.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void run() {
        ByteBuffer probe = ByteBuffer.allocate(MAX_PROBE);
        while (channel.isOpen()) {
            try {
                probe.clear();
                SocketAddress from = channel.receive(probe);
                probe.flip();
                byte[] message = new byte[probe.remaining()];
                probe.get(message);
                InetSocketAddress peer = (InetSocketAddress) from;
                // a multicast routed over loopback has no source address
                if (peer.getAddress().isAnyLocalAddress()) {
                    peer = new InetSocketAddress("127.0.0.1", peer.getPort());
                }
                if (peer.getAddress().isLoopbackAddress()) {
                    answer(message, peer);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | SoapFault e) {
                // what is no probe is not answered, and a client that has gone does not miss it
            }
        }
    }

    private void answer(byte[] message, SocketAddress to) throws IOException, SoapFault {
        SoapRequest probe = SoapRequest.read(message);
        if (!probe.operation().equals("Probe") || !fits(probe.text("Types"))) {
            return;
        }
        String relatesTo = probe.headerBlock("MessageID")
                .map(id -> Call.escape(id.getTextContent().trim()))
                .orElse("");
        List<String> scopes = Arrays.stream(probe.text("Scopes").split("\\s+"))
                .filter(s -> !s.isEmpty())
                .toList();
        for (OnvifDevice device : devices.get()) {
            if (scopes.stream().allMatch(wanted -> device.scopes().stream().anyMatch(s -> s.startsWith(wanted)))) {
                channel.send(ByteBuffer.wrap(match(device, relatesTo).getBytes(StandardCharsets.UTF_8)), to);
            }
        }
    }

    /** Any of the types asked for is one of a device's; none asked for fits. */
    private static boolean fits(String types) {
        return types.isEmpty()
                || Arrays.stream(types.split("\\s+"))
                        .map(type -> type.substring(type.indexOf(':') + 1))
                        .allMatch(TYPES::contains);
    }

    private static String match(OnvifDevice device, String relatesTo) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<env:Envelope xmlns:env=\"" + Namespaces.ENVELOPE
                + "\" xmlns:wsa=\"" + WSA + "\" xmlns:d=\"" + WSD
                + "\" xmlns:dn=\"http://www.onvif.org/ver10/network/wsdl\" xmlns:tds=\"" + Namespaces.DEVICE
                + "\"><env:Header><wsa:MessageID>uuid:" + UUID.randomUUID() + "</wsa:MessageID><wsa:RelatesTo>"
                + relatesTo + "</wsa:RelatesTo><wsa:To>" + WSA + "/role/anonymous</wsa:To><wsa:Action>" + WSD
                + "/ProbeMatches</wsa:Action></env:Header><env:Body><d:ProbeMatches><d:ProbeMatch>"
                + "<wsa:EndpointReference><wsa:Address>urn:uuid:" + device.uuid()
                + "</wsa:Address></wsa:EndpointReference><d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types>"
                + "<d:Scopes>" + Call.escape(String.join(" ", device.scopes())) + "</d:Scopes><d:XAddrs>"
                + device.base() + Offers.DEVICE_PATH
                + "</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch></d:ProbeMatches></env:Body>"
                + "</env:Envelope>";
    }
}
