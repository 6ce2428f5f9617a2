package vn.matluoi.core.internal.supervise;

import java.util.Arrays;
import java.util.Optional;
import vn.matluoi.api.registry.SourceStore.StoredSource;

/** Whether two stored sources say the same; a record with bytes in it cannot tell by itself. */
final class SameSource {

    private SameSource() {}

    static boolean test(StoredSource a, StoredSource b) {
        return a.settings().equals(b.settings())
                && sameSecret(a, b)
                && sameBytes(a.pendingSecret(), b.pendingSecret())
                && a.file().equals(b.file())
                && a.pinnedIdentity().equals(b.pinnedIdentity())
                && a.pinnedCertificate().equals(b.pinnedCertificate())
                && a.blocked().equals(b.blocked());
    }

    static boolean sameSecret(StoredSource a, StoredSource b) {
        return sameBytes(a.sealedSecret(), b.sealedSecret());
    }

    private static boolean sameBytes(Optional<byte[]> a, Optional<byte[]> b) {
        return a.isPresent() == b.isPresent() && (a.isEmpty() || Arrays.equals(a.get(), b.get()));
    }
}
