package vn.matluoi.soap.internal;

import java.util.Arrays;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.http.XmlElement;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeliveryReplay;

/** Takes messages again that were refused when they came. Any thread. */
final class SoapReplay implements DeliveryReplay {

    private final Operations operations;

    SoapReplay(Operations operations) {
        this.operations = operations;
    }

    @Override
    public boolean reads(DeadLetter letter) {
        return Version.of(letter.mediaType()).isPresent();
    }

    @Override
    public Optional<Text> replay(AgencyRoute route, DeadLetter letter, byte[] raw) {
        return operations.again(Sender.again(route, letter, raw), message(raw));
    }

    /** @return what stands in the envelope's body */
    private static XmlElement message(byte[] raw) {
        try {
            var in = Xml.reader(raw);
            in.nextTag();
            requireEnvelope(in);
            while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
                if (in.getLocalName().equals("Body")) {
                    if (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
                        return Xml.read(in);
                    }
                    break;
                }
                pass(in);
            }
        } catch (XMLStreamException unreadable) {
            throw unreadable(String.valueOf(unreadable.getMessage()));
        } catch (Xml.Foreign foreign) {
            throw unreadable(foreign.getMessage());
        }
        throw unreadable("Body");
    }

    private static void requireEnvelope(XMLStreamReader in) {
        if (!in.getLocalName().equals("Envelope")
                || Arrays.stream(Version.values())
                        .noneMatch(version -> version.namespace().equals(in.getNamespaceURI()))) {
            throw unreadable(in.getLocalName());
        }
    }

    /** Goes to the end of the element at whose start it is. */
    private static void pass(XMLStreamReader in) throws XMLStreamException {
        for (var depth = 1; depth > 0; ) {
            var event = in.next();
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    private static HubException unreadable(String words) {
        return Refusals.invalid(
                "soap.envelope",
                "Phong bì SOAP không đọc được (" + Xml.clean(words) + ").",
                "The SOAP envelope cannot be read (" + Xml.clean(words) + ").");
    }
}
