package vn.matluoi.source.mail.internal;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The mails of one look that wait for the next one, however often it connects anew. One thread. */
final class Postponed {

    private final Set<String> stumbled = new HashSet<>();
    private final Map<String, RuntimeException> faults = new LinkedHashMap<>();

    /** The connection ended over it. */
    void stumbledOver(String mail) {
        stumbled.add(mail);
    }

    /** The hub failed over it. */
    void failedOver(String mail, RuntimeException fault) {
        faults.put(mail, fault);
    }

    boolean contains(String mail) {
        return stumbled.contains(mail) || faults.containsKey(mail);
    }

    /** @return over how many the connection ended */
    int stumbles() {
        return stumbled.size();
    }

    /** @return the first fault of the hub */
    Optional<RuntimeException> fault() {
        return faults.values().stream().findFirst();
    }
}
