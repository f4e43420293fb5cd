import type { Service } from "./harness/service.ts";

export default {
  packages: ["mosquitto", "mosquitto-clients"],
  files: {
    "etc/mosquitto/own.conf":
      "listener 1883\nallow_anonymous true\nuser mosquitto\npersistence true\npersistence_location /var/lib/mosquitto/\n",
  },
  command: ["mosquitto", "-c", "/etc/mosquitto/own.conf"],
  volumes: ["/var/lib/mosquitto"],
  ports: [1883],
  flags: [
    "--port",
    "1883",
    "--exec",
    "mosquitto_pub -t house/door -m open -r -q 1",
    "--exec",
    "mosquitto_sub -t house/door -C 1 -W 5",
    "--exec",
    "sh -c 'kill -HUP 1'",
  ],
  probes: [
    { kind: "client", script: "mosquitto_pub -h $HOST -t house/door -m open -r -q 1" },
    { kind: "client", script: "mosquitto_sub -h $HOST -t house/door -C 1 -W 5 | grep -qx open" },
  ],
  reload: { inside: "kill -HUP 1" },
  periodic: "kill -USR1 1",
  known: { tmpfs: ["/run"], user: { user: "mosquitto", tmpfs: [] } },
} satisfies Service;
