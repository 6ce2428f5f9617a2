package vn.matluoi.discovery.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * WS-Discovery Probes (WS-Discovery 2005/04, ONVIF Core Specification section 7.3). Devices differ in which of the three types
 * they answer, and some compare the prefix {@code dn} as a string, so that it is written exactly so.
 */
final class Probe {

    static final int PORT = 3702;
    static final String GROUP = "239.255.255.250";

    private static final List<String> TYPES = List.of("dn:NetworkVideoTransmitter", "tds:Device", "");

    private Probe() {}

    /** @return one message for each way of asking, with the id its answers relate to */
    static List<Message> all() {
        return TYPES.stream().map(Probe::of).toList();
    }

    /** @param id the {@code MessageID} */
    record Message(String id, byte[] bytes) {}

    private static Message of(String types) {
        var id = "uuid:" + UUID.randomUUID();
        var body = types.isEmpty() ? "<d:Probe/>" : "<d:Probe><d:Types>" + types + "</d:Types></d:Probe>";
        var text = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
                + " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
                + " xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\""
                + " xmlns:dn=\"http://www.onvif.org/ver10/network/wsdl\""
                + " xmlns:tds=\"http://www.onvif.org/ver10/device/wsdl\"><s:Header>"
                + "<a:Action s:mustUnderstand=\"1\">http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action>"
                + "<a:MessageID>" + id + "</a:MessageID>"
                + "<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>"
                + "<a:To s:mustUnderstand=\"1\">urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>"
                + "</s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
        return new Message(id, text.getBytes(StandardCharsets.UTF_8));
    }
}
