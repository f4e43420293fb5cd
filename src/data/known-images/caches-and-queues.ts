import type { Step } from "../../domain/workload/step.ts";
import { shell, tcp, type KnownImage } from "./known-image.ts";

/** Their line protocols: no client is needed. Inline commands of the Redis protocol; protocol.txt of memcached; NATS client protocol. 2026-12. */
const redis = 6379;
const memcached = 11_211;
const nats = 4222;
const amqp = 5672;
const mqtt = 1883;

const natsConnect =
  'CONNECT {"verbose":false,"pedantic":false,"tls_required":false,"name":"hullproof","lang":"c","version":"1","protocol":1}\r\n';

function bytes(name: string, port: number, send: string, expect: string): Step {
  return { kind: "tcp", name, port, send: { hex: send }, expect: { hex: expect }, timeoutMs: 10_000 };
}

const hexOf = (text: string) => Buffer.from(text, "latin1").toString("hex");

export const cachesAndQueues: readonly KnownImage[] = [
  {
    title: "Redis or Valkey",
    name: "redis",
    images: ["redis", "valkey", "redis-stack-server", "keydb"],
    programs: ["redis-server", "valkey-server", "keydb-server"],
    tried: "Redis 8 and Valkey 8 of Debian 13",
    steps: [
      tcp({ name: "Redis: writes a key" }, redis, "SET hullproof:probe ok EX 600\r\n", "\\+OK"),
      tcp({ name: "Redis: reads it" }, redis, "GET hullproof:probe\r\n", "\\$2\\r\\nok"),
      tcp({ name: "Redis: writes a list" }, redis, "LPUSH hullproof:list a b c\r\n", ":\\d"),
      tcp({ name: "Redis: runs a script" }, redis, 'EVAL "return 42" 0\r\n', ":42"),
      tcp({ name: "Redis: refuses an unknown command" }, redis, "HULLPROOF\r\n", "-ERR unknown command"),
      tcp({ name: "Redis: saves its data", weight: 0 }, redis, "BGSAVE\r\n", "Background sav"),
    ],
  },
  {
    title: "Memcached",
    name: "memcached",
    images: ["memcached"],
    programs: ["memcached"],
    tried: "Memcached 1.6 of Debian 13",
    steps: [
      tcp({ name: "Memcached: writes a key" }, memcached, "set hullproof 0 600 2\r\nok\r\n", "STORED"),
      tcp({ name: "Memcached: reads it" }, memcached, "get hullproof\r\n", "VALUE hullproof 0 2\\r\\nok|^END"),
      tcp({ name: "Memcached: deletes a key" }, memcached, "delete hullproof:absent\r\n", "NOT_FOUND"),
      tcp({ name: "Memcached: refuses an unknown command" }, memcached, "hullproof\r\n", "ERROR"),
    ],
  },
  {
    title: "NATS",
    name: "nats",
    images: ["nats", "nats-server"],
    programs: ["nats-server"],
    tried: "NATS 2.10 of Debian 13",
    steps: [
      tcp(
        { name: "NATS: sends itself a message" },
        nats,
        `${natsConnect}SUB hullproof.probe 1\r\nPUB hullproof.probe 2\r\nok\r\nPING\r\n`,
        "MSG hullproof\\.probe 1 2\\r\\nok",
      ),
      tcp({ name: "NATS: answers" }, nats, `${natsConnect}PING\r\n`, "PONG"),
      tcp({ name: "NATS: refuses an unknown operation" }, nats, `${natsConnect}HULLPROOF\r\n`, "-ERR"),
    ],
  },
  {
    title: "RabbitMQ",
    name: "rabbitmq",
    images: ["rabbitmq"],
    programs: ["rabbitmq-server"],
    tried: "RabbitMQ 4.0 of Debian 13",
    steps: [
      // AMQP 0-9-1, 4.2.2: the protocol header; the server starts, or answers with the version that it speaks.
      bytes("RabbitMQ: opens a connection", amqp, "414d515000000901", hexOf("AMQPLAIN")),
      bytes("RabbitMQ: refuses another protocol", amqp, "414d515009090909", "414d5150"),
      shell(
        { name: "RabbitMQ: makes a virtual host", weight: 0 },
        "rabbitmqctl add_vhost hullproof_probe || rabbitmqctl -q list_vhosts | grep -qx hullproof_probe",
      ),
      shell(
        { name: "RabbitMQ: lists queues", weight: 0 },
        "rabbitmqctl -q list_queues -p hullproof_probe name messages",
      ),
      shell(
        { name: "RabbitMQ: refuses an unknown user", weight: 0 },
        "! rabbitmqctl -q authenticate_user hullproof_absent wrong",
      ),
    ],
  },
  {
    title: "Mosquitto",
    name: "mosquitto",
    images: ["eclipse-mosquitto", "mosquitto"],
    programs: ["mosquitto"],
    tried: "Mosquitto 2.0 of Debian 13",
    steps: [
      // MQTT 3.1.1: CONNECT without a name; a retained PUBLISH with QoS 1, acknowledged by PUBACK; SUBSCRIBE, acknowledged by SUBACK.
      bytes(
        "Mosquitto: publishes a message",
        mqtt,
        `${mqttConnect("04")}3316${mqttText("hullproof/probe")}0001${hexOf("yes")}`,
        "40020001",
      ),
      bytes(
        "Mosquitto: subscribes to it",
        mqtt,
        `${mqttConnect("04")}82140002${mqttText("hullproof/probe")}00`,
        "9003000200",
      ),
      bytes("Mosquitto: refuses another protocol", mqtt, mqttConnect("63"), "20020001"),
    ],
  },
];

/** `level`: the version of the protocol; 4 is 3.1.1. */
function mqttConnect(level: string): string {
  return `100c${mqttText("MQTT")}${level}02003c0000`;
}

/** With its length in two bytes. */
function mqttText(text: string): string {
  return text.length.toString(16).padStart(4, "0") + hexOf(text);
}
