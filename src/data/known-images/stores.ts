import { http, shell, type KnownImage } from "./known-image.ts";

const etcd = 2379;
const elasticsearch = 9200;
const minio = 9000;
const base64 = (text: string) => Buffer.from(text).toString("base64");
const alias =
  'mc alias set hullproof http://127.0.0.1:9000 "${MINIO_ROOT_USER:-minioadmin}" "${MINIO_ROOT_PASSWORD:-minioadmin}"';

/** Stores that speak HTTP. From their references, 2026-12. */
export const stores: readonly KnownImage[] = [
  {
    title: "etcd",
    name: "etcd",
    images: ["etcd"],
    programs: ["etcd"],
    tried: "etcd 3.5 of Debian 13",
    steps: [
      http(
        { name: "etcd: writes a key" },
        { port: etcd, method: "POST", path: "/v3/kv/put", json: { key: base64("hullproof"), value: base64("ok") } },
      ),
      http(
        { name: "etcd: reads it" },
        { port: etcd, method: "POST", path: "/v3/kv/range", json: { key: base64("hullproof") } },
      ),
      http(
        { name: "etcd: refuses an empty key" },
        { port: etcd, method: "POST", path: "/v3/kv/put", json: { value: base64("ok") } },
        400,
      ),
      http({ name: "etcd: its health" }, { port: etcd, path: "/health" }),
    ],
  },
  {
    title: "Elasticsearch or OpenSearch",
    name: "elasticsearch",
    images: ["elasticsearch", "opensearch"],
    programs: ["elasticsearch", "opensearch-docker-entrypoint.sh"],
    steps: [
      http(
        { name: "Elasticsearch: writes a document" },
        { port: elasticsearch, method: "POST", path: "/hullproof-probe/_doc?refresh=true", json: { name: "probe" } },
        201,
      ),
      http(
        { name: "Elasticsearch: finds it" },
        { port: elasticsearch, path: "/hullproof-probe/_search?q=name:probe&size=1" },
      ),
      http(
        { name: "Elasticsearch: has no such document" },
        { port: elasticsearch, path: "/hullproof-probe/_doc/absent" },
        404,
      ),
      http({ name: "Elasticsearch: its health" }, { port: elasticsearch, path: "/_cluster/health" }),
    ],
  },
  {
    title: "MinIO",
    name: "minio",
    images: ["minio"],
    programs: ["minio"],
    steps: [
      http({ name: "MinIO: its health" }, { port: minio, path: "/minio/health/live" }),
      http(
        { name: "MinIO: refuses a request without a signature" },
        { port: minio, path: "/hullproof-probe/absent" },
        403,
      ),
      shell(
        { name: "MinIO: writes and reads an object" },
        `${alias} && mc mb --ignore-existing hullproof/hullproof-probe && echo ok | mc pipe hullproof/hullproof-probe/a && mc cat hullproof/hullproof-probe/a`,
        { output: "ok" },
      ),
    ],
  },
];
