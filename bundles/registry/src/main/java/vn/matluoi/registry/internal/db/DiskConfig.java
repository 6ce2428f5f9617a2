package vn.matluoi.registry.internal.db;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Disk", description = "Room the hub keeps on its disks; etc/vn.matluoi.disk.cfg.")
@interface DiskConfig {

    String PID = "vn.matluoi.disk";

    @AttributeDefinition(
            name = "least.mib",
            min = "1",
            max = "1048576",
            description = "With less than this free, the catalogue is not changed, in MiB.")
    int least_mib() default 64;

    @AttributeDefinition(
            name = "reserve.mib",
            min = "0",
            max = "65536",
            description = "Kept aside for the audit log and for the database's own mending, in MiB; 0 for nothing.")
    int reserve_mib() default 64;
}
