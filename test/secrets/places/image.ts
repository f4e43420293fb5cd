import type { SecretPlace } from "../places.ts";

/** Parts of an image's configuration, as `docker inspect` has them. */
export const imagePlaces: Readonly<Record<string, Pick<SecretPlace, "config" | "history">>> = {
  Env: { config: { Env: ["PATH=/bin", "DB_PASSWORD=§"] } },
  "Env, address": { config: { Env: ["DB=postgres://app:§@db.acme.io/app"] } },
  "Env, options": { config: { Env: ["JAVA_OPTS=-Djavax.net.ssl.keyStorePassword=§"] } },
  Labels: { config: { Labels: { "db.password": "§" } } },
  Entrypoint: { config: { Entrypoint: ["redis-server", "--requirepass", "§"] } },
  Cmd: { config: { Cmd: ["/bin/sh", "-c", "redis-cli -a § ping"] } },
  Healthcheck: { config: { Healthcheck: { Test: ["CMD-SHELL", "redis-cli -a § ping"] } } },
  OnBuild: { config: { OnBuild: ["ENV DB_PASSWORD=§"] } },
  "history, build argument": { history: "RUN |1 API_TOKEN=§ /bin/sh -c make # buildkit" },
  "history, ENV": { history: "ENV DB_PASSWORD=§" },
  "history, command": { history: "RUN /bin/sh -c curl -u admin:§ https://repo.acme.io/a.sh | sh # buildkit" },
  "history, ENV of the old builder": { history: "/bin/sh -c #(nop)  ENV DB_PASSWORD=§" },
};
