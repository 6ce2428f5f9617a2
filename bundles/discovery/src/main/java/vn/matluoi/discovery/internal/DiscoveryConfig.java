package vn.matluoi.discovery.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/vn.matluoi.discovery.cfg}. */
@ObjectClassDefinition(name = "Mắt Lưới: tìm thiết bị / discovery")
public @interface DiscoveryConfig {

    @AttributeDefinition(
            name = "multicast.interface",
            description =
                    "Card mạng được phép hỏi multicast; trống là không / The one interface that may be asked by multicast; empty for none")
    String multicast_interface() default "";
}
