# Licensed under the Apache License, Version 2.0. See LICENSE.
#
# Sourced by every benchmark and every fault: a hub with a folder of state and ports of its own, programs beside it, and the end of them all,
# each by the id it was started with, whatever happens.
#
# ./hub bench NAME and ./hub fault NAME set DIST (the unpacked distribution), ROOT, KIND (bench or fault), and MATLUOI_OFFSET,
# which is added to the hub's ports.

set -euo pipefail
NAME=$(basename "$0")
: "${DIST:?run me by ./hub bench $NAME or ./hub fault $NAME}" "${ROOT:?}" "${KIND:?}" "${MATLUOI_OFFSET:?}"
WORK=$ROOT/.run/$KIND/$NAME
RESULT=$ROOT/.run/$KIND/$NAME.jsonl # of the last run
DATA=$WORK/data
BASE=https://127.0.0.1:$((8443 + MATLUOI_OFFSET))

say() { printf '%s\n' "$*"; }

# a value of the command line: option NAME OTHERWISE "$@"
option() {
    local name=--$1 value=$2
    shift 2
    while (($#)); do
        [ "$1" != "$name" ] || value=${2:-}
        shift
    done
    printf '%s\n' "$value"
}

# whether --NAME stands in the command line: given NAME "$@"
given() {
    local name=--$1 word
    shift
    for word in "$@"; do
        [ "$word" != "$name" ] || return 0
    done
    return 1
}

# a part of it cannot be tried on this machine: `./hub test` tells of lines that begin so, and counts them: part_left_out WHAT
part_left_out() { say "bỏ qua / left out: ./hub $KIND $NAME: $1"; }

# a fault that cannot be tried on this machine says what is missing, and is left out: left_out WHAT
left_out() {
    part_left_out "$1"
    exit 77
}

# a small form has no figure to judge by how fast its own programs are: Java's second compiler would cost more than it gives back
SMALL=()
! given short "$@" || SMALL=(-XX:TieredStopAtLevel=1)

# starts a program that is ended with the benchmark; its output goes to WORK/LOG.log. Its id: PID
spawn() {
    local log=$WORK/$1.log
    shift
    "$@" > "$log" 2>&1 &
    PID=$!
}

# waits until a spawned program has said something: said LOG PID PATTERN
said() {
    local until=$((SECONDS + 30))
    until grep -qE "$3" "$WORK/$1.log" 2> /dev/null; do
        if ! kill -0 "$2" 2> /dev/null || ((SECONDS > until)); then
            cat "$WORK/$1.log" >&2
            exit 1
        fi
        sleep 0.1
    done
}

end_all() {
    trap '' INT TERM
    local pids
    pids=$(jobs -pr)
    # shellcheck disable=SC2086
    [ -z "$pids" ] || kill $pids 2> /dev/null || true
    wait || true
    # nobody starts it again: a clean end, which keeps its classes for the next start, takes ten seconds
    "$ROOT/hub" stop --kill --data "$DATA" > /dev/null || true
}

# nothing of an earlier run is left
fresh() {
    rm -rf "$WORK"
    kept
}

# the state of an earlier run, if there is any, is gone on with
kept() {
    mkdir -p "$DATA/etc"
    # from here on `./hub stop` finds what is started on DATA
    echo "$MATLUOI_OFFSET" > "$DATA/offset"
    echo "$DIST" > "$DATA/dist"
    trap end_all EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

# what is missing for a network of one's own; nothing if it can be had
lacks_network() {
    if [ "$(id -u)" != 0 ]; then
        echo "root"
    elif ! command -v nft > /dev/null; then
        echo "nftables"
    elif ! unshare --net sh -c 'ip link set lo up && nft add table inet fault' 2> /dev/null; then
        echo "network namespaces with nftables"
    fi
}

# begins the script anew in a network namespace of its own, where loopback is the whole network: own_network "$@"
own_network() {
    local missing
    [ -z "${OWN_NETWORK:-}" ] || return 0
    missing=$(lacks_network)
    [ -z "$missing" ] || left_out "$missing"
    OWN_NETWORK=yes exec unshare --net sh -c 'ip link set lo up && exec "$0" "$@"' "$0" "$@"
}

# devices are on loopback, which is denied but for named ports
loopback_devices() {
    cat > "$DATA/etc/vn.matluoi.devices.cfg" << 'CFG'
networks = 10.0.0.0/8
ports = 80
loopback.ports = 1024-65535
CFG
}

# one address asks as often as many agencies' would
many_requests() {
    mkdir -p "$DATA/etc"
    cp "$DIST/etc/vn.matluoi.web.cfg" "$DATA/etc/"
    printf 'rate.per.second = 10000\nrate.burst = 10000\n' >> "$DATA/etc/vn.matluoi.web.cfg"
}

# agencies that tell as fast as they can are not turned away, and no event goes before it is counted
keep_events() {
    mkdir -p "$DATA/etc"
    sed -e 's/^keep.rows = .*/keep.rows = 100000000/' -e 's/^keep.mib = .*/keep.mib = 16384/' -e 's/^source.rate = .*/source.rate = 100000/' \
        "$DIST/etc/vn.matluoi.events.cfg" > "$DATA/etc/vn.matluoi.events.cfg"
}

# with the plug-ins of every vendor that the archive has, as in a province
all_drivers() {
    mkdir -p "$DATA/etc"
    sed 's/^install = .*/install = hikvision, dahua, onvif, rtsp/' "$DIST/etc/vn.matluoi.drivers.cfg" > "$DATA/etc/vn.matluoi.drivers.cfg"
}

# in the background, for a trap can interrupt a wait and nothing else
run() {
    "$@" &
    wait $!
}

# the hub as shipped, ready; its process: HUB_PID
start_hub() {
    run "$ROOT/hub" run --no-demo --detach --offset "$MATLUOI_OFFSET" --data "$DATA" > /dev/null
    HUB_PID=$(cat "$DATA/data/karaf.pid")
}

benchmarks() { find "$ROOT/benchmarks/target" -maxdepth 1 -name 'vn.matluoi.benchmarks-*.jar' -print -quit; }
simulators() { find "$ROOT/simulators/target" -maxdepth 1 -name 'vn.matluoi.simulators-*.jar' -print -quit; }

# recorders that do not exist, alike, in one program: start_recorders HOW_MANY CHANNELS_OF_EACH [OPTION...]
start_recorders() {
    head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$WORK/recorder.password"
    spawn recorders java -Xmx256m -XX:+UseSerialGC "${SMALL[@]}" -jar "$(simulators)" recorder --name bench --user admin \
        --password-file "$WORK/recorder.password" --count "$1" --channels "$2" --offline 0 --http-port 0 --rtsp-port 0 \
        --control-port 0 "${@:3}"
    said recorders "$PID" "recorder bench$([ "$1" = 1 ] || printf -- '-%s' "$1"):"
}

# loopback is denied but for named ports, and one address opens no more viewers than a few hundred: here all is on one
allow_loopback() {
    loopback_devices
    cp "$DIST/etc/vn.matluoi.media.cfg" "$DATA/etc/vn.matluoi.media.cfg"
    printf 'connections.total = 8192\nconnections.address = 4096\n' >> "$DATA/etc/vn.matluoi.media.cfg"
}

# --database postgresql: a server of this benchmark's own instead of the database in the hub's process, set as the guide says;
# --fsync on: with what it commits synced, as in earnest
database() {
    case $(option database derby "$@") in
        derby) ;;
        postgresql)
            mkdir -p "$DATA/etc/keys"
            chmod 700 "$DATA/etc/keys"
            (umask 077 && : > "$DATA/etc/keys/postgresql")
            spawn postgres java -Xmx64m -XX:+UseSerialGC "${SMALL[@]}" -jar "$(benchmarks)" postgres "$DATA/etc/keys/postgresql" \
                --fsync "$(option fsync off "$@")" --pid-file "$WORK/postgres.pid"
            said postgres "$PID" '^postgres '
            local url user
            read -r _ url user < <(grep '^postgres ' "$WORK/postgres.log")
            sed -n '/^```properties/,/^```$/p' "$ROOT/docs/guide/install.md" | sed -e '/^```/d' \
                -e "s|^url = [^?]*|url = $url|" -e "s|^user = .*|user = $user|" > "$DATA/etc/org.ops4j.datasource-matluoi.cfg"
            ;;
        *)
            say "--database: derby, postgresql" >&2
            exit 2
            ;;
    esac
}

# the driver: what it prints is the benchmark's
drive() {
    run java -Xmx2g -XX:+UseSerialGC "${SMALL[@]}" -jar "$(benchmarks)" "$KIND" "$NAME" --base "$BASE" --data "$DATA" --hub-pid "$HUB_PID" \
        --work "$WORK" --result "$RESULT" --page "$ROOT/docs/reference/measurements.md" "$@"
}
