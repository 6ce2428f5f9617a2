# Licensed under the Apache License, Version 2.0. See LICENSE.
#
# Sourced by the faults that keep ledgers: the inbox and the recorders that their producers need.

. "$ROOT/benchmarks/lib.sh"

# the inbox of the source lg-inbox, looked into often: inbox ETC
inbox() {
    mkdir -p "$DATA/inbox/lg-inbox"
    cat > "$1/vn.matluoi.route-lg-inbox.cfg" << CFG
template = source-file
folder = $DATA/inbox/lg-inbox
source = lg-inbox
name = Hộp thư thử
area = 25516
sector = security
profile = commune
poll.ms = 200
stable.ms = 100
CFG
}

# so many recorders alike, of 32 cameras each: recorders NAME COUNT
recorders() {
    [ -f "$WORK/recorder.password" ] || head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$WORK/recorder.password"
    spawn recorders java -Xmx256m -XX:+UseSerialGC "${SMALL[@]}" -jar "$(simulators)" recorder --name "$1" --user admin \
        --password-file "$WORK/recorder.password" --count "$2" --channels 32 --offline 0 \
        --http-port 0 --rtsp-port 0 --control-port 0
    said recorders "$PID" "recorder $1$([ "$2" = 1 ] || printf -- '-%s' "$2"):"
    # loopback is denied but for named ports
    printf 'networks = 10.0.0.0/8\nports = 80\nloopback.ports = 1024-65535\n' > "$DATA/etc/vn.matluoi.devices.cfg"
}
