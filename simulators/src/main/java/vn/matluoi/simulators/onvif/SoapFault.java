package vn.matluoi.simulators.onvif;

/** A SOAP 1.2 fault (ONVIF Core §5.11.2): code, subcodes of namespace {@code ter}, and a sentence. */
final class SoapFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean sender;
    private final String subcode;
    private final String detail;

    /** @param detail a second subcode, or empty */
    private SoapFault(boolean sender, String subcode, String detail, String reason) {
        super(reason, null, false, false);
        this.sender = sender;
        this.subcode = subcode;
        this.detail = detail;
    }

    static SoapFault notAuthorized() {
        return new SoapFault(true, "ter:NotAuthorized", "", "Sender not Authorized");
    }

    static SoapFault notSupported() {
        return new SoapFault(false, "ter:ActionNotSupported", "", "Optional Action Not Implemented");
    }

    static SoapFault wellFormed() {
        return new SoapFault(true, "ter:WellFormed", "", "Well-formed Error");
    }

    /** @param detail the second subcode without its prefix, for example {@code NoProfile} */
    static SoapFault invalid(String detail) {
        return new SoapFault(true, "ter:InvalidArgVal", "ter:" + detail, "Argument Value Invalid");
    }

    static SoapFault blockedThreads() {
        return new SoapFault(false, "ter:Action", "ter:BlockedThreadUpperLimit", "BlockedThreadUpperLimit");
    }

    static SoapFault tooManySubscriptions() {
        return new SoapFault(
                false, "ter:Action", "ter:MaximumSubscriptions", "The maximum number of subscriptions is reached");
    }

    /** WS-BaseFaults {@code ResourceUnknownFault}: the subscription is gone. */
    static SoapFault unknownSubscription() {
        return new SoapFault(true, "ter:InvalidArgVal", "ter:ResourceUnknown", "The subscription does not exist");
    }

    static SoapFault cannotRenew() {
        return new SoapFault(false, "ter:Action", "ter:UnableToRenew", "The subscription cannot be renewed");
    }

    int status() {
        return sender ? 400 : 500;
    }

    String xml() {
        String second = detail.isEmpty() ? "" : "<env:Subcode><env:Value>" + detail + "</env:Value></env:Subcode>";
        return "<env:Fault><env:Code><env:Value>env:" + (sender ? "Sender" : "Receiver")
                + "</env:Value><env:Subcode><env:Value>" + subcode + "</env:Value>" + second
                + "</env:Subcode></env:Code><env:Reason><env:Text xml:lang=\"en\">" + getMessage()
                + "</env:Text></env:Reason></env:Fault>";
    }
}
