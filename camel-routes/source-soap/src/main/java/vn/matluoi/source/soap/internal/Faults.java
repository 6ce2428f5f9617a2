package vn.matluoi.source.soap.internal;

import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.http.XmlElement;
import vn.matluoi.api.route.Unusable;

/** What a service says by a SOAP fault, 1.1 or 1.2. */
final class Faults {

    static final String CREDENTIALS = "soap.credentials";

    private static final int LONGEST_WORDS = 200;

    /** WSS SOAP Message Security 1.1.1 §12; the last is what Apache WSS4J says for all of them. */
    private static final Set<String> SECURITY = Set.of(
            "UnsupportedSecurityToken",
            "UnsupportedAlgorithm",
            "InvalidSecurity",
            "InvalidSecurityToken",
            "FailedAuthentication",
            "FailedCheck",
            "SecurityTokenUnavailable",
            "SecurityError");

    private static final String EXPIRED = "MessageExpired";

    private Faults() {}

    /** @param page number of the question, from 1 */
    static Unusable of(XmlElement fault, int page) {
        var said = DeviceWords.clean(
                fault.text("faultstring").or(() -> fault.text("Reason", "Text")).orElse("–"), LONGEST_WORDS);
        var codes = codes(fault);
        if (codes.contains(EXPIRED)) {
            return Unusable.because(
                    "soap.clock",
                    "dịch vụ coi thông điệp là cũ (“%s”): đồng hồ của nó và của trạm lệch nhau; hãy chỉnh đồng hồ của cả hai"
                            .formatted(said),
                    "the service takes the message for an old one (“%s”): its clock and the hub's differ; set both"
                            .formatted(said));
        }
        if (!Collections.disjoint(codes, SECURITY)) {
            return Unusable.because(
                    CREDENTIALS,
                    "dịch vụ không nhận người hỏi (WS-Security: “%s”); kiểm tra wsse, username và tệp secret.file"
                            .formatted(said),
                    "the service does not accept who asks (WS-Security: “%s”); look at wsse, username and the file secret.file"
                            .formatted(said));
        }
        return Unusable.because(
                "soap.fault",
                "hệ thống trả lời lỗi SOAP cho trang %d: “%s”".formatted(page, said),
                "the system answered page %d by a SOAP fault: “%s”".formatted(page, said));
    }

    /**
     * @param why what the service answered to the first message with a password
     * @param again when it is asked again
     * @return that it may have been the password, without it
     */
    static Unusable refused(Unusable why, String password, Text again) {
        return Unusable.because(
                CREDENTIALS,
                "%s. Nếu là do username hay mật khẩu trong tệp secret.file: %s"
                        .formatted(why.text().vi().replace(password, "…"), again.vi()),
                "%s. If that is over username or the password in the file secret.file: %s"
                        .formatted(why.text().en().replace(password, "…"), again.en()));
    }

    /** @return without namespaces, whose prefixes may be any */
    private static Set<String> codes(XmlElement fault) {
        return Stream.concat(fault.children("faultcode").stream(), fault.all("Value").stream())
                .map(XmlElement::text)
                .map(code -> code.substring(code.indexOf(':') + 1))
                .collect(Collectors.toSet());
    }
}
