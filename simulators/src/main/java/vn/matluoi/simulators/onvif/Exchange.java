package vn.matluoi.simulators.onvif;

import java.util.Optional;
import java.util.Set;
import vn.matluoi.simulators.fault.Fault.Kind;
import vn.matluoi.simulators.web.Answer;
import vn.matluoi.simulators.web.WebReply;
import vn.matluoi.simulators.web.WebRequest;

/** One SOAP call, from the bytes that came to those that go. */
final class Exchange {

    private static final String SOAP = "application/soap+xml; charset=utf-8";
    private static final String TEV = "http://www.onvif.org/ver10/events/wsdl/";
    private static final String WSN = "http://docs.oasis-open.org/wsn/bw-2/";

    private final OnvifDevice device;
    private final WebRequest web;
    private final Answer answer;
    private SoapRequest soap;

    Exchange(OnvifDevice device, WebRequest web, Answer answer) {
        this.device = device;
        this.web = web;
        this.answer = answer;
    }

    void run() {
        String path = web.path();
        if (device.has(Mode.EVERY_CALL_400)) {
            device.count("POST " + path);
            send(WebReply.page(400));
            return;
        }
        try {
            soap = SoapRequest.read(web.body());
            String prefix = Namespaces.prefix(soap.namespace());
            device.count((prefix.isEmpty() ? "?" : prefix) + ':' + soap.operation());
            if (path.equals(Offers.EVENT_PATH) && device.has(Mode.EVENT_SERVICE_HTML_404)) {
                send(WebReply.page(404));
                return;
            }
            if (device.has(Mode.SECURITY_MUST_BE_UNDERSTOOD) && mustUnderstandSecurity()) {
                send(WebReply.text(
                        500,
                        SOAP,
                        envelope(
                                "<env:Fault><env:Code><env:Value>env:MustUnderstand</env:Value></env:Code><env:Reason>"
                                        + "<env:Text xml:lang=\"en\">The data in element 'Security' must be understood but"
                                        + " cannot be processed</env:Text></env:Reason></env:Fault>",
                                Set.of())));
                return;
            }
            Call call = new Call(soap, device.now());
            Optional<WebReply> refused =
                    device.login().refuses(web, soap, fault(SoapFault.notAuthorized()), call.now(), device.window());
            if (refused.isPresent()) {
                send(refused.get());
                return;
            }
            if (device.fault().http(Kind.REFUSE, path)) {
                throw SoapFault.notAuthorized();
            }
            if (device.fault().http(Kind.BUSY, path)) {
                send(WebReply.page(503));
                return;
            }
            dispatch(path, call);
        } catch (SoapFault e) {
            send(fault(e));
        }
    }

    private void dispatch(String path, Call call) throws SoapFault {
        boolean subscription = path.startsWith(OnvifDevice.SUBSCRIPTIONS);
        boolean unnamed = path.equals(Offers.EVENT_PATH)
                && device.has(Mode.EMPTY_SUBSCRIPTION_ADDRESS)
                && Set.of("PullMessages", "Renew", "Unsubscribe", "SetSynchronizationPoint")
                        .contains(call.operation());
        if (subscription || unnamed) {
            String number = unnamed ? "-1" : path.substring(OnvifDevice.SUBSCRIPTIONS.length());
            if (!number.matches("-1|\\d{1,9}")) {
                throw SoapFault.unknownSubscription();
            }
            toSubscription(call, Integer.parseInt(number));
            return;
        }
        if (path.equals(Offers.EVENT_PATH) && call.operation().equals("Subscribe")) {
            respond(device.events().subscribe(call));
            return;
        }
        Service service = device.service(soap.namespace());
        boolean here = device.offers().stream()
                .anyMatch(
                        offer -> offer.path().equals(path) && offer.namespace().equals(soap.namespace()));
        if (service == null || !here) {
            throw SoapFault.notSupported();
        }
        respond(service.answer(call));
    }

    private void toSubscription(Call call, int number) throws SoapFault {
        if (call.operation().equals("PullMessages")) {
            answer.whenGone(device.events().pull(call, number, this::respond));
        } else {
            respond(device.events().answer(call, number));
        }
    }

    private boolean mustUnderstandSecurity() {
        return soap.headerBlock("Security")
                .map(block -> block.getAttributeNS(Namespaces.ENVELOPE, "mustUnderstand"))
                .filter(value -> value.equals("1") || value.equals("true"))
                .isPresent();
    }

    private void respond(String content) {
        String element = Namespaces.prefix(soap.namespace()) + ':' + soap.operation() + "Response";
        boolean pulled = soap.operation().equals("PullMessages");
        Set<String> undeclared =
                pulled && device.has(Mode.MISSING_WSA_WSNT_DECLARATIONS) ? Set.of("wsa", "wsnt") : Set.of();
        send(WebReply.text(200, SOAP, envelope("<" + element + '>' + content + "</" + element + '>', undeclared)));
    }

    private WebReply fault(SoapFault fault) {
        return WebReply.text(
                fault.status(),
                SOAP,
                envelope(fault.xml(), device.has(Mode.NO_TER_PREFIX_DECLARED) ? Set.of("ter") : Set.of()));
    }

    private void send(WebReply reply) {
        device.reply(web.path(), answer, reply);
    }

    private String envelope(String body, Set<String> undeclared) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<env:Envelope" + Namespaces.declarations(undeclared)
                + "><env:Header>" + header() + "</env:Header><env:Body>" + body + "</env:Body></env:Envelope>\r\n";
    }

    /** WS-Addressing, where the caller uses it. */
    private String header() {
        Optional<String> id = soap == null
                ? Optional.empty()
                : soap.headerBlock("MessageID")
                        .map(element -> Call.escape(element.getTextContent().trim()));
        return id.map(text -> "<wsa:RelatesTo>" + text + "</wsa:RelatesTo><wsa:Action>" + action() + "</wsa:Action>")
                .orElse("");
    }

    private String action() {
        String operation = soap.operation();
        return switch (operation) {
            case "PullMessages", "SetSynchronizationPoint" -> TEV + "PullPointSubscription/" + operation + "Response";
            case "CreatePullPointSubscription", "GetEventProperties" -> TEV + "EventPortType/" + operation + "Response";
            case "Subscribe" -> WSN + "NotificationProducer/SubscribeResponse";
            case "Renew", "Unsubscribe" -> WSN + "SubscriptionManager/" + operation + "Response";
            default -> soap.namespace() + '/' + Call.escape(operation) + "Response";
        };
    }
}
