package vn.matluoi.media.internal;

import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.source.CameraDevices;

/** The services of the hub that media works with. */
record Neighbours(
        CameraDevices devices,
        DeviceNetworks networks,
        Accounts accounts,
        AccessDecisions decisions,
        Cameras cameras,
        AuditLog audit) {}
