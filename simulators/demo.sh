# Licensed under the Apache License, Version 2.0. See LICENSE.
#
# Sourced by ./hub: the demo. Two recorders that do not exist, in Tây Ninh province, and an inbox with a commune's sheet.
# The recorders run outside the hub; the hub is told of them the way an integrator would tell it.

demo_ports() {
    HTTP_1=$((9080 + OFFSET)) HTTP_2=$((9081 + OFFSET)) RTSP_1=$((9554 + OFFSET)) RTSP_2=$((9555 + OFFSET))
}

# before the hub starts: the simulators, and the two files by which an administrator allows what the demo needs
demo_prepare() {
    demo_ports
    mkdir -p "$DATA/demo" "$DATA/etc" "$DATA/inbox/xa-tan-chau"
    if ! alive "$(cat "$DATA/demo/simulators.pid" 2> /dev/null || true)"; then
        java -Xmx192m -XX:+UseSerialGC -jar "simulators/target/vn.matluoi.simulators-$(version).jar" \
            demo --dir "$DATA/demo" --offset "$OFFSET" > "$DATA/demo/simulators.log" 2>&1 &
        echo $! > "$DATA/demo/simulators.pid"
    fi
    if [ ! -f "$DATA/etc/vn.matluoi.devices.cfg" ] || ! grep -q "$HTTP_1" "$DATA/etc/vn.matluoi.devices.cfg"; then
        cat > "$DATA/etc/vn.matluoi.devices.cfg" <<CFG
# Networks and ports in which devices may be reached. Loopback is denied but for the ports named here: the demo's recorders.
networks = 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16
ports = 80, 443, 554, 8000-8999, 37777
loopback.ports = $HTTP_1, $HTTP_2, $RTSP_1, $RTSP_2
CFG
    fi
    if [ ! -f "$DATA/etc/vn.matluoi.route-xa-tan-chau.cfg" ]; then
        cat > "$DATA/etc/vn.matluoi.route-xa-tan-chau.cfg" <<CFG
# A folder into which the commune drops its sheets (CSV or XLSX).
template = source-file
folder = $DATA/inbox/xa-tan-chau
source = xa-tan-chau
name = UBND xã Tân Châu (bảng tính)
area = 25516
sector = security
profile = commune
CFG
    fi
}

# once the hub is ready: connect the recorders, drop the first sheet
demo_connect() {
    demo_recorder nvr-xa-tan-chau 'Đầu ghi UBND xã Tân Châu' "$HTTP_1" "$RTSP_1" r1 25516 security
    demo_recorder nvr-bv-tay-ninh 'Đầu ghi Bệnh viện Đa khoa Tây Ninh' "$HTTP_2" "$RTSP_2" r2 25459 health
    if [ ! -f "$DATA/demo/sheet-dropped" ] && [ -f "$DATA/demo/camera-faulty.xlsx" ]; then
        cp "$DATA/demo/camera-faulty.xlsx" "$DATA/inbox/xa-tan-chau/.danh-sach-camera.xlsx"
        mv "$DATA/inbox/xa-tan-chau/.danh-sach-camera.xlsx" "$DATA/inbox/xa-tan-chau/danh-sach-camera.xlsx"
        touch "$DATA/demo/sheet-dropped"
    fi
}

# ID NAME HTTP-PORT RTSP-PORT SIMULATOR AREA SECTOR
demo_recorder() {
    local dist
    dist=$(cat "$DATA/dist")
    if "$dist/bin/client" "hub:source-info $1" > /dev/null 2>&1; then
        return
    fi
    "$dist/bin/client" "hub:source-add --name '$2' --driver hikvision --address http://127.0.0.1:$3 --username admin \
--secret-file '$DATA/demo/$5.password' --area $6 --sector $7 --option rtsp.port=$4 $1" > "$DATA/demo/$1.log" 2>&1 || {
        cat "$DATA/demo/$1.log" >&2
        say "đầu ghi mô phỏng $1 chưa nối được / the simulated recorder $1 is not connected"
    }
}

demo_greet() {
    say ""
    say "  Dữ liệu mẫu / demo: hai đầu ghi mô phỏng ở Tây Ninh / two simulated recorders in Tây Ninh"
    say "  $DATA/inbox/xa-tan-chau   thả bảng tính vào đây / drop sheets here"
}
