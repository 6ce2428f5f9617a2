package vn.matluoi.simulators.onvif;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The namespaces of the standard, and the prefixes this device gives them. */
final class Namespaces {

    static final String ENVELOPE = "http://www.w3.org/2003/05/soap-envelope";
    static final String DEVICE = "http://www.onvif.org/ver10/device/wsdl";
    static final String MEDIA = "http://www.onvif.org/ver10/media/wsdl";
    static final String MEDIA2 = "http://www.onvif.org/ver20/media/wsdl";
    static final String PTZ = "http://www.onvif.org/ver20/ptz/wsdl";
    static final String EVENTS = "http://www.onvif.org/ver10/events/wsdl";
    static final String NOTIFICATION = "http://docs.oasis-open.org/wsn/b-2";
    static final String RECORDING = "http://www.onvif.org/ver10/recording/wsdl";
    static final String SEARCH = "http://www.onvif.org/ver10/search/wsdl";
    static final String REPLAY = "http://www.onvif.org/ver10/replay/wsdl";
    static final String DEVICE_IO = "http://www.onvif.org/ver10/deviceIO/wsdl";
    static final String SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";

    private static final Map<String, String> PREFIXES = new LinkedHashMap<>();

    static {
        PREFIXES.put("env", ENVELOPE);
        PREFIXES.put("xs", "http://www.w3.org/2001/XMLSchema");
        PREFIXES.put("tt", "http://www.onvif.org/ver10/schema");
        PREFIXES.put("tds", DEVICE);
        PREFIXES.put("trt", MEDIA);
        PREFIXES.put("tr2", MEDIA2);
        PREFIXES.put("tptz", PTZ);
        PREFIXES.put("tev", EVENTS);
        PREFIXES.put("trc", RECORDING);
        PREFIXES.put("tse", SEARCH);
        PREFIXES.put("trp", REPLAY);
        PREFIXES.put("tmd", DEVICE_IO);
        PREFIXES.put("wsnt", NOTIFICATION);
        PREFIXES.put("wstop", "http://docs.oasis-open.org/wsn/t-1");
        PREFIXES.put("wsa", ADDRESSING);
        PREFIXES.put("ter", "http://www.onvif.org/ver10/error");
        PREFIXES.put("tns1", "http://www.onvif.org/ver10/topics");
    }

    private static final String ALL = declarations(Set.of());

    private Namespaces() {}

    /** The prefix of a namespace, or empty if it is none of these. */
    static String prefix(String namespace) {
        return PREFIXES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(namespace))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** All declarations, each after a blank, but those of some prefixes. */
    static String declarations(Set<String> without) {
        if (without.isEmpty() && ALL != null) {
            return ALL;
        }
        return PREFIXES.entrySet().stream()
                .filter(entry -> !without.contains(entry.getKey()))
                .map(entry -> " xmlns:" + entry.getKey() + "=\"" + entry.getValue() + '"')
                .collect(Collectors.joining());
    }
}
